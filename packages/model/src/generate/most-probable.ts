/**
 * Which tokens stay in the choice: the `topK` most probable, of those the fewest that reach `topP`, and of
 * those the ones with at least `minP` of the most probable one's probability (the order of Transformers).
 */
export interface Narrowing {
  /** 0 keeps all. */
  readonly topK: number;
  /** 1 keeps all. */
  readonly topP: number;
  /** 0 keeps all. */
  readonly minP: number;
}

/**
 * Draws among the most probable tokens, the most probable first, ties by id.
 *
 * A vocabulary of 150,000 is not sorted for it: the tokens are counted into buckets by the leading bits of
 * their weights, and only the buckets where a bound or the drawn token lies are put in order.
 *
 * @param weights probabilities up to a common factor, that of the most probable 1; 0 for a token that must not
 *   be drawn
 * @param uniform a number in [0, 1)
 * @returns the token's id
 */
export function drawMostProbable(
  weights: Float64Array,
  narrowing: Narrowing,
  uniform: number,
): number {
  const ranking = new Ranking(weights);
  const kept = narrow(ranking, narrowing);
  const target = uniform * kept.mass;
  return ranking.first((count, mass) => mass > target || count >= kept.count).last;
}

/** Ids of the tokens that a narrowing keeps, with weights as {@link drawMostProbable} takes them. */
export function leadingTokens(weights: Float64Array, narrowing: Narrowing): ReadonlySet<number> {
  const ranking = new Ranking(weights);
  return ranking.ids(narrow(ranking, narrowing).count);
}

function narrow(ranking: Ranking, { topK, topP, minP }: Narrowing): Leading {
  const kept = topK > 0 ? ranking.first((count) => count >= topK) : ranking.all;
  const nucleus =
    topP < 1
      ? ranking.first((count, mass) => mass >= topP * kept.mass || count >= kept.count)
      : kept;
  if (minP === 0) return nucleus;
  const likely = ranking.atLeast(minP);
  return likely.count < nucleus.count ? likely : nucleus;
}

/** The most probable tokens up to one of them. */
interface Leading {
  readonly count: number;
  /** Sum of their weights. */
  readonly mass: number;
}

/** Buckets for each halving of a weight. */
const bucketBits = 5;
/** A token at 2^-96 of the first is never drawn; all that lie deeper share the last bucket. */
const bucketCount = 96 << bucketBits;
/** The upper half of the bits of 1.0: sign, exponent and the leading bits of the fraction. */
const bitsOfOne = 0x3ff00000;

/** The same memory for each token that is drawn: a ranking is over before the next begins. */
const memory = {
  buckets: new Uint16Array(0),
  counts: new Uint32Array(bucketCount),
  masses: new Float64Array(bucketCount),
};

/** Tokens in buckets from the most probable; a bucket is sorted when it is looked into. */
class Ranking {
  private readonly weights: Float64Array;
  /** Of tokens that may be drawn. */
  readonly buckets: Uint16Array;
  readonly counts = memory.counts.fill(0);
  readonly masses = memory.masses.fill(0);

  constructor(weights: Float64Array) {
    this.weights = weights;
    if (memory.buckets.length < weights.length) memory.buckets = new Uint16Array(weights.length);
    this.buckets = memory.buckets;
    sortIntoBuckets(weights, this);
  }

  /** All that may be drawn. */
  get all(): Leading {
    return {
      count: this.counts.reduce((sum, count) => sum + count, 0),
      mass: this.masses.reduce((sum, mass) => sum + mass, 0),
    };
  }

  /** Those of at least this weight. */
  atLeast(least: number): Leading {
    let count = 0;
    let mass = 0;
    for (let id = 0; id < this.weights.length; id++) {
      const weight = this.weights[id] as number;
      if (weight === 0 || weight < least) continue;
      count++;
      mass += weight;
    }
    return { count, mass };
  }

  /** Ids of so many leading tokens. */
  ids(count: number): Set<number> {
    const ids = new Set<number>();
    for (let bucket = 0; bucket < bucketCount && ids.size < count; bucket++) {
      if (this.counts[bucket] === 0) continue;
      for (const id of this.inOrder(bucket).subarray(0, count - ids.size)) ids.add(id);
    }
    return ids;
  }

  /** The fewest leading tokens whose number and mass are enough, with the id of the last of them. */
  first(isEnough: (count: number, mass: number) => boolean): Leading & { readonly last: number } {
    // Of the buckets before the deepest one looked into.
    let count = 0;
    let mass = 0;
    let deepest = 0;
    let size = 0;
    let massWithin = 0;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      if (this.counts[bucket] === 0) continue;
      count += size;
      mass += massWithin;
      deepest = bucket;
      size = this.counts[bucket] as number;
      massWithin = this.masses[bucket] as number;
      if (isEnough(count + size, mass + massWithin)) break;
    }
    let last = 0;
    for (const id of this.inOrder(deepest)) {
      last = id;
      count++;
      mass += this.weights[id] as number;
      if (isEnough(count, mass)) break;
    }
    return { count, mass, last };
  }

  private inOrder(bucket: number): Uint32Array {
    const { weights, buckets } = this;
    const ids = new Uint32Array(this.counts[bucket] as number);
    let filled = 0;
    for (let id = 0; id < weights.length; id++) {
      if (buckets[id] === bucket && weights[id] !== 0) ids[filled++] = id;
    }
    return ids.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  }
}

/** A function of its own, as V8 compiles it better than as a part of one. */
function sortIntoBuckets(
  weights: Float64Array,
  { buckets, counts, masses }: Pick<Ranking, 'buckets' | 'counts' | 'masses'>,
): void {
  const bits = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    // Positive numbers are ordered as their bits are.
    const depth = (bitsOfOne - bits.getUint32(8 * id + 4, true)) >>> (20 - bucketBits);
    const bucket = depth < bucketCount ? depth : bucketCount - 1;
    buckets[id] = bucket;
    counts[bucket] = (counts[bucket] as number) + 1;
    masses[bucket] = (masses[bucket] as number) + weight;
  }
}
