import { InvalidInputError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { readClaims } from '../claims/read-claims.ts';
import type { GroundedStep, GroundedTrajectory } from '../trajectories/types.ts';
import { isRelevant } from '../verify/check-citations.ts';
import type { CardEvidence } from '../verify/evidence.ts';
import { expectedDiseases } from '../verify/step-reading.ts';

/**
 * A trajectory in a person's words. What a step no longer says, it no longer claims, and citations that then
 * support nothing go with it; nothing new is claimed, so that a sign which the record does not show makes the
 * verifier refuse the edit.
 *
 * Throws InvalidInputError unless there is one text for each step.
 */
export function editTrajectory(
  trajectory: GroundedTrajectory,
  texts: readonly string[],
  evidence: CardEvidence,
  ontology: Ontology,
): GroundedTrajectory {
  if (texts.length !== trajectory.steps.length) {
    throw new InvalidInputError(
      `${texts.length} texts for the ${trajectory.steps.length} steps of ${trajectory.id}.`,
      { mend: 'Give one text for each step.' },
    );
  }
  const expected = expectedDiseases(trajectory, ontology);
  const observed = new Set<string>();
  const steps = trajectory.steps.map((step, index): GroundedStep => {
    const text = (texts[index] ?? '').replace(/\s+/g, ' ').trim();
    const said = new Set(
      readClaims(text, { ontology, expected }).flatMap((claim) =>
        'termId' in claim ? [claim.termId] : [],
      ),
    );
    if (step.kind === 'observe') for (const termId of said) observed.add(termId);
    const claims = step.claims.filter(
      ({ termId, kind }) => said.has(termId) || (kind === 'seen' && observed.has(termId)),
    );
    const kept = { kind: step.kind, claims };
    const citations = step.citations.filter((citation) =>
      isRelevant(citation, kept, trajectory, evidence),
    );
    return { ...step, text, claims, citations };
  });
  return { ...trajectory, steps, thinking: steps.map(({ text }) => text).join(' ') };
}
