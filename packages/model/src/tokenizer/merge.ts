/** A merge: the two neighboring pieces that become one. */
export type Merge = readonly [left: string, right: string];

interface Word {
  pieces: string[];
  readonly count: number;
}

/** Joins a pair into one map key; byte characters never hold a space. */
const pairKey = (left: string, right: string): string => `${left} ${right}`;

/**
 * Learns byte-pair merges (Sennrich et al. 2016): the most frequent neighboring pair is merged, again
 * and again. Equal counts go by the pair's text, so the result depends on the words alone.
 *
 * @param counts words, as byte characters, with how often each occurs
 * @param limit merges to learn at most; fewer when no pair occurs twice
 */
export function learnMerges(counts: ReadonlyMap<string, number>, limit: number): Merge[] {
  const words: Word[] = [...counts].map(([text, count]) => ({ pieces: [...text], count }));
  const table = new PairTable();
  words.forEach((word, index) => {
    table.add(word, index, 1);
  });
  const merges: Merge[] = [];
  while (merges.length < limit) {
    const best = table.best();
    if (best === null) break;
    const [left, right] = best.split(' ') as [string, string];
    merges.push([left, right]);
    for (const index of table.wordsWith(best)) {
      const word = words[index] as Word;
      table.add(word, index, -1);
      word.pieces = mergePieces(word.pieces, left, right);
      table.add(word, index, 1);
    }
  }
  return merges;
}

function mergePieces(pieces: readonly string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i] === left && pieces[i + 1] === right) {
      merged.push(left + right);
      i++;
    } else merged.push(pieces[i] as string);
  }
  return merged;
}

/** How often each pair of neighbors occurs, and in which words. */
class PairTable {
  private readonly counts = new Map<string, number>();
  private readonly places = new Map<string, Set<number>>();

  add(word: Word, index: number, sign: 1 | -1): void {
    for (let i = 0; i + 1 < word.pieces.length; i++) {
      const key = pairKey(word.pieces[i] as string, word.pieces[i + 1] as string);
      const count = (this.counts.get(key) ?? 0) + sign * word.count;
      if (count <= 0) {
        this.counts.delete(key);
        this.places.delete(key);
        continue;
      }
      this.counts.set(key, count);
      let place = this.places.get(key);
      if (!place) {
        place = new Set();
        this.places.set(key, place);
      }
      if (sign > 0) place.add(index);
    }
  }

  /** The most frequent pair, the first by text among equals; `null` when none occurs twice. */
  best(): string | null {
    let bestKey: string | null = null;
    let bestCount = 1;
    for (const [key, count] of this.counts) {
      if (count > bestCount || (count === bestCount && bestKey !== null && key < bestKey)) {
        bestKey = key;
        bestCount = count;
      }
    }
    return bestKey;
  }

  wordsWith(key: string): number[] {
    return [...(this.places.get(key) ?? [])].sort((a, b) => a - b);
  }
}
