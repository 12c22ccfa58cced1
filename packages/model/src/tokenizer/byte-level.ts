/**
 * How Qwen2 splits text before merging, in JavaScript syntax: contractions, words with one leading
 * sign, single digits, runs of signs, line breaks, spaces.
 */
export const preTokenizerPattern: RegExp =
  /'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;

/** The same pattern as tokenizer files write it. */
export const preTokenizerSource =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/**
 * One printable character for each of the 256 bytes (GPT-2): printable Latin-1 stands for itself, the
 * rest moves to code points from 256 on, in order.
 */
export const byteCharacters: readonly string[] = makeByteCharacters();

function makeByteCharacters(): string[] {
  let moved = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : moved++);
  });
}

const encoder = new TextEncoder();

/** Text as byte characters. */
export function toByteCharacters(text: string): string {
  let result = '';
  for (const byte of encoder.encode(text)) result += byteCharacters[byte];
  return result;
}
