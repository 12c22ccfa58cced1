import { InvalidInputError } from '@skinr1/core';
import { ByteStates, type Pattern } from './pattern.ts';

/** Most states of an automaton that is in one state at a time. */
const mostStates = 32_768;
/** Most steps of making it: a second or so. */
const mostSteps = 5_000_000;

/** The state from which nothing is accepted any more. */
export const dead = -1;

/** A deterministic automaton over bytes. Every state of it can reach one that accepts. */
export interface ByteAutomaton {
  readonly stateCount: number;
  /** Whether the texts read so far are whole, 1 or 0 for each state. State 0 is where it starts. */
  readonly accepts: Uint8Array;
  /** The state behind a byte, or {@link dead}. */
  next(state: number, byte: number): number;
  /** The byte that leads towards the nearest whole text; -1 where the text is whole. */
  readonly closing: Int16Array;
}

/**
 * Makes an automaton of a pattern (subset construction).
 *
 * @throws InvalidInputError for a pattern that no text fits, or that needs more states than are allowed
 */
export function compilePattern(pattern: Pattern): ByteAutomaton {
  if (pattern === null) {
    throw new InvalidInputError('no text fits the grammar.', {
      mend: 'Look for an empty choice, a least that is over its most, a value that is not of its type, or a schema that contains itself without an end.',
    });
  }
  const states = new ByteStates();
  const final = states.add();
  const start = pattern(states, final);
  const { classOf, representatives } = byteClasses(states);
  const table = new SubsetTable(states, final, start, representatives);
  const width = representatives.length;
  const { moves, accepts } = table;
  const next = (state: number, byte: number): number =>
    state < 0 ? dead : (moves[state * width + (classOf[byte] as number)] as number);
  const closing = shortestClosings(moves, accepts, representatives);
  return { stateCount: accepts.length, accepts, next, closing };
}

/** Bytes that no transition tells apart are one class. */
function byteClasses({ edges }: ByteStates) {
  const starts = new Uint8Array(257);
  for (const { first, last } of edges.flat()) {
    starts[first] = 1;
    starts[last + 1] = 1;
  }
  const classOf = new Uint8Array(256);
  const representatives: number[] = [0];
  for (let byte = 1; byte < 256; byte++) {
    if (starts[byte] === 1) representatives.push(byte);
    classOf[byte] = representatives.length - 1;
  }
  return { classOf, representatives };
}

/** The sets of states that a text can lead to, each as one. */
class SubsetTable {
  readonly moves: Int32Array;
  readonly accepts: Uint8Array;
  private readonly states: ByteStates;
  private readonly ids = new Map<string, number>();
  private readonly sets: Int32Array[] = [];
  private steps = 0;

  constructor(
    states: ByteStates,
    final: number,
    start: number,
    representatives: readonly number[],
  ) {
    this.states = states;
    this.idOf([start]);
    const rows: Int32Array[] = [];
    for (let id = 0; id < this.sets.length; id++) {
      const set = this.sets[id] as Int32Array;
      rows.push(Int32Array.from(representatives, (byte) => this.idOf(this.step(set, byte))));
    }
    const width = representatives.length;
    this.moves = new Int32Array(rows.length * width);
    rows.forEach((row, id) => {
      this.moves.set(row, id * width);
    });
    this.accepts = Uint8Array.from(this.sets, (set) => (set.includes(final) ? 1 : 0));
  }

  private step(set: Int32Array, byte: number): number[] {
    const reached: number[] = [];
    this.steps += set.length;
    for (const state of set) {
      for (const { first, last, to } of this.states.edges[state] ?? []) {
        if (first <= byte && byte <= last) reached.push(to);
      }
    }
    return reached;
  }

  private idOf(reached: readonly number[]): number {
    if (reached.length === 0) return dead;
    const set = this.closure(reached);
    const key = set.join();
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.sets.length >= mostStates) this.refuse();
    this.ids.set(key, this.sets.length);
    this.sets.push(set);
    return this.sets.length - 1;
  }

  /** With all that is reached without reading, in order; states that only lead on are left out. */
  private closure(reached: readonly number[]): Int32Array {
    const seen = new Set(reached);
    for (const state of seen) for (const to of this.states.silent[state] ?? []) seen.add(to);
    this.steps += seen.size;
    if (this.steps > mostSteps) this.refuse();
    const { silent, edges } = this.states;
    const kept = [...seen].filter(
      (state) => silent[state]?.length === 0 || edges[state]?.length !== 0,
    );
    return Int32Array.from(kept).sort();
  }

  private refuse(): never {
    throw new InvalidInputError(`the grammar needs more than ${mostStates} states.`, {
      mend: 'Lower its longest lengths and counts, leave them open, or name fewer choices.',
    });
  }
}

/** The first byte of a shortest way to a whole text from each state; widest first from the states that accept. */
function shortestClosings(
  moves: Int32Array,
  accepts: Uint8Array,
  representatives: readonly number[],
): Int16Array {
  const width = representatives.length;
  const comeFrom: { readonly state: number; readonly byte: number }[][] = Array.from(
    accepts,
    () => [],
  );
  moves.forEach((to, place) => {
    const byte = representatives[place % width] as number;
    if (to >= 0) comeFrom[to]?.push({ state: Math.floor(place / width), byte });
  });
  const closing = Int16Array.from(accepts, (whole) => (whole === 1 ? -1 : -2));
  const order = [...accepts.keys()].filter((state) => accepts[state] === 1);
  for (const to of order) {
    for (const { state, byte } of comeFrom[to] ?? []) {
      if (closing[state] !== -2) continue;
      closing[state] = byte;
      order.push(state);
    }
  }
  return closing;
}
