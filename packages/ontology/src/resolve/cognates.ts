/*
 * Names of diseases are made of the same Greek and Latin parts everywhere, and each language spells them its own
 * way: actinomycosis, actinomicose, actinomicosi, Aktinomykose. Words are compared by what is left when these
 * ways are put aside. What such a word ends in tells a growth from an inflammation, so endings stay apart.
 */

/**
 * Ends of disease names as languages write them, and one sign for each kind. An Italian -i has become -us where
 * words are compared.
 */
const endings: readonly (readonly [RegExp, string])[] = [
  [/[iy]as(?:is|es?|i|us)$/, '1'],
  [/os(?:is|es?|en|i|us)$/, '2'],
  [/it(?:is|ides|es?|i|us)$/, '3'],
  [/om(?:a|as|e|es|en|i|ata)?$/, '4'],
  [/(?:ia|ias|ie|ies|ien|y)$/, '5'],
];

/** Spellings of one sound; Spanish and Portuguese put an e before an s with a consonant: espiradenoma. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/^es(?=[bcfklmnpqt])/, 's'],
  [/ph/g, 'f'],
  [/[cq]h|qu|kk|ck|cc|k|q/g, 'c'],
  [/[ao]e/g, 'e'],
  [/y/g, 'i'],
  [/z/g, 'c'],
  [/h/g, ''],
  [/(.)\1/g, '$1'],
];

const shortest = 7;
const longest = 30;

/** What words of one origin share in all languages; `null` for a word that does not end as names of diseases do. */
function skeletonOf(word: string): string | null {
  if (word.length < shortest || word.length > longest) return null;
  const ending = endings.find(([pattern]) => pattern.test(word));
  if (!ending) return null;
  const [pattern, sign] = ending;
  const stem = spellings.reduce(
    (text, [from, to]) => text.replace(from, to),
    word.replace(pattern, ''),
  );
  return stem + sign;
}

/** Finds the known word that a word of another language is, by its parts; `null` where there is none or several. */
export type FindCognate = (word: string) => string | null;

/** Indexes the words of the names. */
export function createCognates(vocabulary: Iterable<string>): FindCognate {
  const found = new Map<string, string | null>();
  for (const word of vocabulary) {
    // "Amyloidosus" says what something is like, and is no amyloidosis.
    const skeleton = word.endsWith('us') ? null : skeletonOf(word);
    if (skeleton !== null) found.set(skeleton, found.has(skeleton) ? null : word);
  }
  return (word) => {
    const skeleton = skeletonOf(word);
    return skeleton === null ? null : (found.get(skeleton) ?? null);
  };
}
