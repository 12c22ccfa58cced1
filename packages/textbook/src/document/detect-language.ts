import { functionWords, scriptLanguages, tellingLetters } from './function-words.ts';

/** Characters that are looked at, in pieces from all over a long text. */
const sampled = { pieces: 20, length: 4000 };

/** Least share of the words that the best language's small words have to make up, and its lead. */
const surety = { share: 0.1, lead: 1.3, hits: 3 };

/**
 * The language of a text as ISO 639-1 code: by script where one script is one language, by telling letters, or
 * by the share of its small words. `null` if it is too short or too mixed to be sure.
 */
export function detectLanguage(text: string): string | null {
  const sample = sampleOf(text);
  const letters = new Map<string, number>();
  let latin = 0;
  for (const letter of sample) {
    if (/[\p{Script=Latin}]/u.test(letter)) latin++;
    else if (letter > '\u02ff') {
      const language = scriptLanguages.find(([, script]) => script.test(letter))?.[0];
      if (language !== undefined) letters.set(language, (letters.get(language) ?? 0) + 1);
    }
  }
  const [script, count] = [...letters].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  // A character of Chinese says about as much as four letters.
  const weight = script === 'zh' || script === 'ja' ? count * 4 : count;
  return weight > latin ? languageOfScript(script, letters, sample) : languageOfWords(sample);
}

function sampleOf(text: string): string {
  const { pieces, length } = sampled;
  if (text.length <= pieces * length) return text;
  const step = Math.floor(text.length / pieces);
  return Array.from({ length: pieces }, (_, at) => text.slice(at * step, at * step + length)).join(
    ' ',
  );
}

function languageOfScript(
  script: string,
  letters: ReadonlyMap<string, number>,
  sample: string,
): string | null {
  const all = [...letters.values()].reduce((sum, count) => sum + count, 0);
  const count = letters.get(script) ?? 0;
  // Japanese mixes its own letters with Chinese ones.
  const japanese = letters.get('ja') ?? 0;
  if (script === 'zh' && japanese > count * 0.1) return 'ja';
  if (script !== 'ja' && count < all * 0.7) return null;
  const special = (tellingLetters[script] ?? []).find(([, pattern]) => {
    const found = [...sample].filter((letter) => pattern.test(letter)).length;
    return found > count * 0.01;
  });
  return special?.[0] ?? script;
}

function languageOfWords(sample: string): string | null {
  const counts = new Map<string, number>();
  let words = 0;
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu)) {
    words++;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const hits = Object.entries(functionWords)
    .map(([language, list]) => ({
      language,
      hits: list.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0),
    }))
    .sort((a, b) => b.hits - a.hits);
  const [best, second] = hits;
  if (!best || best.hits < surety.hits || best.hits < words * surety.share) return null;
  return best.hits >= (second?.hits ?? 0) * surety.lead ? best.language : null;
}
