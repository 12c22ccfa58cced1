import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { FigureCaptions } from '../store/figure-captions.ts';
import type { RationaleCorpus } from '../store/rationale-directory.ts';
import { type PlacedFigure, placeFigures } from '../trajectories/figure-records.ts';
import { foreseeFigure } from './foresee-figure.ts';
import type { Passage } from './passages.ts';

/** One line of the list of figures. */
export interface FigureSummary {
  readonly id: string;
  /** The disease of its section, or the heading above it. */
  readonly under: string;
  /** The book's caption. */
  readonly caption: string;
  /** Why the last build made no trajectory of it; `null` where it did. */
  readonly reason: string | null;
  /** `missing`: there is no image file, and no caption can help. */
  readonly state: 'open' | 'captioned' | 'missing';
}

/** A figure with all that a person needs to caption it. */
export interface FigureItem extends FigureSummary {
  readonly book: string;
  readonly number: string | null;
  readonly page: number | null;
  readonly headingPath: readonly string[];
  /** The paragraphs that speak of it or stand beside it; never taken for what it shows. */
  readonly passages: readonly Passage[];
  /** What a person said; `null` if nobody did. */
  readonly added: {
    readonly caption: string;
    readonly signs: readonly { readonly id: string; readonly name: string }[];
    /** Name of the diagnosis that the person gave, empty for that of the section. */
    readonly diagnosis: string;
  } | null;
  /** What the next build will make of the person's caption; `null` without one. */
  readonly foreseen: { readonly usable: boolean; readonly message: string } | null;
}

/** What a person says of a figure; no words and no signs take it back. */
export interface CaptionInput {
  readonly caption: string;
  /** Ids of morphology terms. */
  readonly signs: readonly string[];
  /** Name of the diagnosis in any wording that the ontology resolves; empty for that of the section. */
  readonly diagnosis: string;
}

/** The figures of a corpus that bear no trajectory, or that a person captioned. */
export interface FigureReview {
  list(): FigureSummary[];
  /** Throws NotFoundError for a figure that the list does not have. */
  item(id: string): Promise<FigureItem>;
  /**
   * Writes a caption to disk and returns the figure as it then stands. Throws InvalidInputError for a sign or a
   * diagnosis that the ontology does not know.
   */
  caption(id: string, input: CaptionInput): Promise<FigureItem>;
  imagePath(id: string): string | null;
  /** The signs that can be listed, by name. */
  readonly signs: readonly { readonly id: string; readonly name: string }[];
}

/** Options of {@link createFigureReview}. */
export interface FigureReviewOptions {
  readonly corpus: RationaleCorpus;
  readonly captions: FigureCaptions;
  readonly ontology: Ontology;
  /** Whether an image file is in color: no hue counts in one that is not. @defaultValue none is known to be */
  readonly isColored?: (path: string) => Promise<boolean>;
}

/** Opens the figures of a built corpus, for people to say what they show. */
export function createFigureReview(options: FigureReviewOptions): FigureReview {
  const { corpus, captions, ontology, isColored = async () => false } = options;
  const documents = new Map(corpus.documents.map((document) => [document.id, document]));
  const listed = figuresToCaption(options);
  const reasons = whyNone(corpus);
  const signs = ontology
    .morphology()
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const nameOf = (id: string): string => signs.find((sign) => sign.id === id)?.name ?? id;

  const find = (id: string): PlacedFigure => {
    const found = listed.get(id);
    if (found) return found;
    throw new NotFoundError(`no figure '${id.slice(0, 40)}' to caption in this corpus.`, {
      mend: 'Load the page again: the corpus may have been built anew.',
    });
  };
  const summary = ({ id, figure, card, headingPath }: PlacedFigure): FigureSummary => ({
    id,
    under: card?.name ?? headingPath.at(-1) ?? '',
    caption: figure.caption,
    reason: reasons.get(id) ?? null,
    state: figure.path === null ? 'missing' : captions.find(id) ? 'captioned' : 'open',
  });
  const item = async (id: string): Promise<FigureItem> => {
    const placed = find(id);
    const added = captions.find(id);
    const { path } = placed.figure;
    const colored = added !== undefined && path !== null && (await isColored(path));
    const diagnosisId = added?.diagnosisId ?? null;
    return {
      ...summary(placed),
      ...placeInBook(placed, documents),
      added: added
        ? {
            caption: added.caption,
            signs: added.signs.map((sign) => ({ id: sign, name: nameOf(sign) })),
            diagnosis:
              diagnosisId !== null && ontology.has(diagnosisId)
                ? ontology.get(diagnosisId).name
                : (diagnosisId ?? ''),
          }
        : null,
      foreseen: added ? foreseeFigure(placed, added, colored, corpus.cards, ontology) : null,
    };
  };
  return {
    signs,
    item,
    list: () => [...listed.values()].map(summary),
    imagePath: (id) => find(id).figure.path,
    caption: async (id, input) => {
      find(id);
      const unknown = input.signs.find((sign) => ontology.morphologyTerm(sign) === null);
      if (unknown !== undefined) {
        throw new InvalidInputError(`'${unknown.slice(0, 80)}' is no sign of the ontology.`, {
          mend: 'Choose signs from the list.',
        });
      }
      const diagnosisId = resolveDiagnosis(input.diagnosis, ontology);
      const { caption, signs: chosen } = input;
      captions.save({ figureId: id, caption: caption.trim(), signs: chosen, diagnosisId });
      return item(id);
    },
  };
}

/** Every figure that bears no trajectory, and those with a person's caption, which may be mended. */
function figuresToCaption({
  corpus,
  captions,
}: FigureReviewOptions): ReadonlyMap<string, PlacedFigure> {
  const used = new Set(corpus.trajectories.map(({ recordId }) => recordId));
  return new Map(
    placeFigures(corpus.cards, corpus.documents)
      .filter(({ id }) => !used.has(id) || captions.find(id) !== undefined)
      .map((placed) => [placed.id, placed]),
  );
}

/** Why figures bear no trajectory: dropped by the build, or all that was built of them rejected. */
function whyNone({ trajectories, rejected, dropped }: RationaleCorpus): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { trajectory, reasons: found } of rejected) {
    const messages = found.map(({ message }) => message).join('; ');
    reasons.set(trajectory.recordId, `its trajectories were rejected: ${messages}`);
  }
  for (const { recordId, cause, reason } of dropped) {
    reasons.set(recordId, reason === cause ? cause : `${cause}: ${reason}`);
  }
  for (const { recordId } of trajectories) reasons.delete(recordId);
  return reasons;
}

function placeInBook(
  { id, headingPath }: PlacedFigure,
  documents: ReadonlyMap<string, SourceDocument>,
): Pick<FigureItem, 'book' | 'number' | 'page' | 'headingPath' | 'passages'> {
  const [prefix = '', index = ''] = id.split('-figure-');
  const document = [...documents.values()].find((one) => one.id.startsWith(prefix));
  const figure = document?.figures[Number(index)];
  const book = document?.title || document?.source || 'unknown book';
  if (!document || !figure) return { book, number: null, page: null, headingPath, passages: [] };
  const { number, page, nearby } = figure;
  const path = figure.headingPath;
  return {
    book,
    number,
    page,
    headingPath: path,
    passages: nearby.map(({ start, end }) => ({
      book,
      page,
      headingPath: path,
      text: document.text.slice(start, end),
      marks: [],
    })),
  };
}

function resolveDiagnosis(name: string, ontology: Ontology): string | null {
  if (name.trim() === '') return null;
  const resolution = ontology.resolve(name);
  if (resolution.status === 'resolved') return resolution.node.id;
  throw new InvalidInputError(`the ontology knows no diagnosis '${name.trim().slice(0, 80)}'.`, {
    mend: 'Write another name of it, or leave it empty for the disease of the section.',
  });
}
