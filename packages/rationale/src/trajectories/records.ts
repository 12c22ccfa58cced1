import type { Case } from '@skinr1/core';
import { type LesionMeasurement, measurableSigns, measureLesion } from '@skinr1/datasets';
import type { Ontology } from '@skinr1/ontology';
import { contradictedSigns, withImplied } from '../language/sign-kinship.ts';
import type { DroppedRecord } from './dropped.ts';
import type { TrajectoryRecord } from './types.ts';

/** Measures a case whose signs nobody annotated; `null` if it cannot be measured. */
export type MeasureCase = (item: Case) => LesionMeasurement | null;

/** Measures pixels that are in memory; a file is left to the caller, who can decode it. */
export const measurePixels: MeasureCase = ({ image }) =>
  image.kind === 'pixels' ? measureLesion(image) : null;

/** A case as a record: its annotated signs, else what can be measured in its image. */
export function recordFromCase(
  item: Case,
  ontology: Ontology,
  measure: MeasureCase = measurePixels,
): TrajectoryRecord | DroppedRecord {
  const { id, image, diagnosisId } = item;
  if (item.signs !== null) {
    const shown = withImplied(item.signs, ontology);
    const absent = contradictedSigns(shown, ontology);
    const known = { shown, absent, complete: true, basis: 'annotated' } as const;
    return { id, image, diagnosisId, ...known, measurement: null, caption: null };
  }
  const measurement = measure(item);
  if (measurement === null) {
    const reason = 'its signs are not annotated and its image was not measured';
    return { recordId: id, cause: 'signs not annotated, image not measured', reason };
  }
  const decided = measurableSigns(measurement);
  const shown = withImplied(decided.shown, ontology);
  const absent = [...new Set([...decided.absent, ...contradictedSigns(shown, ontology)])].filter(
    (termId) => !shown.includes(termId),
  );
  const known = { shown, absent, complete: false, basis: 'measured' } as const;
  return { id, image, diagnosisId, ...known, measurement, caption: null };
}

/**
 * True if it is known that an image does not show a sign: all its signs are listed and this one is not, or
 * it was measured, or what is shown excludes it.
 */
export function isKnownAbsent(
  termId: string,
  { shown, absent, complete }: Pick<TrajectoryRecord, 'shown' | 'absent' | 'complete'>,
): boolean {
  return !shown.includes(termId) && (complete || absent.includes(termId));
}
