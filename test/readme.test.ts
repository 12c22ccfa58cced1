import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/*
 * A snippet in a README is a promise: every ```ts block that is not marked `ts no-run` runs here, as its
 * own program, in a folder from which all packages resolve; one marked `ts needs-python` where there is a
 * `python3`.
 */
const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

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

  beforeAll(async () => {
    folder = await mkdtemp(join(root, 'examples', '.readme-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(programs)('%s', async (name, code) => {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
    await writeFile(file, code);
    const child = run(process.execPath, ['--import', 'tsx', '--conditions=@skinr1/source', file], {
      cwd: root,
      timeout: 60_000,
    });
    await expect(child).resolves.toMatchObject({ stderr: '' });
  });
});
