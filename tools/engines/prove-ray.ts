/*
 * A Ray job of two workers answers with the model that SFT wrote and has the answers judged by the service.
 *   npx tsx --conditions=@skinr1/source tools/engines/prove-ray.ts
 */
import { trl } from '../../packages/engines/src/index.ts';
import {
  drawnQuestions,
  exportAndServe,
  mustAgree,
  ourRewards,
  pythonWith,
  runPython,
  taughtModel,
} from './proof-setting.ts';

interface RayRow {
  readonly worker: number;
  readonly id: string;
  readonly completion: string;
  readonly reward: number;
}

const questions = drawnQuestions(8);
const python = pythonWith(['torch', 'torchvision', 'transformers', 'pillow', 'ray']);
const taught = await taughtModel(questions);
const { service, directory } = await exportAndServe(trl, questions);
const run = (await runPython(python, 'ray_rollouts.py', [
  directory,
  taught,
  service.url.slice(0, -1),
])) as {
  readonly version: string;
  readonly rows: readonly RayRow[];
};
await service.close();

const workers = new Set(run.rows.map(({ worker }) => worker)).size;
if (workers !== 2) throw new Error(`${workers} workers answered, not 2`);
const { totals } = await ourRewards(questions, run.rows);
for (const [index, { id, reward }] of run.rows.entries()) mustAgree(id, reward, totals[index]!);
const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
console.log(
  `Ray ${run.version}: ${run.rows.length} answers of ${workers} workers, mean reward ${mean}, each equal to 1e-6.`,
);
