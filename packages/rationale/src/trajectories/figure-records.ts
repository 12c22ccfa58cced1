import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { captionSigns } from '../cards/caption-signs.ts';
import type { CardFigure, DiseaseCard } from '../cards/card.ts';
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
  /** Node of the ontology that the person names; `null`: the disease of the figure's section. */
  readonly diagnosisId: string | null;
}

/** What figures are read with. */
export interface FigureReading {
  readonly ontology: Ontology;
  /** Captions that people added, which count before the book's. @defaultValue none */
  readonly captions?: readonly FigureCaption[];
  /** Whether an image file is in color; no hue is seen in one that is not. @defaultValue none is known to be */
  readonly isColored?: (path: string) => boolean;
}

/** A figure of a book with the card in whose section it stands; `null` outside the disease sections. */
export interface PlacedFigure {
  readonly id: string;
  readonly figure: Pick<CardFigure, 'path' | 'kind' | 'caption' | 'otherDisease' | 'signs'>;
  readonly card: Pick<DiseaseCard, 'ontologyId' | 'name'> | null;
  readonly headingPath: readonly string[];
}

/** Identifies a figure in a corpus. */
export function figureId({ documentId, index }: Pick<CardFigure, 'documentId' | 'index'>): string {
  return `${documentId.slice(0, 8)}-figure-${index}`;
}

/** All figures: those of the cards, then those of the documents that no card has. */
export function placeFigures(
  cards: readonly DiseaseCard[],
  documents: readonly SourceDocument[],
): PlacedFigure[] {
  const placed = new Map<string, PlacedFigure>();
  for (const card of cards) {
    for (const figure of card.figures) {
      const id = figureId(figure);
      placed.set(id, { id, figure, card, headingPath: [card.name] });
    }
  }
  for (const { id: documentId, figures } of documents) {
    for (const [index, { path, caption, headingPath }] of figures.entries()) {
      const id = figureId({ documentId, index });
      const figure = { path, caption, kind: 'clinical', otherDisease: null, signs: [] } as const;
      if (!placed.has(id)) placed.set(id, { id, figure, card: null, headingPath });
    }
  }
  return [...placed.values()];
}

/** The image files whose color decides what may be said: of clinical figures, and of those that people captioned. */
export function picturesToJudge(
  cards: readonly DiseaseCard[],
  documents: readonly SourceDocument[],
  captions: readonly FigureCaption[] = [],
): string[] {
  const added = new Set(captions.map(({ figureId: id }) => id));
  const paths = placeFigures(cards, documents).flatMap(({ id, card, figure }) =>
    added.has(id) || (card !== null && figure.kind === 'clinical') ? (figure.path ?? []) : [],
  );
  return [...new Set(paths)];
}

/** A figure as a record, by what a person says that it shows, else by its own caption; or why it is none. */
export function recordFromFigure(
  placed: PlacedFigure,
  reading: FigureReading,
): TrajectoryRecord | DroppedRecord {
  const added = reading.captions?.find((each) => each.figureId === placed.id);
  return added ? readAdded(placed, added, reading) : readPrinted(placed, reading);
}

function readPrinted(
  placed: PlacedFigure,
  reading: FigureReading,
): TrajectoryRecord | DroppedRecord {
  const { id, card, figure, headingPath } = placed;
  const { path, kind, otherDisease, signs } = figure;
  if (card === null) {
    const reason = `under “${headingPath.at(-1) ?? 'no heading'}”`;
    return drop(id, 'figure outside the disease sections', reason);
  }
  const { ontologyId, name } = card;
  if (path === null) return drop(id, 'figure without an image file');
  if (ontologyId === null) {
    return drop(id, 'figure of a disease that the ontology does not know', `a figure of “${name}”`);
  }
  if (kind !== 'clinical') return drop(id, 'figure that shows no skin of a patient', kind);
  if (otherDisease !== null) {
    return drop(id, 'figure whose caption names another disease', `of '${otherDisease}'`);
  }
  return recordOfSigns(
    { ...placed, path, diagnosisId: ontologyId, named: signs, caption: figure.caption },
    'figure',
    reading,
  );
}

function readAdded(
  placed: PlacedFigure,
  added: FigureCaption,
  reading: FigureReading,
): TrajectoryRecord | DroppedRecord {
  const { id, card, figure } = placed;
  const diagnosisId = added.diagnosisId ?? card?.ontologyId ?? null;
  if (figure.path === null) return drop(id, 'figure without an image file');
  if (diagnosisId === null) {
    return card === null
      ? drop(id, 'figure outside the disease sections', 'its reviewer names no diagnosis')
      : drop(
          id,
          'figure of a disease that the ontology does not know',
          `a figure of “${card.name}”`,
        );
  }
  const named = signsOf(added, card, reading.ontology);
  const { caption } = added;
  return recordOfSigns(
    { ...placed, path: figure.path, diagnosisId, named, caption },
    'reviewer',
    reading,
  );
}

function recordOfSigns(
  figure: Pick<PlacedFigure, 'id' | 'figure'> & {
    readonly path: string;
    readonly diagnosisId: string;
    readonly named: readonly string[];
    readonly caption: string;
  },
  basis: 'figure' | 'reviewer',
  { ontology, isColored = () => false }: FigureReading,
): TrajectoryRecord | DroppedRecord {
  const { id, path, diagnosisId, named, caption } = figure;
  const visible = isColored(path) ? named : withoutHues(named, ontology);
  if (visible.length === 0) {
    if (named.length > 0) {
      return drop(id, 'figure whose caption names only hues, of a picture without color');
    }
    const hasNone = basis === 'figure' && figure.figure.caption === '';
    return drop(id, 'figure whose caption names no sign', hasNone ? 'no caption' : 'no sign in it');
  }
  const shown = withImplied(visible, ontology);
  const absent = contradictedSigns(shown, ontology);
  const known = { shown, absent, complete: false, basis, measurement: null, caption } as const;
  return { id, image: { kind: 'file', path }, diagnosisId, ...known };
}

function drop(recordId: string, cause: DropCause, reason: string = cause): DroppedRecord {
  return { recordId, cause, reason };
}

/** Signs that a person lists, and those that the person's words affirm. */
function signsOf(
  { caption, signs }: FigureCaption,
  card: PlacedFigure['card'],
  ontology: Ontology,
): string[] {
  const range = { start: 0, end: caption.length };
  const depicted = {
    ontologyId: card?.ontologyId ?? null,
    names: card === null ? [] : [card.name],
  };
  const read = captionSigns(caption, range, depicted, ontology);
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
