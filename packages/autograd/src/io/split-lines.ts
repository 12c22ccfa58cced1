/** A line of a file, as {@link splitLines} gives it. */
export interface Line {
  /** Without its end. */
  readonly text: string;
  /** With its end. */
  readonly byteLength: number;
  /** False for the last line of a file that does not end in a line feed. */
  readonly hasEnd: boolean;
}

const lineFeed = 0x0a;

/**
 * Lines of UTF-8 that end in a line feed and in nothing else, which is what JSON Lines says. Readers of
 * Node know more line ends from version 24 on (U+2028 and U+2029), which stand unescaped in JSON strings.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  /** Pieces of a line that is longer than a chunk; joined once, at its end. */
  let pieces: Uint8Array[] = [];
  const take = (hasEnd: boolean): Line => {
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    pieces = [];
    return { text: decoder.decode(bytes), byteLength: bytes.length + (hasEnd ? 1 : 0), hasEnd };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      pieces.push(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield take(false);
}
