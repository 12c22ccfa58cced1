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
  // As strings of one character a byte, which are sorted many times faster than bytes.
  const named = Array.from({ length: vocabularySize }, (_, id) => {
    return { id, text: Buffer.from(bytesOf(id)).toString('latin1') };
  }).filter(({ text }) => text !== '');
  named.sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  const bytes: number[] = [0];
  const depths: number[] = [0];
  const tokens: (number[] | undefined)[] = [undefined];
  const ends: number[] = [];
  /** Nodes from the root to the last one. */
  const path = [0];
  const closeBelow = (depth: number): void => {
    while (path.length > depth + 1) ends[path.pop() as number] = bytes.length;
  };
  let before = '';
  for (const { id, text } of named) {
    let depth = 0;
    while (depth < before.length && before[depth] === text[depth]) depth++;
    closeBelow(depth);
    for (; depth < text.length; depth++) {
      path.push(bytes.length);
      bytes.push(text.charCodeAt(depth));
      depths.push(depth + 1);
      tokens.push(undefined);
    }
    const node = path.at(-1) as number;
    const others = tokens[node];
    if (others) others.push(id);
    else tokens[node] = [id];
    before = text;
  }
  closeBelow(-1);
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
