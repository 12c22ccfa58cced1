import type { Ontology } from '@skinr1/ontology';
import type { Figure, SourceDocument } from '@skinr1/textbook';
import { findNamedThings } from '../language/named-things.ts';
import type { DiseaseSection } from './disease-sections.ts';

/**
 * The figures of each disease section, as indices: those that stand in it, and plates that stand elsewhere, such as at
 * the end of the book, whose caption names this disease and no other.
 */
export function figuresOfSections(
  document: SourceDocument,
  sections: readonly DiseaseSection[],
  ontology: Ontology,
): ReadonlyMap<DiseaseSection, readonly number[]> {
  const ownersOf = bySection(sections);
  const placed = new Map(sections.map((section): [DiseaseSection, number[]] => [section, []]));
  for (const [index, figure] of document.figures.entries()) {
    const around = ownersOf.get(figure.section);
    const owners =
      around && !isCaptionedElsewhere(document, figure)
        ? around
        : sections.filter(named(document, figure, ontology)).slice(0, 1);
    for (const owner of owners) placed.get(owner)?.push(index);
  }
  return placed;
}

/** The diseases that each section of the document belongs to. */
function bySection(sections: readonly DiseaseSection[]): ReadonlyMap<number, DiseaseSection[]> {
  const found = new Map<number, DiseaseSection[]>();
  for (const section of sections) {
    for (const index of new Set(section.sectionIndices)) {
      const owners = found.get(index);
      if (owners) owners.push(section);
      else found.set(index, [section]);
    }
  }
  return found;
}

/** A caption from a list of plates: the place of the plate says nothing of what it shows. */
function isCaptionedElsewhere({ sections }: SourceDocument, figure: Figure): boolean {
  const section = sections[figure.section];
  const { start, end } = figure.captionRange;
  return end > start && section !== undefined && (start < section.start || start > section.end);
}

/** Tells the section of the one disease that a caption names; none where it names several. */
function named(
  { text }: SourceDocument,
  { captionRange }: Figure,
  ontology: Ontology,
): (section: DiseaseSection) => boolean {
  const ids = findNamedThings(text, captionRange, ontology).diseases.map(
    ({ value }) => value.ontologyId,
  );
  const [id] = ids;
  const isOne = id !== undefined && id !== null && ids.every((other) => other === id);
  return ({ ontologyId }) => isOne && ontologyId === id;
}
