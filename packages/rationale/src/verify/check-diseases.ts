import { type Ontology, splitWords } from '@skinr1/ontology';
import { type DdxGraph, differentialCandidates } from '../ddx/build-ddx-graph.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { findDiseases } from './disease-names.ts';
import type { Checks } from './reasons.ts';

/**
 * The diseases named in the text are the diagnosis, its ancestors and the one considered, each where its
 * type of trajectory has it; the question does not give the answer away.
 */
export function checkDiseases(
  checks: Checks,
  trajectory: GroundedTrajectory,
  prompt: string,
  ontology: Ontology,
  graph: DdxGraph | undefined,
): void {
  const { diagnosisId, consideredId, type } = trajectory;
  if (!ontology.has(diagnosisId)) return;
  checkOrder(checks, trajectory);
  const expectsOther = type !== 'direct';
  const paired =
    expectsOther === (consideredId !== null) &&
    (consideredId === null || isOther(ontology, diagnosisId, consideredId));
  checks.expect(
    paired,
    'differential_inconsistent',
    () => `a ${type} trajectory cannot set '${consideredId}' against '${diagnosisId}'`,
  );
  if (consideredId !== null && paired && graph && type.startsWith('ddx_')) {
    checks.expect(
      differentialCandidates(graph, ontology, diagnosisId).includes(consideredId),
      'differential_inconsistent',
      () => `'${consideredId}' is no differential diagnosis of '${diagnosisId}'`,
    );
  }
  checkNames(checks, trajectory, ontology);
  checkPrompt(checks, diagnosisId, prompt, ontology);
}

function isOther(ontology: Ontology, diagnosisId: string, otherId: string): boolean {
  return (
    ontology.has(otherId) &&
    otherId !== diagnosisId &&
    !ontology.isAncestor(otherId, diagnosisId) &&
    !ontology.isAncestor(diagnosisId, otherId)
  );
}

const orders: Readonly<Record<string, string>> = {
  direct: 'observe match conclude',
  kept: 'observe match consider exclude conclude',
  switched: 'observe consider exclude match conclude',
};

function checkOrder(checks: Checks, { type, steps }: GroundedTrajectory): void {
  const expected = orders[type.split('_').at(-1) as string];
  const found = steps.map(({ kind }) => kind).join(' ');
  checks.expect(
    found === expected,
    'steps_inconsistent',
    () => `a ${type} trajectory goes ${expected}, not ${found}`,
  );
}

function checkNames(checks: Checks, trajectory: GroundedTrajectory, ontology: Ontology): void {
  const { diagnosisId, consideredId } = trajectory;
  trajectory.steps.forEach((step, index) => {
    const named = findDiseases(step.text, ontology, [diagnosisId, consideredId]).map(
      ({ value }) => value.ontologyId,
    );
    for (const id of named) {
      const ofDiagnosis =
        id === diagnosisId || (id !== null && ontology.isAncestor(id, diagnosisId));
      checks.expect(
        ofDiagnosis || (id !== null && id === consideredId),
        'disease_foreign',
        () => `names '${id}', which is neither the diagnosis nor the one considered`,
        index,
      );
      if (step.kind === 'observe') {
        checks.expect(false, 'label_leak', () => `the observation already names '${id}'`, index);
      }
    }
    const about = step.kind === 'consider' || step.kind === 'exclude' ? consideredId : null;
    if (about !== null) {
      checks.expect(
        named.includes(about),
        'differential_inconsistent',
        () => `the ${step.kind} step does not name '${about}'`,
        index,
      );
    }
    if (step.kind === 'match') {
      checks.expect(
        !named.includes(consideredId),
        'differential_inconsistent',
        () => `the match step names '${consideredId}'`,
        index,
      );
    }
  });
}

/** Lines that list an option ("B) psoriasis") may name the answer among others; the rest may not. */
function checkPrompt(
  checks: Checks,
  diagnosisId: string,
  prompt: string,
  ontology: Ontology,
): void {
  const question = prompt
    .split('\n')
    .filter((line) => !/^\s*\(?[A-Z][).:]\s/.test(line))
    .join('\n');
  const found = findDiseases(question, ontology, [diagnosisId]).find(
    ({ value: { ontologyId } }) => {
      if (ontologyId === null) return false;
      return ontologyId === diagnosisId || ontology.isAncestor(diagnosisId, ontologyId);
    },
  );
  const leaked = found?.value.name ?? ownName(question, diagnosisId, ontology);
  checks.expect(
    leaked === null && !question.includes(diagnosisId),
    'label_leak',
    () => `the question names '${leaked ?? diagnosisId}'`,
  );
}

/** A name of the diagnosis that stands in the question, ordinary words ("dermatitis") included. */
function ownName(question: string, diagnosisId: string, ontology: Ontology): string | null {
  const plain = (text: string): string =>
    ` ${splitWords(text)
      .map(({ form }) => form)
      .join(' ')} `;
  const words = plain(question);
  const { name, synonyms } = ontology.get(diagnosisId);
  return [name, ...synonyms].find((own) => words.includes(plain(own))) ?? null;
}
