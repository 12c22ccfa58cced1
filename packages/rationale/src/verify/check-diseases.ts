import type { StepKind } from '@skinr1/core';
import { type Ontology, splitWords } from '@skinr1/ontology';
import { findMentions } from '../claims/mentions.ts';
import type { DdxGraph } from '../ddx/build-ddx-graph.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { TextMemories } from '../text-memory.ts';
import { findTrajectoryType } from '../trajectories/trajectory-types/index.ts';
import type { PartnerRule } from '../trajectories/trajectory-types/partners.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { foreignDisease } from './faults/foreign-disease.ts';
import { leakedLabel } from './faults/leaked-label.ts';
import { swappedDifferential } from './faults/swapped-differential.ts';
import { wrongParent } from './faults/wrong-parent.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { namedDiseases, type StepReading } from './step-reading.ts';

const codes = [
  'differential_inconsistent',
  'disease_foreign',
  'label_leak',
  'path_wrong',
  'steps_inconsistent',
] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * The diseases named in the text are the diagnosis, its ancestors and the one considered, each where its
 * type of trajectory has it; the question does not give the answer away.
 */
export const diseases: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [foreignDisease, leakedLabel, swappedDifferential, wrongParent],
};

function check(
  checks: Checks,
  { trajectory, readings, prompt, ontology, graph }: RuleSubject,
): void {
  const { diagnosisId, type } = trajectory;
  if (!ontology.has(diagnosisId)) return;
  const definition = findTrajectoryType(type);
  if (definition === null) {
    checks.expect(false, 'steps_inconsistent', () => `there is no type of trajectory '${type}'`);
  } else {
    checkOrder(checks, trajectory, definition.steps);
    checkPartner(checks, trajectory, definition.partner, ontology, graph);
  }
  checkNames(checks, trajectory, readings, ontology);
  checkPrompt(checks, diagnosisId, prompt, ontology);
}

function checkOrder(
  checks: Checks,
  { type, steps }: GroundedTrajectory,
  kinds: readonly StepKind[],
): void {
  checks.expect(
    steps.length === kinds.length && steps.every(({ kind }, index) => kind === kinds[index]),
    'steps_inconsistent',
    () =>
      `a ${type} trajectory goes ${kinds.join(' ')}, not ${steps.map(({ kind }) => kind).join(' ')}`,
  );
}

function checkPartner(
  checks: Checks,
  { diagnosisId, consideredId, type }: GroundedTrajectory,
  rule: PartnerRule | null,
  ontology: Ontology,
  graph: DdxGraph | null,
): void {
  const paired =
    (rule !== null) === (consideredId !== null) &&
    (consideredId === null ||
      (ontology.has(consideredId) && !isSameLine(ontology, diagnosisId, consideredId)));
  checks.expect(
    paired,
    'differential_inconsistent',
    () => `a ${type} trajectory cannot set '${consideredId}' against '${diagnosisId}'`,
  );
  if (!paired || rule === null || consideredId === null || graph === null) return;
  const objection = rule.objection(diagnosisId, consideredId, { graph, ontology });
  checks.expect(objection === null, 'differential_inconsistent', () => objection ?? '');
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
    // What excludes a disease may go on about the one that was considered right before.
    const isMeant = named.includes(consideredId) || (step.kind === 'exclude' && named.length === 0);
    checks.expect(
      !aboutOther || isMeant,
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
  const leaked = answerNamed(prompt, diagnosisId, ontology);
  checks.expect(leaked === null, 'label_leak', () => `the question names '${leaked}'`);
}

/** What questions name of the diagnoses that they were asked for, by question and diagnosis. */
const answersNamed = new TextMemories<Ontology, Map<string, string | null>>();

/** How a question names a diagnosis or a form of it; `null` if it does not. Few questions are asked, of many records. */
function answerNamed(prompt: string, diagnosisId: string, ontology: Ontology): string | null {
  const ofPrompt = answersNamed.of(ontology, prompt, () => new Map<string, string | null>());
  const known = ofPrompt.get(diagnosisId);
  if (known !== undefined) return known;
  const found = findAnswer(prompt, diagnosisId, ontology);
  ofPrompt.set(diagnosisId, found);
  return found;
}

function findAnswer(prompt: string, diagnosisId: string, ontology: Ontology): string | null {
  const question = prompt
    .split('\n')
    .filter((line) => !/^\s*\(?[A-Z][).:]\s/.test(line))
    .join('\n');
  const { diseases } = findMentions(question, ontology, [diagnosisId]);
  const found = diseases.find(
    ({ value }) =>
      value === diagnosisId || (value !== null && ontology.isAncestor(diagnosisId, value)),
  );
  if (found) return found.value;
  const named = ownName(question, diagnosisId, ontology);
  return named ?? (question.includes(diagnosisId) ? diagnosisId : null);
}

/** A name of the diagnosis that stands in the question, ordinary words ("dermatitis") included. */
function ownName(question: string, diagnosisId: string, ontology: Ontology): string | null {
  const plain = (text: string): string =>
    ` ${splitWords(text)
      .map(({ form }) => form)
      .join(' ')} `;
  const words = plain(question);
  const { name, synonyms } = ontology.get(diagnosisId);
  return [name, ...synonyms].find((each) => words.includes(plain(each))) ?? null;
}
