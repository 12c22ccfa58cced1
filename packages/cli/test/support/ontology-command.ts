import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, vi } from 'vitest';
import { registerOntologyCommands } from '../../src/commands/ontology.ts';

interface OntologyCommand {
  readonly folder: string;
  /** Writes a file into the folder and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Runs the command and returns what it printed. */
  run(...words: string[]): Promise<string>;
  /** What the commands of this test have printed so far, or said on standard error. */
  printed(stream: 'stdout' | 'stderr'): string;
}

/** A folder for the files of a test file, and `skinr1 ontology` run in this process; cleaned up after. */
export function ontologyCommand(): OntologyCommand {
  const folder = mkdtempSync(join(tmpdir(), 'skinr1-ontology-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  return {
    folder,
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async run(...words: string[]): Promise<string> {
      vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
      vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
      const program = new Command().exitOverride();
      registerOntologyCommands(program);
      const before = printed('stdout').length;
      await program.parseAsync(['ontology', ...words], { from: 'user' });
      return printed('stdout').slice(before);
    },
    printed,
  };
}

function printed(stream: 'stdout' | 'stderr'): string {
  return vi
    .mocked(process[stream].write)
    .mock.calls.map(([text]) => String(text))
    .join('');
}
