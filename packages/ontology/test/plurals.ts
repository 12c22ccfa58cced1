/** Endings of nouns and the plurals that dermatology writes for them: Latin, Greek and English. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/oma$/, ['omata', 'omas']],
  [/([ey])ma$/, ['$1mata', '$1mas']],
  [/itis$/, ['itides']],
  [/igo$/, ['igines', 'igos']],
  [/([oayp]s)is$/, ['$1es']],
  [/us$/, ['i']],
  [/um$/, ['a']],
  [/([^o])a$/, ['$1ae', '$1as', '$1æ']],
  [/([^aeiou])y$/, ['$1ies']],
  [/(ss|x|ch|sh)$/, ['$1es']],
  [/([^aeiosu]|[^a]e)$/, ['$1s']],
];

/** In these the last word is not the one that becomes plural, or the name is a list. */
const otherHead = /,|\b(?:of|from|with|in|to|by|et|en|and|or)\b/;

/** Plurals of the last word of a name; none for words that have no plural of these kinds. */
export function pluralsOf(name: string): string[] {
  if (otherHead.test(name)) return [];
  const [, before, last] = /^(.*?)([a-z]{4,})$/.exec(name) ?? [];
  if (before === undefined || last === undefined) return [];
  const [pattern, plurals] = endings.find(([ending]) => ending.test(last)) ?? [];
  return (plurals ?? []).map((plural) => `${before}${last.replace(pattern as RegExp, plural)}`);
}
