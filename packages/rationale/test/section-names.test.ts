import { describe, expect, it } from 'vitest';
import { extractCards } from '../src/index.ts';
import { diseases, markdown, ontology } from './books.ts';

describe('what is no disease', () => {
  it('is refused with the reason: organs, regions, microbes, drugs, tests, chapters', () => {
    const book = markdown(`# Notes on the skin

## The sweat glands of the skin

The skin is moist. Glands appear pale.

## The face

Papules of the face are often acne.

## Staphylococcus aureus

Staphylococcus aureus is a bacterium that causes yellow pustules and skin disease.

## Dapsone

Dapsone is a drug for the skin. It appears white.

## Wood lamp test

The test shows yellow scales.

## Vitiligo

White patches.`);
    const { cards, refused } = extractCards(book, { ontology });
    expect(cards.map(({ id }) => id)).toEqual(['vitiligo']);
    expect(refused.map(({ heading }) => heading)).toEqual([
      'Notes on the skin',
      'The sweat glands of the skin',
      'The face',
      'Staphylococcus aureus',
      'Dapsone',
      'Wood lamp test',
    ]);
    expect(refused.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('is a section in the chapter of another organ', () => {
    const book = markdown(`# Diseases of bone

## Sarcoma

Sarcoma forms a red nodule.

# The skin

## Keloid

A red raised scar.`);
    expect(diseases(book)).toEqual(['keloid']);
  });

  it('unless the book says that it is one: then it is listed as unknown', () => {
    const book = markdown(`# Handbook

## Zebra sore

Zebra sore is an eruption of the skin with black macules.

## Mud itch

### Symptoms

Red papules of the skin.

### Course

Slow.`);
    const { unknownNames } = extractCards(book, { ontology });
    expect(diseases(book)).toEqual(['?Zebra sore', '?Mud itch']);
    expect(unknownNames.map(({ name }) => name)).toEqual(['Zebra sore', 'Mud itch']);
  });
});

describe('the node of a section', () => {
  it('is that of the name beside the heading, where the text speaks of it more', () => {
    const book = markdown(
      '# Papillomata\n\nPapillomata (warts) come from a virus. Plane warts are flat, plantar warts press inwards.',
    );
    expect(diseases(book)).toEqual(['verruca']);
  });

  it('is the longer name that the first sentence means', () => {
    expect(
      diseases(markdown('# Erythema toxicum\n\nIt is seen in newborns as red macules.')),
    ).toEqual(['erythema-toxicum-neonatorum']);
    expect(
      diseases(markdown('# Erythema toxicum\n\nDrugs bring out a red rash on the trunk.')),
    ).toEqual(['toxic-erythema']);
    expect(diseases(markdown('# Impetigo\n\nPustules of pregnant women.'))).toEqual(['impetigo']);
  });
});

describe('a name that several diseases share', () => {
  const lupus = (text: string): string[] =>
    diseases(markdown(`# Lupus\n\n${text}\n\n# Vitiligo\n\nWhite patches.`));

  it('is the one that the book speaks of', () => {
    expect(lupus('Lupus vulgaris, the common form, shows brown nodules.')[0]).toBe(
      'lupus-vulgaris',
    );
    expect(lupus('In systemic lupus there is a red rash of the cheeks.')[0]).toBe(
      'lupus-erythematosus',
    );
  });

  it('has no node where the book does not tell, or tells of both', () => {
    expect(lupus('Lupus is a disease of the skin with red patches.')[0]).toBe('?Lupus');
    expect(
      lupus('Lupus vulgaris of the skin has nodules; lupus erythematosus, red patches.')[0],
    ).toBe('?Lupus');
  });

  it('is meant so where another disease is set against it', () => {
    const book = markdown(
      '# Scabies\n\nBurrows.\n\n## Diagnosis\n\nIt is distinguished from lupus by the burrows. Tuberculous lupus is slow.',
    );
    const [card] = extractCards(book, { ontology }).cards;
    expect(card?.differentials.map(({ ontologyId }) => ontologyId)).toEqual(['lupus-vulgaris']);
  });
});
