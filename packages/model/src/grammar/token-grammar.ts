import { UsageError } from '@skinr1/core';
import type { AnswerSoFar, LogitsProcessor } from '../generate/logits-processor.ts';
import { type ByteAutomaton, dead } from './automaton.ts';
import { childOf, type TokenTrie } from './token-trie.ts';

/** Tokens that may follow in a state, and those that may not. */
interface Edges {
  readonly ids: Int32Array;
  /** The state behind each of them. */
  readonly targets: Int32Array;
  readonly others: Int32Array;
}

/** Numbers of tokens by state that are kept: 64 MiB. */
const mostKept = 2 ** 24;

/**
 * A grammar in the tokens of a vocabulary. Which tokens may follow in a state is worked out once, by a walk of the
 * automaton through the vocabulary.
 */
export class TokenGrammar {
  private readonly automaton: ByteAutomaton;
  private readonly trie: TokenTrie;
  private readonly bytesOf: (id: number) => Uint8Array;
  private readonly endIds: readonly number[];
  /** Tokens of a way to a whole text from each state, without the end token. */
  private readonly distances: Float64Array;
  private readonly farthest: number;
  private edges = new Map<number, Edges>();
  private kept = 0;

  /** @param endIds tokens that end an answer */
  constructor(
    automaton: ByteAutomaton,
    trie: TokenTrie,
    bytesOf: (id: number) => Uint8Array,
    endIds: readonly number[],
  ) {
    this.automaton = automaton;
    this.trie = trie;
    this.bytesOf = bytesOf;
    this.endIds = endIds;
    this.distances = closingDistances(automaton, trie);
    this.farthest = this.distances.reduce((most, each) => Math.max(most, each), 0);
  }

  /**
   * Lets only tokens be drawn that continue a text of the grammar which can be whole, with its end token, within
   * the budget.
   *
   * @throws UsageError when no text of the grammar is known to fit the budget
   */
  within(maxTokens: number): LogitsProcessor {
    const least = (this.distances[0] as number) + 1;
    if (!(least <= maxTokens)) {
      throw new UsageError(
        Number.isFinite(least)
          ? `an answer of the grammar takes ${least} tokens; maxTokens is ${maxTokens}.`
          : 'the vocabulary cannot spell any answer of the grammar.',
        { mend: 'Raise maxTokens, or shorten what the grammar asks for.' },
      );
    }
    const places = new WeakMap<AnswerSoFar, { state: number; read: number }>();
    return (logits, answer) => {
      const place = places.get(answer) ?? { state: 0, read: 0 };
      places.set(answer, place);
      for (; place.read < answer.tokenIds.length; place.read++) {
        place.state = this.after(place.state, answer.tokenIds[place.read] as number);
      }
      this.mask(logits, place.state, maxTokens - answer.tokenIds.length);
    };
  }

  private after(state: number, id: number): number {
    let reached = state;
    for (const byte of this.bytesOf(id)) reached = this.automaton.next(reached, byte);
    return reached;
  }

  /** @param remaining tokens that may yet be drawn */
  private mask(logits: Float32Array, state: number, remaining: number): void {
    const { ids, targets, others } = this.edgesOf(state);
    const isWhole = this.automaton.accepts[state] === 1;
    const ends = isWhole ? this.endIds.map((id) => logits[id] as number) : [];
    // Behind the next token, the end token must still find room.
    const room = remaining - 2;
    if (this.farthest <= room && others.length < ids.length) {
      for (const id of others) logits[id] = Number.NEGATIVE_INFINITY;
    } else {
      const values = Float32Array.from(ids, (id) => logits[id] as number);
      logits.fill(Number.NEGATIVE_INFINITY);
      for (let i = 0; i < ids.length; i++) {
        const distance = this.distances[targets[i] as number] as number;
        if (distance <= room) logits[ids[i] as number] = values[i] as number;
      }
    }
    ends.forEach((value, i) => {
      logits[this.endIds[i] as number] = value;
    });
  }

  private edgesOf(state: number): Edges {
    const known = this.edges.get(state);
    if (known) return known;
    const edges = walk(this.automaton, this.trie, state);
    this.kept += this.trie.vocabularySize + edges.ids.length;
    if (this.kept > mostKept) {
      this.edges = new Map();
      this.kept = this.trie.vocabularySize + edges.ids.length;
    }
    this.edges.set(state, edges);
    return edges;
  }
}

/** The tokens that the automaton reads from a state without coming to a dead end. */
function walk(automaton: ByteAutomaton, trie: TokenTrie, state: number): Edges {
  const { bytes, depths, ends, tokens } = trie;
  const reached = new Int32Array(trie.longest + 1);
  reached[0] = state;
  const ids: number[] = [];
  const targets: number[] = [];
  const isAllowed = new Uint8Array(trie.vocabularySize);
  let node = 1;
  while (node < bytes.length) {
    const depth = depths[node] as number;
    const next = automaton.next(reached[depth - 1] as number, bytes[node] as number);
    if (next === dead) {
      node = ends[node] as number;
      continue;
    }
    reached[depth] = next;
    for (const id of tokens[node] ?? []) {
      ids.push(id);
      targets.push(next);
      isAllowed[id] = 1;
    }
    node++;
  }
  const others = new Int32Array(trie.vocabularySize - ids.length);
  let filled = 0;
  for (let id = 0; id < isAllowed.length; id++) if (isAllowed[id] === 0) others[filled++] = id;
  return { ids: Int32Array.from(ids), targets: Int32Array.from(targets), others };
}

/**
 * Tokens from each state to a whole text along the way of fewest bytes: what they are cut into is chosen best, so
 * it is never more than the bytes, and always a way that can be gone.
 */
function closingDistances(automaton: ByteAutomaton, trie: TokenTrie): Float64Array {
  const { closing, stateCount } = automaton;
  const distances = new Float64Array(stateCount).fill(Number.POSITIVE_INFINITY);
  for (const state of byByteDistance(automaton)) {
    if (closing[state] === -1) distances[state] = 0;
    let reached = state;
    let node = 0;
    for (let byte = closing[state] as number; byte >= 0 && node >= 0; ) {
      node = childOf(trie, node, byte);
      reached = automaton.next(reached, byte);
      if (node >= 0 && trie.tokens[node]) {
        const distance = 1 + (distances[reached] as number);
        distances[state] = Math.min(distances[state] as number, distance);
      }
      byte = closing[reached] as number;
    }
  }
  return distances;
}

/** States from those that accept on, by the bytes to one of them. */
function byByteDistance({ closing, stateCount, next }: ByteAutomaton): number[] {
  const distances = new Int32Array(stateCount).fill(-1);
  for (let state = 0; state < stateCount; state++) {
    const path: number[] = [];
    let reached = state;
    while (distances[reached] === -1 && closing[reached] !== -1) {
      path.push(reached);
      reached = next(reached, closing[reached] as number);
    }
    if (distances[reached] === -1) distances[reached] = 0;
    let distance = distances[reached] as number;
    for (const each of path.reverse()) distances[each] = ++distance;
  }
  const order = Array.from({ length: stateCount }, (_, state) => state);
  return order.sort((a, b) => (distances[a] as number) - (distances[b] as number));
}
