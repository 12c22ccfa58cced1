import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadOntology, PhraseIndex, splitWords } from '../src/index.ts';
import { words } from '../src/text/normalize.ts';
import { pluralsOf } from './plurals.ts';

const ontology = loadOntology();
const names = [
  ...new Map(
    [...ontology.nodes()].flatMap((node) =>
      [node.name, ...node.synonyms].map((name) => [name, node.id] as const),
    ),
  ),
];
const forms = (text: string): string[] => splitWords(text).map(({ form }) => form);

describe('splitWords', () => {
  it.each([
    ['Nævi, naevus; NEVI', 'nevus nevus nevus'],
    ['Œdema, oedema and edema', 'edema edema and edema'],
    ['vesiculæ and bullae', 'vesicula and bulla'],
    ['hæmangiomata', 'hemangioma'],
    [
      'dermatitides, dermatoses, pruriginous impetigines',
      'dermatitis dermatosis pruriginous impetigo',
    ],
    ['atrophies and diseases', 'atrophy and disease'],
    ['colour, grey, centres, tumours', 'color gray center tumor'],
    ["Bowen's disease, Paget’s", 'bowen disease paget'],
    ['eczema1 and CO2', 'eczema 1 and co 2'],
    ['cafe\u0301-au-lait', 'cafe au lait'],
    ['sebor\u00adrhea', 'seborrhea'],
    ['背部黑色素瘤', '背 部 黑 色 素 瘤'],
    ['メラノーマ', 'メ ラ ノ ー マ'],
    ['меланома кожи', 'meлahoma koжn'],
  ])('%s', (text, expected) => {
    expect(forms(text).join(' ')).toBe(expected);
  });

  it('says where each word stands, accents and ligatures included', () => {
    const text = '“Nævi” — cafe\u0301\u0301, \u{1d5fa}elanoma; \u200bBowen\u2019s.';
    expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Nævi',
      'cafe\u0301\u0301',
      '\u{1d5fa}elanoma',
      'Bowen',
    ]);
  });

  it('says which words may be one phrase', () => {
    const runsOn = (text: string): boolean | undefined => splitWords(text)[1]?.runsOn;
    for (const gap of [' ', '-', '\n', '\u2014', "'s ", '’ ', '/', '+ ']) {
      expect(runsOn(`lichen${gap}planus`), gap).toBe(true);
    }
    for (const gap of [', ', '. ', '; ', ' (', ': ', '?']) {
      expect(runsOn(`lichen${gap}planus`), gap).toBe(false);
    }
  });

  it('cuts the very words out of any text: each cut is that one word, and no letter is left over', () => {
    const piece = fc.oneof(
      fc.constantFrom(...names.map(([name]) => name)),
      fc.constantFrom(
        'æ',
        'Œ',
        'é',
        'e\u0301',
        '\u00ad',
        '\u200b',
        "'s",
        '’',
        'ß',
        '㎜',
        'ﬁ',
        '黒',
      ),
      // Without characters that stand for several words (㋿), whose places cannot be told apart.
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((any) => any.normalize('NFKC')),
      fc.string({ unit: 'binary', maxLength: 4 }).map((any) => any.normalize('NFKC')),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (value) => {
          let last = 0;
          for (const { start, end, form } of splitWords(value)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(forms(value.slice(start, end))).toEqual([form]);
            expect(splitWords(value.slice(last, start))).toEqual([]);
            last = end;
          }
          expect(splitWords(value.slice(last))).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('compares as labels are compared: one form for a word wherever it stands', () => {
    for (const [name] of names) {
      const label = words(name.replace(/[/&+]/g, ' ')).join('');
      const text = forms(name).filter((form) => form !== 'of' && form !== 'the');
      expect(text.join(''), name).toBe(label);
    }
  });
});

describe('PhraseIndex', () => {
  it('finds the plurals of all names in running text, in their places', () => {
    const plurals = names.flatMap(([name, id]) =>
      pluralsOf(name).map((plural) => ({ name, id, plural })),
    );
    expect(plurals.length).toBeGreaterThan(7000);
    const missed = plurals.filter(({ name, id, plural }) => {
      const index = new PhraseIndex<string>();
      index.add(name, id);
      const text = `Cf. “${plural}” — nævi, and others.`;
      const [found] = index.find(text);
      return found?.value !== id || text.slice(found.start, found.end) !== plural;
    });
    expect(
      missed.length / plurals.length,
      missed.map(({ plural }) => plural).join('; '),
    ).toBeLessThan(0.01);
  });

  it('finds what the resolver knows: a plural that resolves is found, and the other way round', () => {
    const disagreeing = names.flatMap(([name, id]) =>
      pluralsOf(name).filter((plural) => {
        const index = new PhraseIndex<string>();
        index.add(name, id);
        const resolved = ontology.resolve(plural);
        const sure =
          resolved.status === 'resolved' &&
          resolved.method === 'normalized' &&
          resolved.node.id === id;
        return sure && index.find(plural).length !== 1;
      }),
    );
    expect(disagreeing).toEqual([]);
  });

  it('takes the longest phrase, left to right, inside the range', () => {
    const index = new PhraseIndex<string>();
    for (const phrase of ['lichen planus', 'lichen', "Paget's disease of the nipple", ''])
      index.add(phrase, phrase);
    expect(index.get('LICHEN-PLANUS')).toBe('lichen planus');
    expect(index.get('')).toBeUndefined();
    const text = 'Lichen-planus and lichen; lichen, planus. Paget’s diseases of the nipple';
    const found = index.find(text).map(({ start, end, value }) => [text.slice(start, end), value]);
    expect(found).toEqual([
      ['Lichen-planus', 'lichen planus'],
      ['lichen', 'lichen'],
      ['lichen', 'lichen'],
      ['Paget’s diseases of the nipple', "Paget's disease of the nipple"],
    ]);
    expect(index.find(text, { start: 7, end: 24 })).toEqual([
      { start: 18, end: 24, value: 'lichen' },
    ]);
  });
});
