import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('runs the snippet of the README', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const snippet = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const place = await mkdtemp(join(folder, 'test/.readme-'));
  try {
    const file = join(place, 'snippet.ts');
    await writeFile(file, snippet);
    const args = ['--import', 'tsx', '--conditions=@skinr1/source', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    expect(stdout).toMatch(/^Which diagnosis[^\n]*\nA\. .+\nB\. .+\nC\. .+\nD\. .+\nright: [A-D] /);
  } finally {
    await rm(place, { recursive: true });
  }
});
