import { InvalidInputError } from '@skinr1/core';
import { type ByteRange, type CodePointRange, utf8Sequences } from './code-points.ts';

/** Most states before an automaton is made deterministic. */
const mostStates = 100_000;

/** A transition that reads one byte. */
export interface ByteEdge extends Readonly<Record<'first' | 'last' | 'to', number>> {}

/** An automaton over bytes that may be in several states at once. */
export class ByteStates {
  /** Of each state, those reached without reading. */
  readonly silent: number[][] = [];
  readonly edges: ByteEdge[][] = [];

  add(): number {
    if (this.edges.length >= mostStates) {
      throw new InvalidInputError(`the grammar has more than ${mostStates} places.`, {
        mend: 'Lower its longest lengths and counts, or leave them open.',
      });
    }
    this.silent.push([]);
    this.edges.push([]);
    return this.edges.length - 1;
  }

  read(from: number, [first, last]: ByteRange, to: number): void {
    this.edges[from]?.push({ first, last, to });
  }

  skip(from: number, to: number): void {
    this.silent[from]?.push(to);
  }
}

/**
 * A set of texts: adds states that read one of them and then are in the state `next`, and returns where that
 * starts. Null is the empty set, which nothing can read.
 */
export type Pattern = ((states: ByteStates, next: number) => number) | null;

const encoder = new TextEncoder();

/** A text as it is. */
export function literal(text: string): Pattern {
  const bytes = encoder.encode(text);
  return (states, next) =>
    bytes.reduceRight((to, byte) => {
      const from = states.add();
      states.read(from, [byte, byte], to);
      return from;
    }, next);
}

/** One character out of some. */
export function character(ranges: readonly CodePointRange[]): Pattern {
  const sequences = utf8Sequences(ranges);
  if (sequences.length === 0) return null;
  return (states, next) => {
    const start = states.add();
    // Ends of characters are shared: most have the same bytes behind the first.
    const shared = new Map<string, number>();
    for (const [lead, ...behind] of sequences) {
      let to = next;
      let key = '';
      for (const range of behind.reverse()) {
        key = `${range.join('-')} ${key}`;
        const known = shared.get(key);
        const from = known ?? states.add();
        if (known === undefined) states.read(from, range, to);
        shared.set(key, from);
        to = from;
      }
      states.read(start, lead as ByteRange, to);
    }
    return start;
  };
}

/** One after the other. */
export function sequence(...patterns: readonly Pattern[]): Pattern {
  if (patterns.includes(null)) return null;
  return (states, next) =>
    patterns.reduceRight((to, pattern) => (pattern ? pattern(states, to) : to), next);
}

/** Any one of some. */
export function choice(...patterns: readonly Pattern[]): Pattern {
  const possible = patterns.filter((pattern) => pattern !== null);
  if (possible.length === 0) return null;
  return (states, next) => {
    const start = states.add();
    for (const pattern of possible) states.skip(start, pattern(states, next));
    return start;
  };
}

/** The pattern or nothing. */
export function optional(pattern: Pattern): Pattern {
  return choice(literal(''), pattern);
}

/** A pattern from `least` to `most` times, Infinity for any number; nothing fits where `least` is more. */
export function repeated(
  pattern: Pattern,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): Pattern {
  if (least > most) return null;
  if (pattern === null) return least === 0 ? literal('') : null;
  return (states, next) => {
    let to = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop = states.add();
      states.skip(loop, next);
      states.skip(loop, pattern(states, loop));
      to = loop;
    }
    // Each may be the last, from where it goes on behind them all.
    const optionalCount = most === Number.POSITIVE_INFINITY ? 0 : most - least;
    for (let i = 0; i < optionalCount; i++) {
      const start = states.add();
      states.skip(start, next);
      states.skip(start, pattern(states, to));
      to = start;
    }
    for (let i = 0; i < least; i++) to = pattern(states, to);
    return to;
  };
}
