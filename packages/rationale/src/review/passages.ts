import type { SourceSpan } from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import type { GroundedTrajectory } from '../trajectories/types.ts';

/** A cited place inside a passage's text. */
export interface PassageMark {
  readonly start: number;
  readonly end: number;
  /** Indexes of the steps that cite it. */
  readonly steps: readonly number[];
}

/** A paragraph of a book with the places that a trajectory cites from it. */
export interface Passage {
  readonly book: string;
  readonly page: number | null;
  readonly headingPath: readonly string[];
  readonly text: string;
  /** By start; they may overlap. */
  readonly marks: readonly PassageMark[];
}

/** Characters of a long paragraph shown around a citation. */
const context = 600;

/** The paragraphs that a trajectory cites, in the order of its steps, with every cited place marked. */
export function citedPassages(
  { steps }: Pick<GroundedTrajectory, 'steps'>,
  documents: ReadonlyMap<string, SourceDocument>,
): Passage[] {
  const passages = new Map<string, Omit<Passage, 'marks'> & { marks: Map<string, PassageMark> }>();
  for (const [step, { citations }] of steps.entries()) {
    for (const citation of citations) {
      const document = documents.get(citation.documentId);
      const range = surroundings(citation, document);
      const key = `${citation.documentId} ${range.start} ${range.end}`;
      const passage = passages.get(key) ?? {
        book: document?.title || document?.source || 'unknown book',
        page: citation.page,
        headingPath: citation.headingPath,
        text: document?.text.slice(range.start, range.end) ?? citation.quote,
        marks: new Map<string, PassageMark>(),
      };
      passages.set(key, passage);
      const start = citation.start - range.start;
      const end = citation.end - range.start;
      const known = passage.marks.get(`${start} ${end}`)?.steps ?? [];
      const steps = known.includes(step) ? known : [...known, step];
      passage.marks.set(`${start} ${end}`, { start, end, steps });
    }
  }
  return [...passages.values()].map(({ marks, ...passage }) => ({
    ...passage,
    marks: [...marks.values()].sort((a, b) => a.start - b.start),
  }));
}

/** The paragraph around a citation, cut down if it is very long; the citation itself without its book. */
function surroundings(
  { start, end }: SourceSpan,
  document: SourceDocument | undefined,
): { readonly start: number; readonly end: number } {
  const paragraph = document?.sections
    .filter((section) => section.start <= start && end <= section.end)
    .flatMap(({ paragraphs }) => paragraphs)
    .find((one) => one.start <= start && end <= one.end);
  if (!paragraph) return { start, end };
  return {
    start: Math.max(paragraph.start, start - context),
    end: Math.min(paragraph.end, end + context),
  };
}
