import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { CardFigure, DiseaseCard } from '../cards/card.ts';
import { findSigns } from '../language/find-signs.ts';
import { contradictedSigns, impliedSigns, withImplied } from '../language/sign-kinship.ts';
import type { DropCause, DroppedRecord } from './dropped.ts';
import type { TrajectoryRecord } from './types.ts';

/** What a person says that a figure shows: a source of its own kind beside the book. */
export interface FigureCaption {
  /** {@link figureId} of the figure. */
  readonly figureId: string;
  /** In the person's words; its signs are read as a book's caption is. */
  readonly caption: string;
  /** Ids of morphology terms that the person lists besides. */
  readonly signs: readonly string[];
}

/** What figures are read with. */
export interface FigureReading {
  readonly ontology: Ontology;
  /** Captions that people added, which count before the book's. @defaultValue none */
  readonly captions?: readonly FigureCaption[];
  /** Whether an image file is in color; no hue is seen in one that is not. @defaultValue none is known to be */
  readonly isColored?: (path: string) => boolean;
}

/** Identifies a figure in a corpus. */
export function figureId({ documentId, index }: Pick<CardFigure, 'documentId' | 'index'>): string {
  return `${documentId.slice(0, 8)}-figure-${index}`;
}

/** A card's figure as a record, or why it bears none. */
export function recordFromFigure(
  figure: CardFigure,
  { ontologyId, name }: DiseaseCard,
  { ontology, captions = [], isColored = () => false }: FigureReading,
): TrajectoryRecord | DroppedRecord {
  const id = figureId(figure);
  const { path, kind, caption, otherDisease } = figure;
  const drop = (cause: DropCause, reason: string = cause): DroppedRecord => ({
    recordId: id,
    cause,
    reason,
  });
  if (path === null) return drop('figure without an image file');
  if (ontologyId === null) {
    return drop('figure of a disease that the ontology does not know', `a figure of “${name}”`);
  }
  const added = captions.find((each) => each.figureId === id);
  const named = added ? signsOf(added, ontology) : figure.signs;
  if (!added && kind !== 'clinical') return drop('figure that shows no skin of a patient', kind);
  if (!added && otherDisease !== null) {
    return drop('figure whose caption names another disease', `of '${otherDisease}'`);
  }
  const visible = isColored(path) ? named : withoutHues(named, ontology);
  if (visible.length === 0) {
    return named.length > 0
      ? drop('figure whose caption names only hues, of a picture without color')
      : drop('figure whose caption names no sign', caption === '' ? 'no caption' : 'no sign in it');
  }
  const shown = withImplied(visible, ontology);
  const absent = contradictedSigns(shown, ontology);
  const basis = added ? 'reviewer' : 'figure';
  const known = { shown, absent, complete: false, basis, measurement: null } as const;
  return { id, image: { kind: 'file', path }, diagnosisId: ontologyId, ...known };
}

/** The figures of books that no card has, so that none is left out unsaid. */
export function figuresOutsideCards(
  documents: readonly SourceDocument[],
  cards: readonly DiseaseCard[],
): DroppedRecord[] {
  const own = new Set(cards.flatMap(({ figures }) => figures.map(figureId)));
  return documents.flatMap(({ id: documentId, figures }) =>
    figures.flatMap(({ headingPath }, index): DroppedRecord[] => {
      const recordId = figureId({ documentId, index });
      const reason = `under “${headingPath.at(-1) ?? 'no heading'}”`;
      return own.has(recordId)
        ? []
        : [{ recordId, cause: 'figure outside the disease sections', reason }];
    }),
  );
}

function signsOf({ caption, signs }: FigureCaption, ontology: Ontology): string[] {
  const read = findSigns(caption, { start: 0, end: caption.length }, ontology)
    .filter(({ frequency }) => frequency === 'typical')
    .map(({ termId }) => termId);
  return [...new Set([...signs.filter((id) => ontology.morphologyTerm(id) !== null), ...read])];
}

/** Signs that a picture without color can show: a sign told by its hue leaves the wider one that it includes. */
function withoutHues(signs: readonly string[], ontology: Ontology): string[] {
  const visible = signs.flatMap((id) =>
    hues.has(id) ? impliedSigns(id, ontology).filter((wider) => !hues.has(wider)) : [id],
  );
  return [...new Set(visible)];
}

/** Signs that are told by their hue. */
const hues: ReadonlySet<string> = new Set([
  'erythema',
  'red-color',
  'violaceous-color',
  'brown-color',
  'blue-color',
  'yellow-color',
  'multiple-colors',
  'honey-colored-crust',
  'blue-white-veil',
  'structureless-blue',
  'red-lacunae',
  'strawberry-pattern',
]);
