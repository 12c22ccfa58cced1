import { mapConcurrent } from '../map-concurrent.ts';
import type { Prompt, SampleOptions } from '../policy.ts';
import { createRandom } from '../random.ts';
import type { ModelAnswer, VisionLanguageModel } from '../vision-language-model.ts';

/** Seeds that every server takes. */
const seeds = 2 ** 31;

/**
 * Samples prompts by asking each of them apart, a few at a time. With `random`, each prompt has a seed of its own,
 * whatever the order of the answers. The first failure stops the others.
 */
export async function samplePrompts(
  prompts: readonly Prompt[],
  options: SampleOptions,
  { answer, concurrency }: Pick<VisionLanguageModel, 'answer'> & { readonly concurrency: number },
): Promise<ModelAnswer[][]> {
  const { random, onProgress, signal, ...draw } = options;
  const call = random?.integer(seeds);
  const total = prompts.length * (options.groupSize ?? 1);
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  let done = 0;
  try {
    return await mapConcurrent(prompts, concurrency, async (prompt, index) => {
      const seed = call === undefined ? {} : { seed: seedOf(call, index) };
      const { answers } = await answer(prompt, { ...draw, ...seed, signal: stop });
      done += answers.length;
      onProgress?.({ done, total });
      return [...answers];
    });
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}

function seedOf(call: number, index: number): number {
  return createRandom(`${call}/${index}`).integer(seeds);
}
