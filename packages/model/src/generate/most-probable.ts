import { deepestStep, fallingExponential } from './falling-exponential.ts';
import type { TokenDepth, WeighedTokens } from './weighed-tokens.ts';

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
 * @param uniform a number in [0, 1)
 * @returns the token's id
 */
export function drawMostProbable(
  tokens: WeighedTokens,
  narrowing: Narrowing,
  uniform: number,
): number {
  return ranked(tokens, narrowing, (ranking, kept) => {
    const target = uniform * kept.mass;
    const drawn = ranking.first((count, mass) => mass > target || count >= kept.count);
    return drawn === beyond ? null : drawn.last;
  });
}

/** Ids of the tokens that a narrowing keeps. */
export function leadingTokens(tokens: WeighedTokens, narrowing: Narrowing): ReadonlySet<number> {
  return ranked(tokens, narrowing, (ranking, kept) => ranking.ids(kept.count));
}

/**
 * Looks at the most probable tokens, and at ever more of them until `use` has enough: a vocabulary of 150,000 is
 * hardly ever ranked as a whole.
 */
function ranked<T>(
  tokens: WeighedTokens,
  narrowing: Narrowing,
  use: (ranking: Ranking, kept: Leading) => T | null,
): T {
  for (let blocks = Math.max(64, narrowing.topK); ; blocks *= 8) {
    const ranking = new Ranking(tokens, tokens.depthOf(blocks));
    const result = use(ranking, narrow(ranking, narrowing, tokens.mass));
    if (result !== null) return result;
  }
}

function narrow(ranking: Ranking, { topK, topP, minP }: Narrowing, massOfAll: number): Leading {
  const kept = topK > 0 ? ranking.first((count) => count >= topK) : { ...beyond, mass: massOfAll };
  const nucleus =
    topP < 1
      ? ranking.first((count, mass) => mass >= topP * kept.mass || count >= kept.count)
      : kept;
  if (minP === 0) return nucleus;
  const likely = ranking.atLeast(minP);
  return likely.count <= nucleus.count ? likely : nucleus;
}

/** The most probable tokens up to one of them. */
interface Leading {
  readonly count: number;
  /** Sum of their weights. */
  readonly mass: number;
  /** The last of them. */
  readonly last: number;
}

/** More tokens than a ranking has. No sum reaches what is not a number, so that nothing is drawn of them either. */
const beyond: Leading = { count: Number.POSITIVE_INFINITY, mass: Number.NaN, last: -1 };

/** Here, as V8 does not fold an imported constant into a loop. */
const deepest = deepestStep;

/** The same memory for each token that is drawn: a ranking is over before the next begins. */
const memory = {
  counts: new Uint32Array(deepestStep + 1),
  masses: new Float64Array(deepestStep + 1),
};

/**
 * The tokens down to a depth, in order. They are not sorted for it but counted into buckets, of one step each and the
 * last of all that lie deeper, and only a bucket where a bound or the drawn token lies is put in order.
 */
class Ranking {
  private readonly tokens: WeighedTokens;
  private readonly counts = memory.counts.fill(0);
  private readonly masses = memory.masses.fill(0);
  private readonly size: number;
  private readonly isWhole: boolean;

  /** @param depth whole steps below the highest; Infinity for all tokens */
  constructor(tokens: WeighedTokens, depth: number) {
    this.tokens = tokens;
    this.isWhole = depth === Number.POSITIVE_INFINITY;
    this.size = tokens.countBySteps(depth, this.counts, this.masses);
  }

  /** Those of at least this weight. */
  atLeast(least: number): Leading {
    let count = 0;
    let mass = 0;
    let bucket = 0;
    // All of a bucket are, where the best of the next one would be.
    while (bucket + 1 < deepest && fallingExponential(bucket + 1) >= least) {
      count += this.counts[bucket] as number;
      mass += this.masses[bucket] as number;
      bucket++;
    }
    for (const { steps } of this.tokens.atStep(bucket)) {
      const weight = fallingExponential(steps);
      if (weight < least) continue;
      count++;
      mass += weight;
    }
    return count < this.size || this.isWhole ? { count, mass, last: -1 } : beyond;
  }

  /** Ids of so many leading tokens; null where there are more than this has. */
  ids(count: number): Set<number> | null {
    if (count > this.size && !this.isWhole) return null;
    const leading = new Set<number>();
    for (let bucket = 0; bucket < this.counts.length && leading.size < count; bucket++) {
      if (this.counts[bucket] === 0) continue;
      const left = count - leading.size;
      for (const { id } of this.inOrder(bucket).slice(0, left)) leading.add(id);
    }
    return leading;
  }

  /** The fewest leading tokens whose number and mass are enough; where all there are never are, all. */
  first(isEnough: (count: number, mass: number) => boolean): Leading {
    const { counts, masses } = this;
    // Of the buckets before the last one looked into.
    let count = 0;
    let mass = 0;
    let looked = -1;
    let isReached = false;
    for (let bucket = 0; bucket < counts.length && !isReached; bucket++) {
      if (counts[bucket] === 0) continue;
      if (looked >= 0) {
        count += counts[looked] as number;
        mass += masses[looked] as number;
      }
      looked = bucket;
      isReached = isEnough(count + (counts[bucket] as number), mass + (masses[bucket] as number));
    }
    if (!isReached && !this.isWhole) return beyond;
    let last = -1;
    for (const { id, steps } of this.inOrder(looked)) {
      last = id;
      count++;
      if (steps < deepest) mass += fallingExponential(steps);
      if (isEnough(count, mass)) break;
    }
    return { count, mass, last };
  }

  /** A bucket's tokens, from the most probable on, equal ones by id. */
  private inOrder(bucket: number): TokenDepth[] {
    return this.tokens.atStep(bucket).sort((a, b) => a.steps - b.steps);
  }
}
