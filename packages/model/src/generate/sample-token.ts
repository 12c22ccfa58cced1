import { ResourceError } from '@skinr1/core';
import { drawMostProbable } from './most-probable.ts';

/** How one token is drawn from logits. */
export interface TokenChoice {
  /** 0 takes the most probable token. */
  readonly temperature: number;
  /** 0 keeps all. */
  readonly topK: number;
  /** 1 keeps all. */
  readonly topP: number;
  /** Makes tokens that are there already less likely; 1 does not. */
  readonly repetitionPenalty: number;
  /** 1 where a token must not be drawn, by id. */
  readonly banned: Uint8Array;
}

/** A drawn token. */
export interface DrawnToken {
  readonly id: number;
  /** Full-vocabulary log-softmax of logits / temperature (temperature 1 when greedy, no penalty) at `id`. */
  readonly logProb: number;
}

/**
 * Draws a token. Repetition penalty, bans, then top-k, then top-p (the smallest set of most probable tokens whose
 * probability among those kept so far reaches `topP`) narrow the choice; the log-probability stays
 * that of the whole vocabulary.
 *
 * @param uniform a number in [0, 1)
 * @param seen tokens of prompt and answer so far; read only with a penalty
 */
export function drawToken(
  logits: Float32Array,
  { temperature, topK, topP, banned, repetitionPenalty }: TokenChoice,
  uniform: () => number,
  seen: Iterable<number> = [],
): DrawnToken {
  const adjusted = repetitionPenalty === 1 ? logits : penalized(logits, seen, repetitionPenalty);
  const scale = temperature > 0 ? 1 / temperature : 1;
  let top = Number.NEGATIVE_INFINITY;
  let best = -1;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (logit > top) top = logit;
    const value = adjusted[id] as number;
    if (banned[id] !== 1 && (best < 0 || value > (adjusted[best] as number))) best = id;
  }
  // Relative to the best allowed token, so that a banned one far above cannot make all others vanish.
  const level = (adjusted[best] ?? Number.NaN) as number;
  let total = 0;
  let allowed = 0;
  const weights = scratch(logits.length);
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    const share = Math.exp((logit - top) * scale);
    total += share;
    if (banned[id] === 1) {
      weights[id] = 0;
      continue;
    }
    const same = adjusted === logits && level === top;
    const weight = same ? share : Math.exp(((adjusted[id] as number) - level) * scale);
    weights[id] = weight;
    allowed += weight;
  }
  if (!Number.isFinite(total) || !Number.isFinite(allowed)) {
    throw new ResourceError('the model computes logits that are not finite.', {
      mend: 'Go back to a checkpoint before training diverged, or lower the learning rate.',
    });
  }
  const narrowed = topK > 0 || topP < 1;
  const id =
    temperature === 0
      ? best
      : narrowed
        ? drawMostProbable(weights, { topK, topP }, uniform())
        : pick(weights, uniform() * allowed, best);
  return { id, logProb: ((logits[id] as number) - top) * scale - Math.log(total) };
}

/**
 * Logits with those of tokens that are there already made less likely, each once however often it is there:
 * divided by the penalty where positive, multiplied where negative (Keskar et al., 2019; as Transformers'
 * `RepetitionPenaltyLogitsProcessor`).
 */
function penalized(logits: Float32Array, seen: Iterable<number>, penalty: number): Float32Array {
  const adjusted = Float32Array.from(logits);
  for (const id of seen) {
    const logit = logits[id] as number;
    adjusted[id] = logit < 0 ? logit * penalty : logit / penalty;
  }
  return adjusted;
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
