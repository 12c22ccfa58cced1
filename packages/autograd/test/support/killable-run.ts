import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStepLog } from '../../src/training/step-log.ts';
import { runTraining } from '../../src/training/training-run.ts';

/** A run of 400 short steps over one number; started and killed by the tests. */
const folder = process.argv[2] as string;
const log = createStepLog<{ step: number; weight: number }>(join(folder, 'metrics.jsonl'));
let weight = 1;

await runTraining({
  steps: 400,
  step: async (step) => {
    weight = (weight * 1.5 + step) % 97;
    await log.append([{ step, weight }]);
    if (step % 10 === 0) console.log(step);
  },
  save: (directory) => writeFile(join(directory, 'weight'), String(weight)),
  restore: async (directory) => {
    weight = Number(await readFile(join(directory, 'weight'), 'utf8'));
  },
  state: { get: () => null, set: () => undefined },
  identity: async () => ({}),
  checkpoint: { directory: join(folder, 'checkpoints'), every: 7 },
  resume: true,
  onStart: (done) => log.rewind(done),
});
console.log(`weight ${weight}`);
