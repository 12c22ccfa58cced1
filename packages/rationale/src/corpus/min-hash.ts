import { splitWords } from '@skinr1/ontology';

/** Runs of `size` words of a text, as 32-bit hashes. */
export function shingles(text: string, size: number): Set<number> {
  const words = splitWords(text).map(({ form }) => form);
  const found = new Set<number>();
  const last = Math.max(1, words.length - size + 1);
  for (let at = 0; at < last; at++) found.add(hash(words.slice(at, at + size).join(' ')));
  return found;
}

/** Shared share of two sets: |A ∩ B| / |A ∪ B|; 1 for two empty sets. */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return shared / (a.size + b.size - shared);
}

/**
 * MinHash signature (Broder, 1997): the share of equal places in two signatures estimates the Jaccard
 * similarity of the sets, with standard error √(s(1 − s)/length).
 */
export function minHash(items: ReadonlySet<number>, length: number): Uint32Array {
  const signature = new Uint32Array(length).fill(0xffffffff);
  for (const item of items) {
    for (let at = 0; at < length; at++) {
      const value = mix(item ^ Math.imul(at + 1, 0x9e3779b1));
      if (value < (signature[at] as number)) signature[at] = value;
    }
  }
  return signature;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return mix(value);
}

/** MurmurHash3's finaliser. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
