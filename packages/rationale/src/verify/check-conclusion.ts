import { type MalignancyClass, malignancyClasses, malignancyText } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { pathNames } from '../trajectories/build-trajectories.ts';
import { malignancyWords } from '../trajectories/malignancy-words.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { maskDiseases } from './disease-names.ts';
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
  checkEarlierSteps(checks, trajectory, ontology);
  const last = steps.at(-1);
  const name = ontology.get(diagnosisId).name;
  checks.expect(
    last?.kind === 'conclude' && last.text.toLowerCase().includes(name.toLowerCase()),
    'conclusion_inconsistent',
    () => `the last step does not conclude ${name}`,
  );
  const words = malignancyWords(diagnosisId, ontology);
  const named = [...Object.values(malignancyText), 'not neoplastic'].filter((each) =>
    saysClass(last?.text ?? '', each),
  );
  checks.expect(
    named.length === 1 && named[0] === words,
    'malignancy_wrong',
    () => `the last step says “${named.join(', ') || 'no malignancy'}”, right is ${words}`,
  );
}

/**
 * A sentence before the last calls nothing what it is not: it may speak of the malignancy of the diagnosis, and
 * where it is about the one considered, of that one's. Words inside names ("malignant melanoma") are names.
 */
function checkEarlierSteps(
  checks: Checks,
  { steps, diagnosisId, consideredId }: GroundedTrajectory,
  ontology: Ontology,
): void {
  const classOf = (id: string | null): MalignancyClass | null =>
    id !== null && ontology.has(id) ? ontology.malignancyClass(id) : null;
  steps.slice(0, -1).forEach(({ kind, text }, index) => {
    const aboutOther = kind === 'consider' || kind === 'exclude';
    const right = [classOf(diagnosisId), aboutOther ? classOf(consideredId) : null];
    const wrongIn = (words: string): MalignancyClass[] =>
      malignancyClasses.filter(
        (each) =>
          !right.includes(each) && new RegExp(`\\b${malignancyText[each]}\\b`, 'i').test(words),
      );
    // Looking for names takes far longer than looking for three words, which are rarely there.
    const wrong =
      wrongIn(text).length === 0
        ? []
        : wrongIn(maskDiseases(text, ontology, [diagnosisId, consideredId]));
    checks.expect(
      wrong.length === 0,
      'malignancy_wrong',
      () => `speaks of “${wrong.join(', ')}”, where neither disease is`,
      index,
    );
  });
}

/** The class stands at the end of the conclusion or between commas, not inside a disease's name. */
function saysClass(text: string, kind: string): boolean {
  return new RegExp(`(?:^|, )${kind}(?=[.,]|$)`, 'i').test(text);
}
