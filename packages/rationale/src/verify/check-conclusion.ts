import { malignancyClasses, malignancyText } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { pathNames } from '../trajectories/build-trajectories.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import type { Checks } from './reasons.ts';

/** Diagnosis, path and malignancy agree with the record and the ontology, in the fields and in the text. */
export function checkConclusion(
  checks: Checks,
  trajectory: GroundedTrajectory,
  record: TrajectoryRecord,
  ontology: Ontology,
): void {
  const { diagnosisId, path, malignancy, steps, recordId } = trajectory;
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
  const last = steps.at(-1);
  const name = ontology.get(diagnosisId).name;
  checks.expect(
    last?.kind === 'conclude' && last.text.toLowerCase().includes(name.toLowerCase()),
    'conclusion_inconsistent',
    () => `the last step does not conclude ${name}`,
  );
  const named = malignancyClasses.filter((kind) =>
    saysClass(last?.text ?? '', malignancyText[kind]),
  );
  checks.expect(
    named.length === 1 && named[0] === right,
    'malignancy_wrong',
    () => `the last step says “${named.join(', ') || 'no malignancy'}”, right is ${right}`,
  );
}

/** The class stands at the end of the conclusion or between commas, not inside a disease's name. */
function saysClass(text: string, kind: string): boolean {
  return new RegExp(`(?:^|, )${kind}(?=[.,]|$)`, 'i').test(text);
}
