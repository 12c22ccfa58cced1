import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

/*
 * A snippet in a README is a promise: every ```ts block that is not marked `ts no-run` runs here as a module of
 * its own, in a folder from which all packages resolve, without a word of complaint; one marked `ts needs-python`
 * where there is a `python3`. All run in this process, so that the packages are loaded once.
 */
const root = join(import.meta.dirname, '..');

async function readmes(): Promise<string[]> {
  const packages = await readdir(join(root, 'packages'));
  const files = [
    'README.md',
    'docs/guide.md',
    'docs/your-own-reward.md',
    ...packages.map((name) => join('packages', name, 'README.md')),
  ];
  const present = await Promise.all(
    files.map((file) =>
      readFile(join(root, file)).then(
        () => file,
        () => null,
      ),
    ),
  );
  return present.filter((file) => file !== null);
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

function snippets(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts( needs-python)?\n([\s\S]*?)^```/gm)]
    .filter(([, needsPython]) => hasPython || needsPython === undefined)
    .map((match) => match[2] as string);
}

const programs = (
  await Promise.all(
    (
      await readmes()
    ).map(async (file) =>
      snippets(await readFile(join(root, file), 'utf8')).map(
        (code, index) => [`${file} #${index + 1}`, code] as const,
      ),
    ),
  )
).flat();

describe.skipIf(programs.length === 0)('README snippets run', () => {
  let folder: string;
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(root, 'examples', '.readme-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    complaints = [];
    const note = (...parts: unknown[]) => complaints.push(parts.join(' '));
    vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(note);
    vi.spyOn(console, 'error').mockImplementation(note);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each(programs)('%s', async (name, code) => {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
    await writeFile(file, code);
    await import(file);
    expect(complaints).toEqual([]);
  });
});
