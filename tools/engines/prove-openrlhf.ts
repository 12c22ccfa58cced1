/*
 * OpenRLHF's own dataset reads our lines, and its remote-reward client asks the service with the images of prompts
 * expanded.   npx tsx --conditions=@skinr1/source tools/engines/prove-openrlhf.ts
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRlhf } from '../../packages/engines/src/index.ts';
import {
  drawnQuestions,
  exportAndServe,
  mixedAnswers,
  mustAgree,
  ourRewards,
  pythonWith,
  runPython,
  taughtModel,
  workFolder,
} from './proof-setting.ts';

interface OpenRlhfRow {
  readonly id: string;
  readonly completion: string;
  readonly expanded: number;
  readonly rewards: readonly number[];
  readonly extra_logs: Readonly<Record<string, readonly number[]>>;
}

const questions = drawnQuestions(8);
const python = pythonWith(
  [
    'torch',
    'transformers',
    'datasets',
    'torchvision',
    'pillow',
    'aiohttp',
    'ray',
    'tqdm',
    'pylatexenc',
  ],
  ['openrlhf'],
);
const taught = await taughtModel(questions);
const { service, directory } = await exportAndServe(openRlhf, questions);
const answers = join(workFolder, 'answers.json');
await writeFile(answers, JSON.stringify(mixedAnswers(questions)));
const parameters = [directory, taught, `${service.url}get_reward`, answers];
const run = (await runPython(python, 'openrlhf_asks.py', parameters)) as {
  readonly version: string;
  readonly rows: readonly OpenRlhfRow[];
};
await service.close();

const { totals, columns } = await ourRewards(questions, run.rows);
for (const [index, row] of run.rows.entries()) {
  if (row.expanded <= 0) throw new Error(`${row.id}: no place of an image was expanded`);
  mustAgree(`${row.id}, reward`, row.rewards[0]!, totals[index]!);
  for (const { name, values } of columns) {
    mustAgree(`${row.id}, ${name}`, row.extra_logs[name]![0]!, values[index]!);
  }
}
console.log(
  `OpenRLHF ${run.version}: ${run.rows.length} queries; rewards ${run.rows.map((row) => row.rewards[0]).join(', ')} equal to 1e-6.`,
);
