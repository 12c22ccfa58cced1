/** A vocabulary by the bytes of its tokens, as nodes in the order of a walk that goes deep first. Node 0 is the root. */
export interface TokenTrie {
  readonly vocabularySize: number;
  /** The byte that leads to each node. */
  readonly bytes: Uint8Array;
  /** Bytes from the root to each node. */
  readonly depths: Uint16Array;
  /** The node behind all that lies below each node. */
  readonly ends: Int32Array;
  /** Tokens that end at each node. */
  readonly tokens: readonly (readonly number[] | undefined)[];
  /** Bytes of the longest token. */
  readonly longest: number;
}

/** Makes a trie of the tokens that may be drawn and are text. */
export function buildTokenTrie(
  vocabularySize: number,
  bytesOf: (id: number) => Uint8Array,
): TokenTrie {
  const named = Array.from({ length: vocabularySize }, (_, id) => ({ id, bytes: bytesOf(id) }))
    .filter(({ bytes }) => bytes.length > 0)
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const bytes: number[] = [0];
  const depths: number[] = [0];
  const tokens: (number[] | undefined)[] = [[]];
  /** Nodes from the root to the last one. */
  let path = [0];
  let before = new Uint8Array(0);
  const ends: number[] = [];
  const close = (depth: number): void => {
    for (const node of path.slice(depth + 1)) ends[node] = bytes.length;
    path = path.slice(0, depth + 1);
  };
  for (const token of named) {
    let depth = 0;
    while (depth < before.length && before[depth] === token.bytes[depth]) depth++;
    close(depth);
    for (; depth < token.bytes.length; depth++) {
      path.push(bytes.length);
      bytes.push(token.bytes[depth] as number);
      depths.push(depth + 1);
      tokens.push(undefined);
    }
    const node = path.at(-1) as number;
    tokens[node] = [...(tokens[node] ?? []), token.id];
    before = token.bytes as Uint8Array<ArrayBuffer>;
  }
  close(-1);
  return {
    vocabularySize,
    bytes: Uint8Array.from(bytes),
    depths: Uint16Array.from(depths),
    ends: Int32Array.from(ends),
    tokens,
    longest: depths.reduce((most, depth) => Math.max(most, depth), 0),
  };
}

/** The node below another that a byte leads to; -1 if there is none. */
export function childOf({ bytes, ends }: TokenTrie, node: number, byte: number): number {
  const end = ends[node] as number;
  for (let child = node + 1; child < end; child = ends[child] as number) {
    if (bytes[child] === byte) return child;
  }
  return -1;
}
