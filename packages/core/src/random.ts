import { checkWholeNumber } from './check-whole-number.ts';
import { InvalidInputError, UsageError } from './errors.ts';

/** The whole state of a generator: four 32-bit words. Plain data, so it can sit in a checkpoint. */
export type RandomState = readonly [number, number, number, number];

/**
 * A seeded source of random numbers. One seed fixes a whole run; {@link Random.fork} gives each user of
 * randomness a stream of its own, so that adding a draw in one place does not change another.
 */
export interface Random {
  /** Uniform in [0, 1), with 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** One element, uniformly. Throws UsageError on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new array in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** `count` different elements in random order; all of them if there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
  /** An independent stream that depends on the seed and the label, not on draws made so far. */
  fork(label: string): Random;
  /** The state to store; give it to {@link restoreRandom} to go on from here. */
  readonly state: RandomSnapshot;
}

/** What {@link restoreRandom} needs to go on bit for bit. */
export interface RandomSnapshot {
  readonly seed: string;
  readonly words: RandomState;
}

/** 32-bit string hash with good avalanche (MurmurHash3 finaliser over a multiplicative walk). */
function hashWords(text: string): RandomState {
  const words: [number, number, number, number] = [0, 0, 0, 0];
  for (let lane = 0; lane < 4; lane++) {
    let h = 0x9e3779b9 ^ Math.imul(lane + 1, 0x85ebca6b);
    for (let i = 0; i < text.length; i++) {
      h = Math.imul(h ^ text.charCodeAt(i), 0xcc9e2d51);
      h = (h << 15) | (h >>> 17);
    }
    h ^= text.length;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    words[lane] = (h ^ (h >>> 16)) >>> 0;
  }
  return words;
}

/** xoshiro128** 1.1 (Blackman & Vigna, 2018). */
class Xoshiro128 implements Random {
  private readonly words: Int32Array;
  private readonly seed: string;

  constructor(seed: string, words: RandomState) {
    this.seed = seed;
    this.words = Int32Array.from(words);
    if (words.every((word) => word === 0)) this.words[0] = 1;
  }

  private uint32(): number {
    const { words } = this;
    const a = words[0] as number;
    const b = words[1] as number;
    const third = (words[2] as number) ^ a;
    const fourth = (words[3] as number) ^ b;
    const scaled = Math.imul(b, 5);
    words[0] = a ^ fourth;
    words[1] = b ^ third;
    words[2] = third ^ (b << 9);
    words[3] = (fourth << 11) | (fourth >>> 21);
    return Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
  }

  next(): number {
    return this.uint32() / 4294967296;
  }

  integer(bound: number): number {
    checkWholeNumber('the bound of a random integer', bound, 1, 4294967296);
    return this.below(bound);
  }

  /** A whole number below a bound, which is not checked. */
  private below(bound: number): number {
    for (;;) {
      const draw = this.uint32();
      const remainder = draw % bound;
      // Reject the tail that would favor small results: what is above the last multiple of the bound.
      if (draw - remainder + bound <= 4294967296) return remainder;
    }
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new UsageError('cannot pick from an empty list.');
    return items[this.integer(items.length)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const last = result[i] as T;
      result[i] = result[j] as T;
      result[j] = last;
    }
    return result;
  }

  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffle(items).slice(0, count);
  }

  fork(label: string): Random {
    return createRandom(`${this.seed}/${label}`);
  }

  get state(): RandomSnapshot {
    const [a = 0, b = 0, c = 0, d = 0] = this.words;
    return { seed: this.seed, words: [a >>> 0, b >>> 0, c >>> 0, d >>> 0] };
  }
}

/** A generator from a seed; the same seed gives the same numbers on every machine and Node version. */
export function createRandom(seed: number | string): Random {
  const text = String(seed);
  return new Xoshiro128(text, hashWords(text));
}

/** A generator that goes on from where {@link Random.state} was taken. Throws InvalidInputError. */
export function restoreRandom(snapshot: RandomSnapshot): Random {
  const { seed, words } = snapshot;
  const valid =
    typeof seed === 'string' &&
    Array.isArray(words) &&
    words.length === 4 &&
    words.every((word) => Number.isInteger(word) && word >= 0 && word < 4294967296);
  if (!valid) {
    throw new InvalidInputError('not the state of a random generator.', {
      mend: 'Pass the value that `Random.state` returned.',
    });
  }
  return new Xoshiro128(seed, words);
}
