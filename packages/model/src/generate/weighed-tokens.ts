import { deepestStep, fallingExponential, stepsPerNat } from './falling-exponential.ts';

/** Tokens of a block. */
const blockSize = 128;
/** Here, as V8 does not fold an imported constant into a loop. */
const deepest = deepestStep;

/** The same memory at each call: fresh one for every token would keep the garbage collector busy. */
const memory = {
  values: new Float32Array(0),
  highest: new Float32Array(0),
  masses: new Float64Array(0),
  counts: new Uint32Array(deepestStep + 1),
};

/** A token, and how far it lies below the highest, as {@link fallingExponential} takes it. */
export interface TokenDepth {
  readonly id: number;
  readonly steps: number;
}

/**
 * The tokens of a vocabulary with their weights, e^((logit - level) · scale), of which sums of blocks are kept: the
 * weight of a single token is worked out again where it is looked at. They stand in memory that is used again: only the
 * newest may be asked.
 */
export class WeighedTokens {
  /** The highest logit, whose weight is 1; -Infinity where there is no token. */
  level: number;
  /** Sum of all weights; NaN where a logit is neither finite nor -Infinity, which is no token. */
  mass: number;
  private readonly stepsPerLogit: number;
  /** The logits, filled up with -Infinity to whole blocks. */
  private readonly values: Float32Array;
  /** Of each block: its highest logit, the sum of its weights. */
  private readonly highest: Float32Array;
  private readonly masses: Float64Array;

  constructor(logits: Float32Array, scale: number) {
    const blocks = Math.ceil(logits.length / blockSize);
    if (memory.highest.length !== blocks) {
      memory.values = new Float32Array(blocks * blockSize);
      memory.highest = new Float32Array(blocks);
      memory.masses = new Float64Array(blocks);
    }
    const { values, highest, masses } = memory;
    values.set(logits);
    values.fill(Number.NEGATIVE_INFINITY, logits.length);
    this.values = values;
    this.highest = highest;
    this.masses = masses;
    this.stepsPerLogit = scale * stepsPerNat;
    this.level = findHighest(values, highest);
    this.mass = this.weigh();
  }

  /** The token of the highest logit, of equal ones the first; -1 where there is none. */
  get best(): number {
    if (this.level === Number.NEGATIVE_INFINITY) return -1;
    return this.values.indexOf(this.level, this.highest.indexOf(this.level) * blockSize);
  }

  /** Takes out the tokens with a 1 at their id. The others' weights are then relative to the best that is left. */
  ban({ buffer, byteOffset, length }: Uint8Array): void {
    const { values, highest, masses, level, stepsPerLogit } = this;
    // A buffer is searched a dozen times as fast as an array.
    const banned = Buffer.from(buffer, byteOffset, length);
    for (let id = banned.indexOf(1); id >= 0; ) {
      const block = Math.floor(id / blockSize);
      const end = (block + 1) * blockSize;
      for (; id < end; id++) if (banned[id] === 1) values[id] = Number.NEGATIVE_INFINITY;
      highest[block] = highestWithin(values, end - blockSize);
      masses[block] = massWithin(values, end - blockSize, level, stepsPerLogit);
      id = banned.indexOf(1, end);
    }
    this.level = maximum(highest);
    // Beside a banned token far above all others may have vanished.
    this.mass = this.level === level ? sum(masses) : this.weigh();
  }

  /** The first token, in the order of ids, at which the running sum of weights passes a share of their sum. */
  pick(share: number): number {
    const { values, masses, level, stepsPerLogit } = this;
    let left = share * this.mass;
    let block = 0;
    while (block < masses.length - 1 && left >= (masses[block] as number)) {
      left -= masses[block++] as number;
    }
    let last = this.best;
    for (let id = block * blockSize; id < (block + 1) * blockSize; id++) {
      const steps = (level - (values[id] as number)) * stepsPerLogit;
      if (steps >= deepest) continue;
      last = id;
      left -= fallingExponential(steps);
      if (left < 0) break;
    }
    // Behind the whole loop by rounding at the end of a sum.
    return last;
  }

  /** Steps below the highest within which so many blocks have a token at least; Infinity where fewer have any. */
  depthOf(blocks: number): number {
    const { highest, level, stepsPerLogit } = this;
    const counts = memory.counts.fill(0);
    for (let block = 0; block < highest.length; block++) {
      const whole = wholeOf((level - (highest[block] as number)) * stepsPerLogit);
      counts[whole] = (counts[whole] as number) + 1;
    }
    let count = 0;
    for (let whole = 0; whole < deepest; whole++) {
      count += counts[whole] as number;
      if (count >= blocks) return whole + 1;
    }
    return Number.POSITIVE_INFINITY;
  }

  /**
   * Counts tokens down to a depth by whole steps below the highest, those from the deepest step on together, and adds up
   * their weights likewise. Returns how many there are.
   */
  countBySteps(depth: number, counts: Uint32Array, masses: Float64Array): number {
    const { values, highest, level, stepsPerLogit } = this;
    let count = 0;
    for (let block = 0; block < highest.length; block++) {
      if ((level - (highest[block] as number)) * stepsPerLogit >= depth) continue;
      const from = block * blockSize;
      count += countWithin(depth, values, from, level, stepsPerLogit, counts, masses);
    }
    return count;
  }

  /** The tokens of so many whole steps below the highest, in the order of ids; those of the deepest step and deeper. */
  atStep(whole: number): TokenDepth[] {
    const { values, highest, level, stepsPerLogit } = this;
    const found: TokenDepth[] = [];
    for (let block = 0; block < highest.length; block++) {
      const nearest = (level - (highest[block] as number)) * stepsPerLogit;
      if (whole < deepest && nearest >= whole + 1) continue;
      for (let id = block * blockSize; id < (block + 1) * blockSize; id++) {
        const steps = (level - (values[id] as number)) * stepsPerLogit;
        if (wholeOf(steps) !== whole || steps === Number.POSITIVE_INFINITY) continue;
        found.push({ id, steps });
      }
    }
    return found;
  }

  private weigh(): number {
    const { values, level, stepsPerLogit, masses } = this;
    for (let block = 0; block < masses.length; block++) {
      masses[block] = massWithin(values, block * blockSize, level, stepsPerLogit);
    }
    return sum(masses);
  }
}

/*
 * Each pass over a block is a function of its own, with all that it reads as arguments: in one function V8 takes twice
 * the time for them.
 */

/** Writes the highest value of each block. Returns the highest of all. */
function findHighest(values: Float32Array, highest: Float32Array): number {
  for (let block = 0; block < highest.length; block++) {
    highest[block] = highestWithin(values, block * blockSize);
  }
  return maximum(highest);
}

function maximum(values: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++)
    if ((values[i] as number) > most) most = values[i] as number;
  return most;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

/** By four, as a loop takes longer than what is in it. */
function highestWithin(values: Float32Array, from: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let id = from; id < from + blockSize; id += 4) {
    const a = values[id] as number;
    const b = values[id + 1] as number;
    const c = values[id + 2] as number;
    const d = values[id + 3] as number;
    if (a > most) most = a;
    if (b > most) most = b;
    if (c > most) most = c;
    if (d > most) most = d;
  }
  return most;
}

/** Sum of the weights in a block. */
function massWithin(values: Float32Array, from: number, level: number, scale: number): number {
  let mass = 0;
  for (let id = from; id < from + blockSize; id++) {
    const steps = (level - (values[id] as number)) * scale;
    if (steps >= deepest) continue;
    mass += fallingExponential(steps);
  }
  return mass;
}

function wholeOf(steps: number): number {
  return steps < deepest ? steps | 0 : deepest;
}

/** Counts the tokens of a block by whole steps, with their weights. Returns how many there are. */
function countWithin(
  depth: number,
  values: Float32Array,
  from: number,
  level: number,
  scale: number,
  counts: Uint32Array,
  masses: Float64Array,
): number {
  let count = 0;
  for (let id = from; id < from + blockSize; id++) {
    const steps = (level - (values[id] as number)) * scale;
    // What is no token lies infinitely deep.
    if (!(steps < depth)) continue;
    count++;
    const whole = wholeOf(steps);
    counts[whole] = (counts[whole] as number) + 1;
    if (steps >= deepest) continue;
    masses[whole] = (masses[whole] as number) + fallingExponential(steps);
  }
  return count;
}
