import { ResourceError, UsageError } from '@skinr1/core';
import { drawMostProbable, type Narrowing } from './most-probable.ts';
import { WeighedTokens } from './weighed-tokens.ts';

/** How one token is drawn from logits. */
export interface TokenChoice extends Narrowing {
  /** 0 takes the most probable token. */
  readonly temperature: number;
  /** 1 where a token must not be drawn, by id. */
  readonly banned: Uint8Array;
}

/** A drawn token. */
export interface DrawnToken {
  readonly id: number;
  /** Full-vocabulary log-softmax of logits / temperature (temperature 1 when greedy) at `id`. */
  readonly logProb: number;
}

/**
 * Draws a token. Bans, temperature, then top-k, top-p and min-p narrow the choice; the log-probability stays
 * that of the whole vocabulary.
 *
 * @param logits as the model gave them
 * @param uniform a number in [0, 1)
 * @param adjusted what processors made of the logits, from which is drawn; -Infinity for a token never drawn
 * @throws UsageError when no token is left to draw
 * @throws ResourceError for logits that are not finite
 */
export function drawToken(
  logits: Float32Array,
  choice: TokenChoice,
  uniform: () => number,
  adjusted: Float32Array = logits,
): DrawnToken {
  const { temperature, topK, topP, minP, banned } = choice;
  const scale = temperature > 0 ? 1 / temperature : 1;
  let tokens = new WeighedTokens(logits, scale);
  const { level, mass } = tokens;
  if (!Number.isFinite(mass)) throw notFinite();
  if (adjusted !== logits) tokens = new WeighedTokens(adjusted, scale);
  tokens.ban(banned);
  const { best } = tokens;
  if (best < 0 || !Number.isFinite(tokens.mass)) throw noChoice(best);
  const narrowed = topK > 0 || topP < 1 || minP > 0;
  const id =
    temperature === 0
      ? best
      : narrowed
        ? drawMostProbable(tokens, choice, uniform())
        : tokens.pick(uniform());
  return { id, logProb: ((logits[id] as number) - level) * scale - Math.log(mass) };
}

/** Full-vocabulary log-softmax of logits / temperature at an id. Throws ResourceError for logits that are not finite. */
export function logProbOf(logits: Float32Array, id: number, temperature: number): number {
  const scale = 1 / temperature;
  const { level, mass } = new WeighedTokens(logits, scale);
  if (!Number.isFinite(mass)) throw notFinite();
  return ((logits[id] as number) - level) * scale - Math.log(mass);
}

/** Of what processors made of logits that are finite. */
function noChoice(best: number): UsageError {
  const made = best < 0 ? 'leave no token that may be drawn' : 'make logits that are not numbers';
  return new UsageError(`the logits processors ${made}.`, {
    mend: 'Let them leave at least one; those of images are never drawn.',
  });
}

function notFinite(): ResourceError {
  return new ResourceError('the model computes logits that are not finite.', {
    mend:
      'Go back to a checkpoint before training diverged, or lower the learning rate. Of a folder that was opened as it ' +
      'is, `skinr1 model inspect --numbers` names weights that are no numbers.',
  });
}
