import { createRandom } from '@skinr1/core';
import { benchEngine } from './bench-engine.ts';
import { benchModel, benchQuestions, countParameters } from './demo-model.ts';

interface Timing {
  readonly seconds: number;
  readonly count: number;
}

const [prompts, groupSize, maxTokens] = [16, 4, 96];

/**
 * Times generation as a step of reinforcement learning does it: 16 questions with an image each, groups
 * of 4, up to 96 tokens. One token a row is the first pass; the rest is decoding.
 */
export async function run(options: string[]): Promise<void> {
  const engine = await benchEngine(options);
  const model = await benchModel(engine);
  const questions = benchQuestions(prompts);
  const length = (await model.encodePrompt(questions[0]!)).tokenIds.length;
  const time = async (tokens: number) => {
    const random = createRandom('bench');
    const start = performance.now();
    const groups = await model.generate(questions, { groupSize, maxTokens: tokens, random });
    const count = groups.flat().reduce((sum, row) => sum + row.tokenIds.length, 0);
    return { seconds: (performance.now() - start) / 1000, count };
  };
  await time(2);
  const firsts: Timing[] = [];
  const wholes: Timing[] = [];
  for (let round = 0; round < 4; round++) {
    firsts.push(await time(1));
    wholes.push(await time(maxTokens));
  }
  const best = (runs: readonly Timing[]) => runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const [first, whole] = [best(firsts), best(wholes)];
  const decoding = whole.seconds - first.seconds;
  const decoded = whole.count - first.count;
  console.log(`model of ${(countParameters(model) / 1e6).toFixed(2)} M parameters`);
  console.log(`${prompts} prompts of ${length} tokens, groups of ${groupSize}`);
  console.log(
    `first pass: ${(first.seconds * 1e3).toFixed(0)} ms, ${((prompts * length) / first.seconds).toFixed(0)} prompt tokens/s`,
  );
  console.log(
    `decoding: ${decoded} tokens in ${decoding.toFixed(2)} s, ${(decoded / decoding).toFixed(0)} tokens/s, ${((decoding / maxTokens) * 1e3).toFixed(1)} ms a step`,
  );
  console.log(`resident memory: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  await model.release();
  await engine.close();
}
