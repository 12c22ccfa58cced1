/*
 * verl's own dataset class reads our Parquet, its loader finds our shim, and its reward manager calls it: what it
 * gets must be our rewards.   npx tsx --conditions=@skinr1/source tools/engines/prove-verl.ts
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verl } from '../../packages/engines/src/index.ts';
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

interface VerlRow {
  readonly id: string;
  readonly completion: string;
  readonly images: readonly (readonly number[])[];
  readonly reward_score: number;
  readonly reward_extra_info: Readonly<Record<string, number>>;
}

const questions = drawnQuestions(8);
const python = pythonWith(
  [
    'torch',
    'transformers',
    'datasets',
    'qwen_vl_utils',
    'torchvision',
    'tensordict',
    'omegaconf',
  ].concat(['hydra-core', 'codetiming', 'ray', 'torchdata', 'pyarrow', 'pandas', 'orjson']),
  ['verl'],
);
const taught = await taughtModel(questions);
const { service, directory } = await exportAndServe(verl, questions);
const answers = join(workFolder, 'answers.json');
await writeFile(answers, JSON.stringify(mixedAnswers(questions)));
const run = (await runPython(python, 'verl_reads.py', [directory, taught, answers])) as {
  readonly version: string;
  readonly rows: readonly VerlRow[];
};
await service.close();

const { totals, columns } = await ourRewards(questions, run.rows);
for (const [index, row] of run.rows.entries()) {
  if (row.images.length !== 1) throw new Error(`${row.id}: ${row.images.length} images`);
  mustAgree(`${row.id}, reward`, row.reward_score, totals[index]!);
  for (const { name, values } of columns) {
    mustAgree(`${row.id}, ${name}`, row.reward_extra_info[name]!, values[index]!);
  }
}
console.log(
  `verl ${run.version}: ${run.rows.length} rows read with their images; rewards ${run.rows.map((row) => row.reward_score).join(', ')} equal to 1e-6.`,
);
