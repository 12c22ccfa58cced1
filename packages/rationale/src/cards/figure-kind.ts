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
  if (/[x×]\s?\d{2,}/i.test(caption)) return 'microscopic view';
  const said = ` ${splitWords(caption)
    .map(({ start, end }) => caption.slice(start, end).toLowerCase())
    .join(' ')} `;
  for (const [kind, list] of Object.entries(words.kinds)) {
    const found = list.some((word) =>
      word.endsWith('*') ? said.includes(` ${word.slice(0, -1)}`) : said.includes(` ${word} `),
    );
    if (found) return kind as FigureKind;
  }
  return 'clinical';
}
