import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { hanVariants } from '../data/names/han-variants.ts';
import { foldCharacters, isPlainAscii } from '../text/characters.ts';
import { wordForm } from '../text/word-forms.ts';

/*
 * Words of labels in other languages than English. Number, gender and case are endings there, so words are
 * compared without them; articles and prepositions fall away. What is left need not be a word.
 */

const particles: ReadonlySet<string> = new Set(labelWords.particles);

/** A word of a label: how names of other languages are compared, and how English ones are. */
export interface ForeignWord {
  readonly stem: string;
  readonly form: string;
  /** True for an article or a preposition, which may be passed over. */
  readonly isParticle: boolean;
}

const elision = /(^|[^\p{L}])(?:d|l|all|dall|dell|nell|sull|un)['\u2019](?=\p{L})/giu;
const umlauts: readonly (readonly [RegExp, string])[] = [
  [/[\u00e4\u00c4]/g, 'ae'],
  [/[\u00f6\u00d6]/g, 'oe'],
  [/[\u00fc\u00dc]/g, 'ue'],
];

/**
 * A word, a character of a script that parts no words with spaces, or a sign that stands for a word. A voicing
 * mark of kana belongs to the character before.
 */
const token =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u30fc]\u3099?|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}])+|[/&+?]/gu;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;

/** True for text in a script of which English names have no letter. */
export function isEastAsian(text: string): boolean {
  return !isPlainAscii(text) && unspaced.test(text);
}

const plainToken = /[A-Za-z0-9]+|[/&+?]/g;

/** The pieces of a label that stand for words; "AcneVulgaris" holds two, "IgA" one. */
function tokensOf(label: string): readonly string[] {
  if (isPlainAscii(label) && !label.includes("'")) {
    return label.replace(/(?<=[a-z])(?=[A-Z][A-Za-z])/g, ' ').match(plainToken) ?? [];
  }
  const spaced = label
    .normalize('NFKC')
    .replace(elision, '$1')
    .replace(/(?<=\p{Ll})(?=\p{Lu}[\p{Lu}\p{Ll}])/gu, ' ');
  return spaced.match(token) ?? [];
}

/** Words by how they stood in labels met before. */
const wordsMet = new Map<string, ForeignWord>();

/** The word as it stands in a label, read. */
export function foreignWord(found: string): ForeignWord {
  let word = wordsMet.get(found);
  if (word === undefined) {
    word = readToken(found);
    if (wordsMet.size >= 20_000) wordsMet.clear();
    wordsMet.set(found, word);
  }
  return word;
}

function readToken(found: string): ForeignWord {
  if (found === '?') return { stem: 'query', form: 'query', isParticle: false };
  if (/^[/&+]$/.test(found)) return { stem: 'and', form: 'and', isParticle: false };
  const lower = unspaced.test(found) ? found : foldCharacters(found).toLowerCase();
  // Spanish "uña" is a nail, and no "una".
  const isParticle = particles.has(lower) && !/ñ/i.test(found);
  return { stem: stemOf(lower), form: wordForm(lower), isParticle };
}

/** The words of a label as {@link ForeignWord}s. */
export function foreignWords(label: string): ForeignWord[] {
  return tokensOf(label).map(foreignWord);
}

/** A name without its particles, as labels are compared with it; with umlauts also written out. */
export function nameKeys(name: string): readonly string[] {
  const plain = keyOf(name);
  if (!/[\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc]/.test(name)) return [plain];
  const spelled = keyOf(umlauts.reduce((text, [from, to]) => text.replace(from, to), name));
  return spelled === plain ? [plain] : [plain, spelled];
}

function keyOf(name: string): string {
  return keyOfWords(foreignWords(name));
}

/** What entries of a dictionary are found by: stems without particles. */
export function keyOfWords(found: readonly ForeignWord[]): string {
  let key = '';
  for (const { stem, isParticle } of found) {
    if (!isParticle) key = key === '' ? stem : `${key} ${stem}`;
  }
  return key;
}

/** A word without the endings of number, gender and case: "actinicas", "aktinischer" and "actinico" keep "actinic", "aktinisch". */
function stemOf(word: string): string {
  // Neither the -is of Latin words ("testis" is no "testa") nor a doubled s ("stress") is an ending.
  if (/(?:is|ss)$/.test(word)) return withOneSound(word.replace(/[ao]e(?!$)/g, 'e'));
  return (
    hanVariants.get(word) ??
    withOneSound(withoutEnding(withoutEnding(word.replace(/[ao]e(?!$)/g, 'e'))))
  );
}

const ending = /(?:[aeiou]{1,2}s?|e[nrm]|s)$/;

function withoutEnding(word: string): string {
  const found = ending.exec(word);
  return found && found.index >= 3 ? word.slice(0, found.index) : word;
}

/** One letter for one sound before different endings: "attinica" and "attiniche", "cicatriz" and "cicatrices". */
function withOneSound(stem: string): string {
  return stem.replace(/(?<=[cg])h$/, '').replace(/z$/, 'c');
}
