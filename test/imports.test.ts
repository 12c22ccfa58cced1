import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Imports go one way only: a package may use those listed here and nothing else of the workspace. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  ontology: ['core'],
  server: ['core'],
  textbook: ['core'],
  autograd: ['core'],
  datasets: ['core', 'ontology'],
  rationale: ['core', 'ontology', 'server', 'textbook', 'datasets'],
  model: ['core', 'autograd'],
  serve: ['core', 'model', 'server'],
  sft: ['core', 'autograd', 'model'],
  grpo: ['core', 'ontology', 'autograd'],
  eval: ['core', 'ontology', 'datasets'],
  engines: ['core', 'rationale', 'grpo', 'server'],
  diagnose: ['core', 'ontology', 'textbook', 'autograd', 'datasets', 'rationale', 'model', 'eval'],
  pipeline: [
    'core',
    'ontology',
    'textbook',
    'autograd',
    'datasets',
    'rationale',
    'model',
    'sft',
    'grpo',
    'eval',
  ],
  studio: ['core', 'server', 'pipeline'],
  cli: [
    'core',
    'ontology',
    'textbook',
    'autograd',
    'datasets',
    'rationale',
    'model',
    'diagnose',
    'eval',
    'grpo',
    'engines',
    'pipeline',
    'studio',
    'serve',
  ],
};

const packagesRoot = join(import.meta.dirname, '..', 'packages');

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Workspace packages named in import or export statements of a file. */
function workspaceImports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:from|import)\s*\(?\s*['"]@skinr1\/([a-z]+)(?:\/[^'"]*)?['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1] as string);
}

describe('one-way imports between packages', () => {
  it('covers every package', () => {
    expect(readdirSync(packagesRoot).sort()).toEqual(Object.keys(mayImport).sort());
  });

  it.each(Object.entries(mayImport))('%s', (name, allowed) => {
    const root = join(packagesRoot, name);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const declared = Object.keys(manifest.dependencies ?? {})
      .filter((dependency) => dependency.startsWith('@skinr1/'))
      .map((dependency) => dependency.slice('@skinr1/'.length));
    expect(declared.filter((dependency) => !allowed.includes(dependency))).toEqual([]);

    const violations = sourceFiles(join(root, 'src')).flatMap((file) =>
      workspaceImports(file)
        .filter((imported) => imported !== name && !declared.includes(imported))
        .map((imported) => `${file} imports @skinr1/${imported}`),
    );
    expect(violations).toEqual([]);
  });

  it('the table itself has no cycle', () => {
    const visit = (name: string, trail: readonly string[]): void => {
      expect(trail).not.toContain(name);
      for (const next of mayImport[name] as readonly string[]) visit(next, [...trail, name]);
    };
    for (const name of Object.keys(mayImport)) visit(name, []);
  });
});
