import type { Ontology } from '@skinr1/ontology';
import type { Figure, SourceDocument } from '@skinr1/textbook';
import { isSameLine } from '../ddx/same-line.ts';
import { findNamedThings } from '../language/named-things.ts';
import { captionSigns } from './caption-signs.ts';
import type { CardFigure } from './card.ts';
import type { DiseaseSection } from './disease-sections.ts';
import { diseaseOfAdjective, figureKind } from './figure-kind.ts';

/**
 * The figures of a disease with the signs that each one's own caption says to be seen. Text beside a
 * figure speaks of the disease, not of the picture. What shows no patient carries no signs.
 */
export function cardFigures(
  document: SourceDocument,
  disease: DiseaseSection,
  indices: readonly number[],
  ontology: Ontology,
): CardFigure[] {
  const depicted = {
    ontologyId: disease.ontologyId,
    names: disease.names.map(({ name }) => name),
  };
  return indices.map((index) => {
    const figure = document.figures[index] as Figure;
    const { caption, captionRange, number, path } = figure;
    const kind = figureKind(caption);
    const signs =
      kind === 'clinical' ? captionSigns(document.text, captionRange, depicted, ontology) : [];
    const otherDisease = namesAnother(document, captionRange, disease.ontologyId, ontology);
    return { documentId: document.id, index, caption, number, path, kind, otherDisease, signs };
  });
}

/** The disease that a caption names where it names neither the section's nor one of its line. */
function namesAnother(
  document: SourceDocument,
  captionRange: { readonly start: number; readonly end: number },
  diseaseId: string | null,
  ontology: Ontology,
): string | null {
  if (diseaseId === null || !ontology.has(diseaseId)) return null;
  const named = findNamedThings(document.text, captionRange, ontology).diseases.flatMap(
    ({ value }) => value.ontologyId ?? [],
  );
  const { start, end } = captionRange;
  const adjective = diseaseOfAdjective(document.text.slice(start, end));
  if (adjective !== null) named.push(adjective);
  const isOwn = named.some((id) => isSameLine(ontology, id, diseaseId));
  return named.length === 0 || isOwn ? null : (named[0] as string);
}
