import type { Ontology } from '@skinr1/ontology';
import type { Figure, SourceDocument } from '@skinr1/textbook';
import { findSigns } from '../language/find-signs.ts';
import type { CardFigure, CardSign } from './card.ts';
import type { DiseaseSection } from './disease-sections.ts';

const notClinical =
  /\b(?:[x×]\s?\d{2,}|magnified|microscop\w*|mycelium|spores?|section|diagram\w*|schema\w*|normal|needles?|forceps|scarifier|curette|extractor|instrument|dorsal surface|ventral surface|\bova\b|capsule|histolog\w*|chart|map|graph|table)\b/i;

/**
 * The figures in a disease's section with the signs each may be said to show: those in its caption, and
 * those that the paragraphs beside it affirm as typical. Instruments, diagrams and microscopic
 * views show no patient and carry no signs.
 */
export function cardFigures(
  document: SourceDocument,
  disease: DiseaseSection,
  signs: readonly CardSign[],
  ontology: Ontology,
): CardFigure[] {
  const own = new Set(disease.sectionIndices);
  return document.figures.flatMap((figure, index) => {
    if (!own.has(figure.section)) return [];
    const clinical = !notClinical.test(figure.caption);
    return [
      {
        documentId: document.id,
        index,
        caption: figure.caption,
        number: figure.number,
        path: figure.path,
        clinical,
        signs: clinical ? figureSigns(document, figure, signs, ontology) : [],
      },
    ];
  });
}

function figureSigns(
  document: SourceDocument,
  figure: Figure,
  signs: readonly CardSign[],
  ontology: Ontology,
): string[] {
  const caption = findSigns(document.text, figure.captionRange, ontology)
    .filter(({ frequency }) => frequency !== 'absent')
    .map(({ termId }) => termId);
  const beside = signs
    .filter(
      ({ frequency, span }) =>
        frequency === 'typical' &&
        figure.nearby.some(({ start, end }) => span.start >= start && span.end <= end),
    )
    .map(({ termId }) => termId);
  return [...new Set([...caption, ...beside])];
}
