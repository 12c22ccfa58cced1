import type { Case, ImageSource } from '@skinr1/core';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import { readHtml, readMarkdown, type SourceDocument } from '@skinr1/textbook';
import { buildDdxGraph, type DdxGraph, type DiseaseCard, extractCards } from '../src/index.ts';

export const ontology: Ontology = loadOntology();

const encoder = new TextEncoder();
export const html = (text: string): SourceDocument => readHtml(encoder.encode(text));
export const markdown = (text: string): SourceDocument => readMarkdown(encoder.encode(text));

/** Three diseases in the form of the embedded textbook. */
export const smallBook = `# Skin book

## Melanoma

*Also called: malignant melanoma.*

### Morphology

A macule or plaque with asymmetry and an irregular border. Later ulceration may occur.

### Colour

Brown, black and blue lie side by side.

### Dermoscopy

Atypical pigment network, streaks and a blue-white veil. There are no milia-like cysts.

### Differential diagnosis

- **Seborrheic keratosis**: milia-like cysts rather than streaks.
- **Zebra fever**: stripes.

### Histology

Nests of atypical melanocytes ascend.

### Anecdotes

A painter once had it.

## Seborrheic keratosis

### Morphology

A plaque with a verrucous surface and a well-defined border, never umbilicated.

### Dermoscopy

Milia-like cysts and comedo-like openings.

## Psoriasis

### Definition

A chronic disease with plaques, silvery scale, erythema and a well-defined border.

### Distribution

Symmetrical on elbows and knees.

### Differential diagnosis

- **Melanoma**: one pigmented lesion rather than many scaly plaques.
`;

/** {@link smallBook} where two of the diseases look alike in more than one sign. */
export const likeBook: string = smallBook.replace(
  '## Psoriasis',
  '### Colour\n\nBrown with silvery scale.\n\n## Psoriasis',
);

export interface World {
  readonly document: SourceDocument;
  readonly cards: readonly DiseaseCard[];
  readonly graph: DdxGraph;
}

export function world(text: string = smallBook): World {
  const document = markdown(text);
  const { cards } = extractCards(document, { ontology });
  return { document, cards, graph: buildDdxGraph({ cards, ontology }) };
}

export const gray: ImageSource = {
  kind: 'pixels',
  width: 2,
  height: 2,
  data: new Uint8Array(12).fill(128),
};

export function caseOf(id: string, diagnosisId: string, signs: readonly string[] | null): Case {
  return {
    id,
    dataset: 'test',
    image: gray,
    label: diagnosisId,
    diagnosisId,
    path: ontology.path(diagnosisId),
    malignancy: ontology.malignancyClass(diagnosisId) ?? 'benign',
    lesionId: id,
    patientId: null,
    split: 'train',
    signs,
    metadata: {},
  };
}

/** The diseases of a book, `?name` where the ontology does not know one. */
export function diseases(document: SourceDocument): string[] {
  const { cards } = extractCards(document, { ontology, merge: false });
  return cards.map(({ ontologyId, name }) => ontologyId ?? `?${name}`);
}

/** The signs on the cards of a disease. */
export function signsOf(document: SourceDocument, id: string): string[] {
  return extractCards(document, { ontology })
    .cards.filter(({ ontologyId }) => ontologyId === id)
    .flatMap(({ signs }) => signs.map(({ termId }) => termId));
}
