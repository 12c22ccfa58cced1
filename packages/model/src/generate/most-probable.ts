import { deepestStep, fallingExponential } from './falling-exponential.ts';
import type { LeadingTokens, WeighedTokens } from './weighed-tokens.ts';

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
    const ranking = new Ranking(tokens.leading(blocks));
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
 * Tokens in order. They are not sorted for it but counted into buckets, of one step each and the last of all that lie
 * deeper, and only a bucket where a bound or the drawn token lies is put in order.
 */
class Ranking {
  private readonly tokens: LeadingTokens;
  private readonly counts = memory.counts.fill(0);
  private readonly masses = memory.masses.fill(0);

  constructor(tokens: LeadingTokens) {
    this.tokens = tokens;
    sortIntoBuckets(tokens.steps, this.counts, this.masses);
  }

  /** Those of at least this weight. */
  atLeast(least: number): Leading {
    const { steps, isWhole } = this.tokens;
    let count = 0;
    let mass = 0;
    for (let i = 0; i < steps.length; i++) {
      const weight = weightOf(steps[i] as number);
      if (weight < least) continue;
      count++;
      mass += weight;
    }
    return count < steps.length || isWhole ? { count, mass, last: -1 } : beyond;
  }

  /** Ids of so many leading tokens; null where there are more than this has. */
  ids(count: number): Set<number> | null {
    const { ids, isWhole } = this.tokens;
    if (count > ids.length && !isWhole) return null;
    const leading = new Set<number>();
    for (let bucket = 0; bucket < this.counts.length && leading.size < count; bucket++) {
      if (this.counts[bucket] === 0) continue;
      const left = count - leading.size;
      for (const place of this.inOrder(bucket).subarray(0, left)) leading.add(ids[place] as number);
    }
    return leading;
  }

  /** The fewest leading tokens whose number and mass are enough; where all there are never are, all. */
  first(isEnough: (count: number, mass: number) => boolean): Leading {
    const { counts, masses, tokens } = this;
    // Of the buckets before the deepest one looked into.
    let count = 0;
    let mass = 0;
    let deepest = -1;
    let isReached = false;
    for (let bucket = 0; bucket < counts.length && !isReached; bucket++) {
      if (counts[bucket] === 0) continue;
      if (deepest >= 0) {
        count += counts[deepest] as number;
        mass += masses[deepest] as number;
      }
      deepest = bucket;
      isReached = isEnough(count + (counts[bucket] as number), mass + (masses[bucket] as number));
    }
    if (!isReached && !tokens.isWhole) return beyond;
    let last = -1;
    for (const place of this.inOrder(deepest)) {
      last = tokens.ids[place] as number;
      count++;
      mass += weightOf(tokens.steps[place] as number);
      if (isEnough(count, mass)) break;
    }
    return { count, mass, last };
  }

  /** Places of a bucket's tokens. */
  private inOrder(bucket: number): Uint32Array {
    const { steps } = this.tokens;
    const places = new Uint32Array(this.counts[bucket] as number);
    let filled = 0;
    for (let i = 0; i < steps.length; i++) {
      if (bucketOf(steps[i] as number) === bucket) places[filled++] = i;
    }
    return places.sort((a, b) => (steps[a] as number) - (steps[b] as number) || a - b);
  }
}

/** A function of its own, as V8 compiles it better than as a part of one. */
function sortIntoBuckets(steps: Float64Array, counts: Uint32Array, masses: Float64Array): void {
  for (let i = 0; i < steps.length; i++) {
    const depth = steps[i] as number;
    const bucket = bucketOf(depth);
    counts[bucket] = (counts[bucket] as number) + 1;
    masses[bucket] = (masses[bucket] as number) + weightOf(depth);
  }
}

function bucketOf(steps: number): number {
  return steps < deepest ? steps | 0 : deepest;
}

function weightOf(steps: number): number {
  return steps < deepest ? fallingExponential(steps) : 0;
}
