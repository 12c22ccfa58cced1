/*
 * TRL's own GRPOTrainer, on a CPU and with images: it starts from a folder that our SFT wrote, runs the generated
 * train.py for five steps against the service, and our GRPO goes on from the folder that it leaves. Its logged
 * rewards must be ours.   npx tsx --conditions=@skinr1/source tools/engines/prove-trl.ts
 */
import { join } from 'node:path';
import { adamw, createEngine } from '../../packages/autograd/src/index.ts';
import { trl } from '../../packages/engines/src/index.ts';
import { grpoLoss, methodRewards, trainGrpo } from '../../packages/grpo/src/index.ts';
import { createLearner, createPolicy, loadModel } from '../../packages/model/src/index.ts';
import {
  drawnQuestions,
  exportAndServe,
  mustAgree,
  ourRewards,
  pythonWith,
  runPython,
  taughtModel,
  workFolder,
} from './proof-setting.ts';

interface TrlRun {
  readonly version: string;
  readonly asked: readonly { readonly id: string; readonly completion: string }[][];
  readonly logged: readonly Readonly<Record<string, number>>[];
}

const steps = 5;
const questions = drawnQuestions(8);
const python = pythonWith(['torch', 'torchvision', 'transformers', 'trl', 'datasets', 'pillow']);
const taught = await taughtModel(questions);
const { service, directory } = await exportAndServe(trl, questions);
const out = join(workFolder, 'trl-trained');
const run = (await runPython(python, 'trl_steps.py', [directory], {
  ...{ MODEL: taught, OUT: out, STEPS: String(steps), GROUP: '4', BATCH: '8', MAX_TOKENS: '40' },
  ...{ CPU: '1' },
})) as TrlRun;
await service.close();

if (run.asked.length !== steps) throw new Error(`${run.asked.length} steps, not ${steps}`);
for (const [step, asked] of run.asked.entries()) {
  const { totals, columns } = await ourRewards(questions, asked);
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const logged = run.logged[step]!;
  mustAgree(`step ${step + 1}, reward`, logged.reward!, mean(totals));
  for (const { name, values } of columns) {
    mustAgree(`step ${step + 1}, ${name}`, logged[`rewards/${name}/mean`]!, mean(values));
  }
  console.log(`step ${step + 1}: TRL logs reward ${logged.reward}, ours is ${mean(totals)}`);
}

const engine = await createEngine();
const model = await loadModel(out, { engine });
const learner = await createLearner(model, {
  loss: grpoLoss(),
  optimizer: adamw({ learningRate: 1e-4, weightDecay: 0 }),
});
await trainGrpo({
  ...{
    policy: createPolicy(model, learner),
    prompts: questions,
    rewards: methodRewards(),
    seed: 1,
  },
  ...{ groupSize: 4, promptsPerStep: 4, steps: 2, maxTokens: 40 },
  onStep: ({ step, metrics }) =>
    console.log(`ours goes on: step ${step}, reward ${metrics.reward}, loss ${metrics.loss}`),
});
await learner.release();
await model.release();
await engine.close();
console.log(`TRL ${run.version}: ${steps} steps, rewards equal to 1e-6.`);
