import { ResourceError, UsageError } from '@skinr1/core';
import { fallingExponential } from './falling-exponential.ts';
import { drawMostProbable, type Narrowing } from './most-probable.ts';

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
  const highest = findHighest(logits, adjusted, banned);
  const { best, top } = highest;
  const weights = scratch(logits.length);
  const { total, allowed } = weigh(weights, logits, adjusted, banned, highest, scale);
  if (best < 0 || !Number.isFinite(total) || !Number.isFinite(allowed)) refuse(total, best);
  const narrowed = topK > 0 || topP < 1 || minP > 0;
  const id =
    temperature === 0
      ? best
      : narrowed
        ? drawMostProbable(weights, { topK, topP, minP }, uniform())
        : pick(weights, uniform() * allowed, best);
  return { id, logProb: ((logits[id] as number) - top) * scale - Math.log(total) };
}

/*
 * Each pass over the vocabulary is a function of its own: in one function V8 takes twice the time for them.
 */

/** What the highest logit is, and which token that may be drawn has the highest adjusted one. */
interface Highest {
  readonly top: number;
  /** -1 where none may be drawn. */
  readonly best: number;
  /** The adjusted logit of `best`. */
  readonly level: number;
}

function findHighest(logits: Float32Array, adjusted: Float32Array, banned: Uint8Array): Highest {
  let top = Number.NEGATIVE_INFINITY;
  let best = -1;
  let level = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (logit > top) top = logit;
    const value = adjusted[id] as number;
    if (value > level && banned[id] !== 1) {
      best = id;
      level = value;
    }
  }
  return { top, best, level };
}

/**
 * Writes the weights of tokens, 0 for those that are never drawn.
 *
 * @returns the sum of all tokens' by the logits as they are, relative to the highest; and the sum of those that may be
 *   drawn, by the adjusted ones, relative to the best allowed: a banned one far above must not make all others vanish
 */
function weigh(
  weights: Float64Array,
  logits: Float32Array,
  adjusted: Float32Array,
  banned: Uint8Array,
  { top, level }: Highest,
  scale: number,
): { total: number; allowed: number } {
  const isLevel = level === top;
  let total = 0;
  let allowed = 0;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    const share = fallingExponential((logit - top) * scale);
    total += share;
    const value = adjusted[id] as number;
    if (banned[id] === 1 || value === Number.NEGATIVE_INFINITY) {
      weights[id] = 0;
      continue;
    }
    const weight = isLevel && value === logit ? share : fallingExponential((value - level) * scale);
    weights[id] = weight;
    allowed += weight;
  }
  return { total, allowed };
}

/** Full-vocabulary log-softmax of logits / temperature at an id. Throws ResourceError for logits that are not finite. */
export function logProbOf(logits: Float32Array, id: number, temperature: number): number {
  const scale = 1 / temperature;
  const top = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + fallingExponential((logit - top) * scale), 0);
  if (!Number.isFinite(total)) throw notFinite();
  return ((logits[id] as number) - top) * scale - Math.log(total);
}

function refuse(total: number, best: number): never {
  if (Number.isFinite(total)) {
    const made = best < 0 ? 'leave no token that may be drawn' : 'make logits that are not numbers';
    throw new UsageError(`the logits processors ${made}.`, {
      mend: 'Let them leave at least one; those of images are never drawn.',
    });
  }
  throw notFinite();
}

function notFinite(): ResourceError {
  return new ResourceError('the model computes logits that are not finite.', {
    mend:
      'Go back to a checkpoint before training diverged, or lower the learning rate. Of a folder that was opened as it ' +
      'is, `skinr1 model inspect --numbers` names weights that are no numbers.',
  });
}

let memory: Float64Array = new Float64Array(0);

/** The same memory at each call: fresh one for every token would keep the garbage collector busy. */
function scratch(length: number): Float64Array {
  if (memory.length !== length) memory = new Float64Array(length);
  return memory;
}

/** The first id at which the running sum passes the target. */
function pick(weights: Float64Array, target: number, fallback: number): number {
  let sum = 0;
  for (let id = 0; id < weights.length; id++) {
    sum += weights[id] as number;
    if (sum > target) return id;
  }
  // Rounding at the very end of the sum.
  return fallback;
}
