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
  ids: new Uint32Array(0),
  steps: new Float64Array(0),
};

/** The most probable tokens, in the order of ids. */
export interface LeadingTokens {
  readonly ids: Uint32Array;
  /** How far each lies below the highest, as {@link fallingExponential} takes it. */
  readonly steps: Float64Array;
  /** Whether these are all tokens. */
  readonly isWhole: boolean;
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
  ban(banned: Uint8Array): void {
    const { values, highest, masses, level, stepsPerLogit } = this;
    for (let id = banned.indexOf(1); id >= 0; ) {
      const block = Math.floor(id / blockSize);
      const end = (block + 1) * blockSize;
      for (; id < end; id++) if (banned[id] === 1) values[id] = Number.NEGATIVE_INFINITY;
      highest[block] = highestWithin(values, end - blockSize);
      masses[block] = massWithin(values, end - blockSize, level, stepsPerLogit);
      id = banned.indexOf(1, end);
    }
    this.level = highest.reduce((most, value) => Math.max(most, value));
    // Beside a banned token far above all others may have vanished.
    if (this.level !== level) this.mass = this.weigh();
    else this.mass = masses.reduce((sum, mass) => sum + mass, 0);
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

  /** All tokens down to the highest one of the so manieth block, which are as many at least. */
  leading(blocks: number): LeadingTokens {
    const { values, highest, level, stepsPerLogit } = this;
    const isWhole = blocks >= highest.length;
    const order = highest.slice().sort();
    const least = isWhole ? -Number.MAX_VALUE : (order[order.length - blocks] as number);
    if (memory.ids.length < values.length) {
      memory.ids = new Uint32Array(values.length);
      memory.steps = new Float64Array(values.length);
    }
    const { ids, steps } = memory;
    let count = 0;
    for (let block = 0; block < highest.length; block++) {
      if ((highest[block] as number) < least) continue;
      count = findFrom(least, values, block * blockSize, ids, count);
    }
    for (let i = 0; i < count; i++) {
      steps[i] = (level - (values[ids[i] as number] as number)) * stepsPerLogit;
    }
    return { ids: ids.subarray(0, count), steps: steps.subarray(0, count), isWhole };
  }

  private weigh(): number {
    const { values, level, stepsPerLogit, masses } = this;
    let total = 0;
    for (let block = 0; block < masses.length; block++) {
      const mass = massWithin(values, block * blockSize, level, stepsPerLogit);
      masses[block] = mass;
      total += mass;
    }
    return total;
  }
}

/*
 * Each pass over a block is a function of its own, with all that it reads as arguments: in one function V8 takes twice
 * the time for them.
 */

/** Writes the highest value of each block. Returns the highest of all. */
function findHighest(values: Float32Array, highest: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let block = 0; block < highest.length; block++) {
    const value = highestWithin(values, block * blockSize);
    highest[block] = value;
    if (value > most) most = value;
  }
  return most;
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

/** Adds to ids those of a block with at least this value. Returns how many there are then. */
function findFrom(
  least: number,
  values: Float32Array,
  from: number,
  ids: Uint32Array,
  count: number,
): number {
  let filled = count;
  for (let id = from; id < from + blockSize; id++) {
    if ((values[id] as number) >= least) ids[filled++] = id;
  }
  return filled;
}
