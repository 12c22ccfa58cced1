import { checkWholeNumber } from './check-whole-number.ts';
import { UsageError } from './errors.ts';
import type { SampleOptions, SamplingSettings } from './policy.ts';

/** The options that decide what is drawn, each with a value. */
export type DrawOptions = Required<
  Pick<
    SampleOptions,
    'groupSize' | 'maxTokens' | 'temperature' | 'topK' | 'topP' | 'repetitionPenalty'
  >
>;

/**
 * Fills in the defaults of sampling options, and checks them: the one place that knows what a temperature
 * may be. Published folders say 1e-6 and mean greedy; below that float32 logits tell nothing any more.
 *
 * @throws UsageError naming the option
 */
export function checkSampleOptions(options: SampleOptions): DrawOptions {
  const { groupSize = 1, maxTokens, temperature = 1, topK = 0, topP = 1 } = options;
  const { repetitionPenalty = 1 } = options;
  checkWholeNumber('groupSize', groupSize, 1);
  checkWholeNumber('maxTokens', maxTokens, 1);
  checkWholeNumber('topK', topK, 0);
  if (temperature !== 0 && !(temperature >= 1e-6 && temperature <= 100)) {
    throw new UsageError(`temperature must be 0 or from 0.000001 to 100, got ${temperature}.`, {
      mend: 'Use 0 to take the most probable token each time.',
    });
  }
  if (!(topP > 0 && topP <= 1)) throw new UsageError(`topP must be in (0, 1], got ${topP}.`);
  if (!(repetitionPenalty > 0 && repetitionPenalty <= 100)) {
    throw new UsageError(`repetitionPenalty must be in (0, 100], got ${repetitionPenalty}.`, {
      mend: 'Use 1 for none.',
    });
  }
  return { groupSize, maxTokens, temperature, topK, topP, repetitionPenalty };
}

/**
 * What made tokens be drawn from another distribution than the one that their log-probabilities are of, in
 * words; null where nothing did. Bans, top-k, top-p and min-p only narrow the choice, and do not count.
 */
export function reshapedBy(sampling: SamplingSettings): string | null {
  const { repetitionPenalty = 1, presencePenalty = 0, processors = [] } = sampling;
  if (repetitionPenalty !== 1) return `a repetition penalty of ${repetitionPenalty}`;
  if (presencePenalty !== 0) return `a presence penalty of ${presencePenalty}`;
  return processors.length > 0 ? `the logits processors ${processors.join(', ')}` : null;
}
