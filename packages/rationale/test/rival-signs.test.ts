import { describe, expect, it } from 'vitest';
import { extractCards } from '../src/index.ts';
import { indexDiscriminators } from '../src/trajectories/discriminators.ts';
import { markdown, ontology } from './books.ts';

/** A section of one disease: the signs that its card takes, and the rivals with the signs told of each. */
function read(heading: string, text: string) {
  const { cards, unknownNames } = extractCards(markdown(`# ${heading}\n\n${text}`), { ontology });
  const [card] = cards;
  if (!card) throw new Error(`no card of ${heading}`);
  const rivals = Object.fromEntries(
    card.differentials.map(({ ontologyId, name, signs }) => [ontologyId ?? name, signs]),
  );
  return {
    signs: card.signs.map(({ termId }) => termId),
    rivals,
    unknown: unknownNames.map(({ name }) => name),
    discriminators: (other: string) =>
      indexDiscriminators(cards, ontology)(card.ontologyId ?? '', other).flatMap(({ owners }) => [
        ...owners,
      ]),
  };
}

/** Plain lines that tell of others: none of their signs is the section's own. */
const lines: readonly (readonly [string, string, Record<string, string[]>])[] = [
  [
    'a label with a colon, and sentences behind it',
    'Differential diagnosis: Acne shows comedones. Discoid lupus erythematosus has follicular plugging.',
    { acne: ['comedones'], 'discoid-lupus-erythematosus': ['follicular-plugging'] },
  ],
  ['a short label', 'DDx: scabies (burrows)', { scabies: ['burrows'] }],
  ['a short label without a colon', 'DD scabies (burrows)', { scabies: ['burrows'] }],
  [
    'a label in a list entry',
    '- DDx: acne (comedones), scabies (burrows)',
    { acne: ['comedones'], scabies: ['burrows'] },
  ],
  [
    'a label in a line of its own',
    '*Differential diagnosis*\n\nScabies has burrows.\n\nAcne has comedones.',
    { scabies: ['burrows'], acne: ['comedones'] },
  ],
  [
    'a label over a list',
    'DDx:\n\n- acne (comedones)\n- scabies',
    { acne: ['comedones'], scabies: [] },
  ],
  [
    'mimics, parted by a semicolon',
    'Mimics: scabies (burrows); acne (comedones)',
    { scabies: ['burrows'], acne: ['comedones'] },
  ],
  [
    'a label with a verb',
    'The differentials include scabies (burrows) and acne (comedones).',
    { scabies: ['burrows'], acne: ['comedones'] },
  ],
  [
    'a condition',
    'Consider scabies if there are burrows; consider acne if comedones.',
    { scabies: ['burrows'], acne: ['comedones'] },
  ],
  ['versus', 'Vs. acne: comedones and pustules', { acne: ['comedones', 'pustules'] }],
  ['an entry', 'Scabies: burrows.', {}],
  ['a subject', 'Acne has comedones.', {}],
  ['a place', 'In scabies there are burrows.', {}],
  ['what a sign points to', 'Burrows point to scabies.', { scabies: ['burrows'] }],
  ['an unknown rival', 'DDx: zebra fever (burrows)', { 'zebra fever': ['burrows'] }],
  ['a condition before the name', 'If burrows are seen, scabies is likelier.', {}],
  ['a question', 'Comedones? Think of acne.', { acne: [] }],
  ['a sentence that goes on', 'DDx: acne. Both itch with pustules.', { acne: [] }],
  ['names in brackets behind signs', 'Comedones (acne), burrows (scabies).', {}],
  ['a clause about the rival', 'Separate it from scabies, where burrows are found.', {}],
  ['a label of traps', 'Diagnostic traps: acne with comedones.', { acne: ['comedones'] }],
  ['a subject set off', 'Acne, on the contrary, shows comedones.', {}],
  [
    'people who have another',
    'A patient with acne will have comedones, one with scabies burrows.',
    {},
  ],
  ['a verb of any kind', 'Scabies differs by its burrows.', { scabies: ['burrows'] }],
  [
    'a clause that opens with a conjunction',
    'Whereas in acne comedones are seen, it has none.',
    {},
  ],
  ['a possessive', "Acne's comedones are lacking.", {}],
  ['signs of named diseases', 'The comedones of acne and the burrows of scabies are wanting.', {}],
  ['a verb left out', 'Burrows belong to scabies, comedones to acne.', {}],
  ['what a rival comes with', 'It is told from acne with its comedones.', {}],
  ['an order of thought', 'Rule out scabies when burrows are found.', { scabies: ['burrows'] }],
];

describe('signs of another disease in a plain line', () => {
  it.each(lines)('are not taken from %s', (_, line, rivals) => {
    const found = read('Psoriasis', `Silvery scale on red plaques.\n\n${line}`);
    expect(found.signs).toEqual(['silvery-scale', 'red-color', 'plaque']);
    expect(found.rivals).toEqual(rivals);
  });

  it('are each of the one disease that they stand with', () => {
    const { rivals, discriminators } = read(
      'Rosacea',
      'Red papules. It is distinguished from acne (comedones) and from discoid lupus erythematosus (follicular plugging).',
    );
    expect(rivals).toEqual({
      acne: ['comedones'],
      'discoid-lupus-erythematosus': ['follicular-plugging'],
    });
    expect(discriminators('acne')).toEqual([['comedones', 'acne']]);
  });

  it.each([
    [
      "the subject that is told from the section's disease",
      'Eczema',
      'How does scabies differ from eczema?',
      'Scabies differs from eczema in its site and the presence of burrows.',
      'scabies',
      [['burrows', 'scabies']],
    ],
    [
      'what the sentence before began with',
      'Eczema',
      'How does psoriasis differ from eczema?',
      'Psoriasis is of the knees. It has silvery scale.',
      'psoriasis',
      [['silvery-scale', 'psoriasis']],
    ],
    [
      'what the question asks about',
      'Psoriasis',
      'How does eczema differ from psoriasis?',
      'By the vesicles.',
      'eczema',
      [['vesicles', 'eczema']],
    ],
    [
      'the name that ends its clause',
      'Psoriasis',
      'How do these differ from psoriasis?',
      'The itch and the vesicles, in eczema; the comedones, in acne.',
      'eczema',
      [['vesicles', 'eczema']],
    ],
    [
      'no one, of a third disease',
      'Psoriasis',
      'How does eczema differ from psoriasis?',
      'Eczema is of the folds; acne is told by comedones.',
      'eczema',
      [],
    ],
  ])('of a question are of %s', (_, heading, question, answer, other, expected) => {
    const { discriminators } = read(heading, `Plaques.\n\n## ${question}\n\n${answer}`);
    expect(discriminators(other)).toEqual(expected);
  });

  it('leave the label no name of a disease', () => {
    const { unknown } = read(
      'Psoriasis',
      'Red scale.\n\nDifferential diagnosis: Acne shows comedones.',
    );
    expect(unknown).toEqual([]);
  });
});

describe('signs of the disease of the section', () => {
  it.each([
    ['beside another in the same sentence', 'Red plaques, while acne has comedones.'],
    ['set off against another', 'Unlike acne, it has plaques. They are red.'],
    ['of patients with another disease', 'In patients with acne, red plaques.'],
    ['after a label, under another one', 'DDx: acne (comedones). Clinical picture: red plaques.'],
    ['after a label, by name', 'DDx: acne (comedones). Psoriasis itself has red plaques.'],
    ['bidden by its own name', 'Suspect psoriasis where there are red plaques.'],
  ])('stay: %s', (_, text) => {
    const { signs } = read('Psoriasis', text);
    expect(signs).not.toContain('comedones');
    expect(signs).toEqual(expect.arrayContaining(['plaque', 'red-color']));
  });
});
