import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const file = join(root, 'examples', 'train-an-adapter.ts');

it('an adapter is trained beside a Hugging Face folder in forty lines', async () => {
  expect((await readFile(file, 'utf8')).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  const words = ['--import', 'tsx', '--conditions=@skinr1/source', file];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
  const answer = '<thinking>silvery scale</thinking><final diagnosis>A, benign</final diagnosis>';
  const [none, ...withAdapter] = stdout.trimEnd().split(/\n(?=learnt: |loaded: )/);
  expect(none).not.toContain(answer);
  expect(withAdapter).toEqual([`learnt: ${answer}`, `loaded: ${answer}`]);
}, 120_000);
