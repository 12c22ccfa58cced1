import { createEngine } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { benchModel, benchQuestions } from './demo-model.ts';

const engine = await createEngine({ threads: 2 });
const model = await benchModel(engine);
const q = benchQuestions(1);
await model.generate(q, { groupSize: 8, maxTokens: 8 } as any);
const t = performance.now();
for (let i = 0; i < 6; i++)
  await model.generate(q, { groupSize: 8, maxTokens: 64, temperature: 1, random: createRandom(i) });
console.log((performance.now() - t) / 6 / 64, 'ms a step');
await model.release();
await engine.close();
