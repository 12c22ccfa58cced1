/** Is told of what {@link scanWords} finds, in order. An object, so that a label costs no new functions. */
export interface WordVisitor {
  /** A word without its apostrophes, and its place, the end excluded. True where nothing more is to be told. */
  word(word: string, start: number, end: number): boolean;
  /** `/`, `&`, `+` or `?` in its place among the words. */
  symbol?(symbol: string): void;
  /** Something stands here that may divide a label into parts: `/ , ; : > | \`. */
  divider?(): void;
}

/** How {@link scanWords} cuts. */
export interface ScanOptions {
  /** Cut between letters and digits ("eczema1"); a label keeps its codes whole. */
  readonly digitsApart: boolean;
}

const apostrophe = 0x27;
const none = 0;
const lowerCase = 1;
const upperCase = 2;
const digit = 3;
/** A letter of a script that parts words with spaces. */
const otherLetter = 4;
/** A letter of a script that does not: each is a word of its own. */
const wordLetter = 5;
/** A voicing mark of kana: belongs to the letter before. */
const mark = 6;

/**
 * The one way in which text is cut into words. Anything but letters and digits of any script parts words,
 * and so does a capital after a small letter ("BasalCell"). An apostrophe inside a word joins ("d'Emblée");
 * a possessive s is no part of the word. Expects folded characters.
 */
export function scanWords(text: string, { digitsApart }: ScanOptions, visitor: WordVisitor): void {
  let word = '';
  let first = -1;
  let piece = -1;
  let before = none;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : none;
    const kind = code < 128 ? (asciiKinds[code] as number) : kindAt(text, at);
    // Most characters go on a word as the one before did.
    if (kind === before && code < 128 && piece >= 0) continue;
    const isInside = kind !== none && !(kind === mark && before === none);
    if (code === apostrophe && !endsPossessive(text, at)) {
      if (piece >= 0) word += text.slice(piece, at);
      piece = -1;
      // It stays between what it joins; one at the beginning of a word is a quotation mark.
      before = word === '' ? none : otherLetter;
      continue;
    }
    if (first >= 0 && (!isInside || parts(before, kind, digitsApart))) {
      if (piece >= 0) word += text.slice(piece, at);
      if (visitor.word(word, first, at)) return;
      word = '';
      first = -1;
      piece = -1;
    }
    before = isInside ? kind : none;
    if (isInside) {
      if (first < 0) first = at;
      if (piece < 0) piece = at;
      if (code >= 0xd800 && code <= 0xdbff) at++;
    } else if (code === apostrophe && isS(text.charCodeAt(at + 1))) at++;
    else if (code < 128) {
      const sign = signs[code] as number;
      if (sign & isSymbol) visitor.symbol?.(text.charAt(at));
      if (sign & isDivider) visitor.divider?.();
    }
  }
}

function kindAt(text: string, at: number): number {
  return otherKind(text.codePointAt(at) as number);
}

function parts(before: number, kind: number, digitsApart: boolean): boolean {
  if (before === none || kind === mark) return false;
  if (before === lowerCase && kind === upperCase) return true;
  if (before === wordLetter || before === mark || kind === wordLetter) return true;
  return digitsApart && (before === digit) !== (kind === digit);
}

const asciiKinds: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return lowerCase;
  if (code >= 65 && code <= 90) return upperCase;
  return code >= 48 && code <= 57 ? digit : none;
});

const isSymbol = 1;
const isDivider = 2;

const signs: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return ('/&+?'.includes(sign) ? isSymbol : 0) | ('/,;:>|\\'.includes(sign) ? isDivider : 0);
});

/** The kind of a character that may lie behind the end of the text, or be none of ASCII. */
function asciiKind(code: number): number {
  return asciiKinds[code] ?? none;
}

const letterOrDigit = /^[\p{L}\p{N}]$/u;
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]$/u;

/** Kinds of characters met before. */
const kinds = new Map<number, number>();

function otherKind(code: number): number {
  let kind = kinds.get(code);
  if (kind === undefined) {
    const character = String.fromCodePoint(code);
    if (code === 0x3099 || code === 0x309a) kind = mark;
    else if (!letterOrDigit.test(character)) kind = none;
    else kind = unspaced.test(character) ? wordLetter : otherLetter;
    if (kinds.size >= 20_000) kinds.clear();
    kinds.set(code, kind);
  }
  return kind;
}

function isS(code: number): boolean {
  return code === 0x73 || code === 0x53;
}

/** True if the apostrophe, with an s behind it or not, ends a word: "Bowen's", "Jones' ". */
function endsPossessive(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  const kind = isS(next) ? asciiKind(text.charCodeAt(at + 2)) : asciiKind(next);
  if (!isS(next)) return kind === none;
  // "Paget'sDisease" is two words, "O'SULLIVAN" one.
  return kind !== lowerCase && (kind !== upperCase || next === 0x73);
}
