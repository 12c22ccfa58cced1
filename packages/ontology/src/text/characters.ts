/*
 * Characters that look the same but are not, or cannot be seen at all. A label that was typed with a
 * Cyrillic "а" or that carries a zero-width space means what it looks like.
 */

/** Letters of other scripts, and the Latin letter at the same place in {@link latinLetters} that each looks like. */
const foreignLetters =
  'аеорсухіјѕԁһӏкмтвнгиАВЕКМНОРСТУХІЈЅ' + 'αβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıłŁøØđĐæÆœŒ';
const latinLetters = 'aeopcyxijsdhlkmtbhrnABEKMHOPCTYXIJS' + 'abeikvoptuxABEZHIKMNOPTYXilLoOdDeEeE';

const lookalikes: ReadonlyMap<string, string> = new Map(
  Array.from(foreignLetters, (letter, i) => [letter, latinLetters.charAt(i)]),
);

/** Control, format (zero width, bidirectional marks, soft hyphen), combining and private characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Co}\p{Cs}]/gu;
const whiteControls = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/** True for text that needs no folding: printable ASCII. */
export function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126) return false;
  }
  return true;
}

/** Folds compatibility forms, accents, look-alike letters and unseen characters to plain text. */
export function foldCharacters(text: string): string {
  if (isPlainAscii(text)) return text;
  const spaced = text.replace(whiteControls, ' ').replace(/[\u2018\u2019\u02bc\u2032\uff07]/g, "'");
  const seen = spaced.normalize('NFKD').replace(unseen, '').replace(/ß/g, 'ss');
  let folded = '';
  for (const letter of seen) folded += lookalikes.get(letter) ?? letter;
  return folded;
}
