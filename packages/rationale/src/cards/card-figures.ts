import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { findSigns } from '../language/find-signs.ts';
import { findNamedThings } from '../language/named-things.ts';
import type { CardFigure } from './card.ts';
import type { DiseaseSection } from './disease-sections.ts';
import { figureKind } from './figure-kind.ts';

/**
 * The figures in a disease's section with the signs that each one's own caption says to be seen. Text beside a
 * figure speaks of the disease, not of the picture. What shows no patient carries no signs.
 */
export function cardFigures(
  document: SourceDocument,
  disease: DiseaseSection,
  ontology: Ontology,
): CardFigure[] {
  const own = new Set(disease.sectionIndices);
  return document.figures.flatMap((figure, index) => {
    if (!own.has(figure.section)) return [];
    const { caption, captionRange, number, path } = figure;
    const kind = figureKind(caption);
    const signs =
      kind === 'clinical'
        ? findSigns(document.text, captionRange, ontology)
            .filter(({ frequency }) => frequency === 'typical')
            .map(({ termId }) => termId)
        : [];
    const otherDisease = namesAnother(document, captionRange, disease.ontologyId, ontology);
    const shown = [...new Set(signs)];
    return [
      { documentId: document.id, index, caption, number, path, kind, otherDisease, signs: shown },
    ];
  });
}

/** The disease that a caption names where it names neither the section's nor one of its line. */
function namesAnother(
  document: SourceDocument,
  captionRange: { readonly start: number; readonly end: number },
  own: string | null,
  ontology: Ontology,
): string | null {
  if (own === null || !ontology.has(own)) return null;
  const named = findNamedThings(document.text, captionRange, ontology).diseases.flatMap(
    ({ value }) => value.ontologyId ?? [],
  );
  const isOwn = (id: string): boolean =>
    id === own || ontology.isAncestor(id, own) || ontology.isAncestor(own, id);
  return named.length === 0 || named.some(isOwn) ? null : (named[0] as string);
}
