import type { GroundedTrajectory } from '../trajectories/types.ts';
import { jaccard, minHash, shingles } from './min-hash.ts';

/** Options of {@link deduplicate}. */
export interface DeduplicateOptions {
  /** Jaccard similarity of three-word runs from which two texts are the same. @defaultValue 0.9 */
  readonly threshold?: number;
  /**
   * `record`: only texts about one image are compared; the same short note about two images is two
   * examples. `all`: every text is compared with every other. @defaultValue 'record'
   */
  readonly within?: 'record' | 'all';
}

/** A trajectory left out because another says the same. */
export interface Duplicate {
  readonly id: string;
  /** The trajectory that was kept. */
  readonly of: string;
  readonly similarity: number;
}

const bands = 16;
const rows = 4;
const shingleWords = 3;

/**
 * Leaves out exact and near duplicates; the first of each group stays. Near duplicates are found by MinHash
 * with locality-sensitive hashing (16 bands of 4: pairs at similarity 0.9 meet with probability over
 * 0.9999), and confirmed by their true similarity.
 */
export function deduplicate(
  trajectories: readonly GroundedTrajectory[],
  options: DeduplicateOptions = {},
): { kept: GroundedTrajectory[]; duplicates: Duplicate[] } {
  const { threshold = 0.9, within = 'record' } = options;
  const kept: GroundedTrajectory[] = [];
  const duplicates: Duplicate[] = [];
  const buckets = new Map<string, { id: string; items: Set<number> }[]>();
  for (const trajectory of trajectories) {
    const items = shingles(trajectory.thinking, shingleWords);
    const scope = within === 'record' ? trajectory.recordId : '';
    const keys = bandKeys(minHash(items, bands * rows), scope);
    const match = bestMatch(
      items,
      keys.flatMap((key) => buckets.get(key) ?? []),
    );
    if (match && match.similarity >= threshold) {
      duplicates.push({ id: trajectory.id, of: match.id, similarity: match.similarity });
      continue;
    }
    kept.push(trajectory);
    for (const key of keys) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push({ id: trajectory.id, items });
      else buckets.set(key, [{ id: trajectory.id, items }]);
    }
  }
  return { kept, duplicates };
}

function bandKeys(signature: Uint32Array, scope: string): string[] {
  return Array.from({ length: bands }, (_, band) =>
    [scope, band, ...signature.subarray(band * rows, (band + 1) * rows)].join(' '),
  );
}

function bestMatch(
  items: ReadonlySet<number>,
  candidates: readonly { id: string; items: ReadonlySet<number> }[],
): { id: string; similarity: number } | null {
  let best: { id: string; similarity: number } | null = null;
  for (const { id, items: other } of candidates) {
    const similarity = jaccard(items, other);
    if (best === null || similarity > best.similarity) best = { id, similarity };
  }
  return best;
}
