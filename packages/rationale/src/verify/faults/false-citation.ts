import type { Random, SourceSpan } from '@skinr1/core';
import type { GroundedTrajectory } from '../../trajectories/types.ts';
import { asAnswer, changeSteps, type Fault, type FaultContext, type SpoilingWay } from './fault.ts';

/** Characters of a passage that is quoted at random. */
const passageLength = 50;

/** Cites what the book does not say, or says elsewhere about something else. */
export const falseCitation: Fault = {
  name: 'false citation',
  ways: [
    way('words added to the quotation', (span) => ({
      ...span,
      quote: `${span.quote} Always fatal.`,
    })),
    way('offsets moved by three characters', (span) => ({
      ...span,
      start: span.start + 3,
      end: span.end + 3,
    })),
    way('a true quotation of a passage anywhere in the books', randomPassage),
    way('a true quotation that speaks of another disease', borrowedPassage),
  ],
};

type Forge = (
  span: SourceSpan,
  random: Random,
  context: FaultContext,
  trajectory: GroundedTrajectory,
) => SourceSpan | null;

/** A way that forges one citation, drawn from all. */
function way(how: string, forge: Forge): SpoilingWay {
  return {
    how,
    spoil: (trajectory, random, context) => {
      const places = trajectory.steps.flatMap(({ citations }, step) =>
        citations.map((span, citation) => ({ step, citation, span })),
      );
      if (places.length === 0) return null;
      const place = random.pick(places);
      const forged = forge(place.span, random, context, trajectory);
      if (forged === null) return null;
      return asAnswer(
        changeSteps(trajectory, (step, index) =>
          index === place.step
            ? { ...step, citations: step.citations.with(place.citation, forged) }
            : step,
        ),
      );
    },
  };
}

function randomPassage(
  span: SourceSpan,
  random: Random,
  { documents }: FaultContext,
  trajectory: GroundedTrajectory,
): SourceSpan | null {
  const { id, text } = random.pick(documents);
  if (text.length <= passageLength) return null;
  const start = random.integer(text.length - passageLength);
  const end = start + passageLength;
  const forged = { ...span, documentId: id, start, end, quote: text.slice(start, end) };
  return overlapsCited(trajectory, forged) ? null : forged;
}

function borrowedPassage(
  _span: SourceSpan,
  random: Random,
  { trajectories }: FaultContext,
  trajectory: GroundedTrajectory,
): SourceSpan | null {
  const weighedIds = [trajectory.diagnosisId, trajectory.consideredId];
  const foreign = trajectories.filter(
    ({ diagnosisId, consideredId }) =>
      !weighedIds.includes(diagnosisId) && !weighedIds.includes(consideredId),
  );
  if (foreign.length === 0) return null;
  const spans = random.pick(foreign).steps.flatMap(({ citations }) => citations);
  const unrelated = spans.filter((span) => !overlapsCited(trajectory, span));
  return unrelated.length === 0 ? null : random.pick(unrelated);
}

function overlapsCited({ steps }: GroundedTrajectory, span: SourceSpan): boolean {
  return steps.some(({ citations }) =>
    citations.some(
      ({ documentId, start, end }) =>
        documentId === span.documentId && start < span.end && span.start < end,
    ),
  );
}
