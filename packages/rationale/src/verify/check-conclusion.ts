import type { Ontology } from '@skinr1/ontology';
import type { MalignancyClaim } from '../claims/claim.ts';
import { malignancyWords } from '../trajectories/malignancy-words.ts';
import { pathNames } from '../trajectories/planned-diseases.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { wrongMalignancy } from './faults/wrong-malignancy.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

const codes = [
  'conclusion_inconsistent',
  'diagnosis_unknown',
  'diagnosis_wrong_record',
  'malignancy_wrong',
  'path_wrong',
] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/** Diagnosis, path and malignancy agree with the record and the ontology, in the fields and in the text. */
export const conclusion: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [wrongMalignancy],
};

function check(checks: Checks, { trajectory, readings, record, ontology }: RuleSubject): void {
  const { diagnosisId, path, malignancy, recordId } = trajectory;
  checks.expect(
    record.id === recordId && record.diagnosisId === diagnosisId,
    'diagnosis_wrong_record',
    () => `the record ${record.id} is of '${record.diagnosisId}', not '${diagnosisId}'`,
  );
  const known = checks.expect(
    ontology.has(diagnosisId),
    'diagnosis_unknown',
    () => `'${diagnosisId}' is not in the ontology`,
  );
  if (!known) return;
  const expected = pathNames(ontology, diagnosisId);
  checks.expect(
    path.length === expected.length && path.every((name, index) => name === expected[index]),
    'path_wrong',
    () => `the path is ${expected.join('; ')}, not ${path.join('; ')}`,
  );
  const right = ontology.malignancyClass(diagnosisId);
  checks.expect(
    right === malignancy,
    'malignancy_wrong',
    () => `'${diagnosisId}' is ${right ?? 'of varying malignancy'}, not ${malignancy}`,
  );
  const last = readings.at(-1);
  const name = ontology.get(diagnosisId).name;
  const concludes = last?.claims.some(
    (claim) => claim.kind === 'stance' && claim.named && claim.diseaseId === diagnosisId,
  );
  checks.expect(
    last?.step.kind === 'conclude' && concludes === true,
    'conclusion_inconsistent',
    () => `the last step does not conclude ${name}`,
  );
  checkStatedMalignancies(checks, trajectory, readings, ontology);
}

/**
 * No sentence calls anything what it is not: it may speak of the malignancy of the diagnosis, and where it is about
 * the one considered, of that one's. The last step states that of the diagnosis.
 */
function checkStatedMalignancies(
  checks: Checks,
  { diagnosisId, consideredId }: GroundedTrajectory,
  readings: readonly StepReading[],
  ontology: Ontology,
): void {
  const rightOf = (id: string | null): string | null =>
    id !== null && ontology.has(id) ? ontology.get(id).malignancy : null;
  const right = rightOf(diagnosisId);
  for (const reading of readings) {
    const { step, index, claims } = reading;
    const aboutOther = step.kind === 'consider' || step.kind === 'exclude';
    const classes = aboutOther ? [right, rightOf(consideredId)] : [right];
    for (const claim of claims) {
      if (claim.kind !== 'malignancy') continue;
      checks.expect(
        classes.some((each) => each !== null && agrees(claim, each)),
        'malignancy_wrong',
        () => `says ${claim.denied ? 'not ' : ''}${wordsOf(reading, claim)}; right is ${right}`,
        index,
        claim,
      );
    }
  }
  const stated = right === 'not_neoplastic' ? 'neoplastic' : right;
  const states = readings
    .at(-1)
    ?.claims.some(
      (claim) =>
        claim.kind === 'malignancy' &&
        claim.says === stated &&
        claim.denied === (right === 'not_neoplastic'),
    );
  checks.expect(
    states === true,
    'malignancy_wrong',
    () => `the last step does not say “${malignancyWords(diagnosisId, ontology)}”`,
  );
}

/** The three classes are of neoplasms, so that "not malignant" is true of most, "benign" of one only. */
function agrees({ says, denied }: MalignancyClaim, right: string): boolean {
  const isSo = says === 'neoplastic' ? right !== 'not_neoplastic' : says === right;
  return isSo !== denied;
}
