import { splitWords } from '@skinr1/ontology';
import words from './figure-words.json' with { type: 'json' };

/** What a figure shows, by its caption: the skin of a patient, or one of the things that bear no sign. */
export type FigureKind = 'clinical' | 'several pictures' | keyof typeof words.kinds;

/** The kinds of {@link FigureKind}. */
export const figureKinds: readonly FigureKind[] = [
  'clinical',
  'several pictures',
  ...(Object.keys(words.kinds) as (keyof typeof words.kinds)[]),
];

/** What a caption says that its figure shows; `x 300` is a magnification. */
export function figureKind(caption: string): FigureKind {
  // What the caption of (a), (b) … says cannot be told apart by picture.
  if (/\(a\)/i.test(caption) && /\(b\)/i.test(caption)) return 'several pictures';
  // A plate of several: "Fig. 1.—… Fig. 2.—…".
  if (/\bfig(?:ure|s)?\.? ?1\b/i.test(caption) && /\bfig(?:ure|s)?\.? ?2\b/i.test(caption)) {
    return 'several pictures';
  }
  if (/[x×]\s?\d{2,}/i.test(caption)) return 'microscopic view';
  const found = Object.entries(words.kinds).find(([, list]) => says(caption, list));
  return found ? (found[0] as FigureKind) : 'clinical';
}

/** True for a sentence that speaks of a disease in general, not of a picture: "impetigo is characterized by …". */
export function isGeneralStatement(sentence: string): boolean {
  return says(sentence, words.general);
}

/** The disease that an adjective of a caption names: "syphilitic ulcers". */
export function diseaseOfAdjective(caption: string): string | null {
  const found = Object.entries(words.adjectives).find(([word]) => says(caption, [word]));
  return found ? found[1] : null;
}

function says(text: string, list: readonly string[]): boolean {
  const said = ` ${splitWords(text)
    .map(({ start, end }) => text.slice(start, end).toLowerCase())
    .join(' ')} `;
  return list.some((word) =>
    word.endsWith('*') ? said.includes(` ${word.slice(0, -1)}`) : said.includes(` ${word} `),
  );
}
