/*
 * Characters that look the same but are not, or cannot be seen at all. A text that was typed with a
 * Cyrillic "а" or that carries a zero-width space means what it looks like.
 */

/** Letters of other scripts, and the Latin letter at the same place in {@link latinLetters} that each looks like. */
const foreignLetters = 'аеорсухіјѕԁһӏкмтвнгиАВЕКМНОРСТУХІЈЅ' + 'αβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıłŁøØđĐ';
const latinLetters = 'aeopcyxijsdhlkmtbhrnABEKMHOPCTYXIJS' + 'abeikvoptuxABEZHIKMNOPTYXilLoOdD';

const lookalikes: ReadonlyMap<string, string> = new Map([
  ...Array.from(foreignLetters, (letter, i): [string, string] => [letter, latinLetters.charAt(i)]),
  ...Object.entries({ ß: 'ss', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE' }),
]);

/**
 * Control, format (zero width, bidirectional marks, soft hyphen), combining and private characters. The
 * voicing marks of kana are none of them: they make another letter.
 */
const unseen = /(?![\u3099\u309a])[\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Co}\p{Cs}]/gu;
const whiteControl = /^[\t\n\v\f\r\u0085\u2028\u2029]$/;
const apostrophe = /^[\u00b4\u2018\u2019\u02bc\u2032\uff07]$/;

/** True for text that needs no folding: printable ASCII. */
export function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126) return false;
  }
  return true;
}

/** Folded characters met before. */
const folded = new Map<string, string>();
const maximumFolded = 20_000;

/** What one character is read as: letters without accents, or nothing. */
function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  let plain = '';
  if (whiteControl.test(character)) plain = ' ';
  else if (apostrophe.test(character)) plain = "'";
  else {
    const seen = character.normalize('NFKD').replace(unseen, '');
    for (const letter of seen) plain += lookalikes.get(letter) ?? letter;
  }
  if (folded.size >= maximumFolded) folded.clear();
  folded.set(character, plain);
  return plain;
}

/** Folds compatibility forms, accents, look-alike letters and unseen characters to plain text. */
export function foldCharacters(text: string): string {
  if (isPlainAscii(text)) return text;
  let plain = '';
  for (const character of text) plain += foldCharacter(character);
  return plain;
}

/** Folded text that remembers where it comes from. */
export interface FoldedText {
  readonly text: string;
  /**
   * Where in the original each unit of `text` comes from, the accents that follow it included; `null` where
   * the text is the original.
   */
  readonly places: { readonly starts: readonly number[]; readonly ends: readonly number[] } | null;
}

/** {@link foldCharacters}, with the way back to the original. */
export function foldWithPlaces(original: string): FoldedText {
  if (isPlainAscii(original)) return { text: original, places: null };
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let at = 0;
  for (const character of original) {
    const plain = foldCharacter(character);
    const end = at + character.length;
    for (let unit = 0; unit < plain.length; unit++) {
      starts.push(at);
      ends.push(end);
    }
    if (plain === '' && ends.at(-1) === at && /^\p{M}$/u.test(character)) {
      ends[ends.length - 1] = end;
    }
    text += plain;
    at = end;
  }
  return { text, places: { starts, ends } };
}
