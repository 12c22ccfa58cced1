import { byteCharacters } from './byte-level.ts';
import type { AddedToken } from './byte-pairs.ts';

const byteOf: ReadonlyMap<string, number> = new Map(
  byteCharacters.map((character, byte) => [character, byte]),
);

/**
 * The bytes of each token by its id, worked out at the first call: pieces are spelt in byte characters, added
 * tokens as they are. Control tokens are no text.
 */
export function tokenBytes(
  pieces: readonly (string | undefined)[],
  added: readonly AddedToken[],
): () => readonly (Uint8Array | undefined)[] {
  let table: (Uint8Array | undefined)[] | null = null;
  return () => {
    if (table) return table;
    table = pieces.map((piece) => (piece === undefined ? undefined : bytesOfPiece(piece)));
    const encoder = new TextEncoder();
    for (const { id, content, special } of added) {
      table[id] = special ? undefined : encoder.encode(content);
    }
    return table;
  };
}

function bytesOfPiece(piece: string): Uint8Array {
  const bytes = Array.from(piece, (character) => byteOf.get(character));
  // A piece with any other character is no piece of a byte-level vocabulary: it stands for itself.
  if (bytes.includes(undefined)) return new TextEncoder().encode(piece);
  return Uint8Array.from(bytes as number[]);
}
