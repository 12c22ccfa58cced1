import { type Ontology, splitWords } from '@skinr1/ontology';
import { findMentions } from '../claims/mentions.ts';
import { type DdxGraph, differentialCandidates } from '../ddx/build-ddx-graph.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import type { Checks } from './reasons.ts';
import { namedDiseases, type StepReading } from './step-reading.ts';

/**
 * The diseases named in the text are the diagnosis, its ancestors and the one considered, each where its
 * type of trajectory has it; the question does not give the answer away.
 */
export function checkDiseases(
  checks: Checks,
  trajectory: GroundedTrajectory,
  readings: readonly StepReading[],
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
  checkNames(checks, trajectory, readings, ontology);
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

function checkNames(
  checks: Checks,
  { diagnosisId, consideredId }: GroundedTrajectory,
  readings: readonly StepReading[],
  ontology: Ontology,
): void {
  for (const { step, index, claims } of readings) {
    const named = namedDiseases(claims);
    const aboutOther = step.kind === 'consider' || step.kind === 'exclude';
    for (const id of named) {
      checks.expect(
        isOf(diagnosisId, id, ontology) || (id !== null && id === consideredId),
        'disease_foreign',
        () => `names '${id}', which is neither the diagnosis nor the one considered`,
        index,
      );
      if (step.kind === 'observe') {
        checks.expect(false, 'label_leak', () => `the observation already names '${id}'`, index);
      }
    }
    checks.expect(
      !aboutOther || named.includes(consideredId),
      'differential_inconsistent',
      () => `the ${step.kind} step does not name '${consideredId}'`,
      index,
    );
    for (const claim of claims) {
      if (claim.kind !== 'kinship') continue;
      const { diseaseId, groupId } = claim;
      checks.expect(
        diseaseId !== null && diseaseId !== groupId && isOf(diseaseId, groupId, ontology),
        'path_wrong',
        () => `'${diseaseId}' is no form of '${groupId}'`,
        index,
        claim,
      );
    }
  }
}

/** True if a name is that of a disease or of one of its groups. */
function isOf(diseaseId: string, id: string | null, ontology: Ontology): boolean {
  return (
    id === diseaseId ||
    (id !== null &&
      ontology.has(diseaseId) &&
      ontology.has(id) &&
      ontology.isAncestor(id, diseaseId))
  );
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
  const found = findMentions(question, ontology, [diagnosisId]).diseases.find(
    ({ value }) =>
      value === diagnosisId || (value !== null && ontology.isAncestor(diagnosisId, value)),
  );
  const leaked = found?.value ?? ownName(question, diagnosisId, ontology);
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
