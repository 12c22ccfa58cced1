import { PhraseIndex } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { findSigns } from '../src/language/find-signs.ts';
import { createNameIndex } from '../src/language/name-index.ts';
import { splitSentences } from '../src/language/sentences.ts';
import { ontology } from './books.ts';

/** `-sign` absent, `sign?` possible, `sign??` rare. */
const mark = {
  typical: { before: '', after: '' },
  possible: { before: '', after: '?' },
  rare: { before: '', after: '??' },
  absent: { before: '-', after: '' },
} as const;
const signs = (sentence: string): string[] =>
  findSigns(sentence, { start: 0, end: sentence.length }, ontology).map(
    ({ termId, frequency }) => `${mark[frequency].before}${termId}${mark[frequency].after}`,
  );

describe('findSigns', () => {
  it.each([
    [
      'Plaques with silvery scale and a well-defined border.',
      'plaque silvery-scale well-defined-border',
    ],
    ['There is no scale.', '-scale'],
    ['Dome-shaped papules, never umbilicated.', 'dome-shape papules -central-umbilication'],
    ['Without crust, scale or ulceration.', '-crust -scale -ulceration'],
    ['Arborizing vessels rather than milia-like cysts.', 'arborizing-vessels -milia-like-cysts'],
    ['No scale, but crusts are seen.', '-scale crust'],
    ['Ulceration is absent.', '-ulceration'],
    ['It may ulcerate; papules are constant.', 'ulceration? papules'],
    ['It rarely ulcerates; in a few there are crusts.', 'ulceration?? crust??'],
    ['Not only scaly but also crusted.', 'scale crust'],
    ['Grey-brown patches', 'brown-color patch'],
    ['Common in white patients.', ''],
    ['Symmetrical on elbows and knees.', ''],
    ['A symmetrical lesion.', 'symmetry'],
    ['Reddish papules, vesiculæ and blebs', 'red-color papules bullae'],
    ['Scales, which are never thick, cover brown patches.', 'scale brown-color patch'],
  ])('%s', (sentence, expected) => {
    expect(
      signs(sentence)
        .filter((sign) => sign !== 'vesicles')
        .join(' '),
    ).toBe(expected);
  });
});

describe('PhraseIndex', () => {
  const index = new PhraseIndex<string>();
  for (const phrase of [
    'lichen planus',
    'lichen',
    'seborrhoea',
    'milia',
    'colour change',
    'nevus',
  ]) {
    index.add(phrase, phrase);
  }
  const find = (text: string): string[] => index.find(text).map(({ value }) => value);

  it('takes the longest match, does not cross punctuation, and knows spellings', () => {
    expect(find('Lichen-planus and lichen; lichen, planus')).toEqual([
      'lichen planus',
      'lichen',
      'lichen',
    ]);
    expect(find('Seborrhœa or seborrhea')).toEqual(['seborrhoea', 'seborrhoea']);
    expect(find('Color changes of nævi and naevus')).toEqual(['colour change', 'nevus', 'nevus']);
  });

  it('says exactly where', () => {
    const text = 'The Lichen  Planus.';
    const [match] = index.find(text);
    expect(text.slice(match?.start, match?.end)).toBe('Lichen  Planus');
  });
});

describe('splitSentences', () => {
  it('keeps abbreviations and decimals together', () => {
    const text = 'See Fig. 3 of Dr. Unna, e.g. here. It is 2.5 cm wide! (q. v.) Next one? Yes.';
    const found = splitSentences(text, { start: 0, end: text.length });
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
      'See Fig. 3 of Dr. Unna, e.g. here.',
      'It is 2.5 cm wide!',
      '(q. v.) Next one?',
      'Yes.',
    ]);
  });
});

describe('disease names', () => {
  it('links old names to the ontology and unknown ones to the book', () => {
    const index = createNameIndex(ontology, [{ name: 'Zebra fever', ontologyId: null }]);
    const found = index.find('Lichen ruber planus, rodent ulcer and zebra fever');
    expect(found.map(({ value }) => value.ontologyId ?? value.name)).toEqual([
      'lichen-planus',
      'basal-cell-carcinoma',
      'Zebra fever',
    ]);
  });
});
