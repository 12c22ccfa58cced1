import type { Ontology } from '@skinr1/ontology';
import { withKin } from '../language/sign-kinship.ts';
import { isColor } from './arguments-by-absence.ts';
import type { TrajectoryRecord } from './types.ts';

/** What an image says of any sign, made ready once for all diseases that it is weighed against. */
export interface ImageSigns {
  /** True if the image shows the sign, or one that books use for it. */
  showsKin(termId: string): boolean;
  /** True if the image is known to show neither the sign nor its kin. */
  lacks(termId: string): boolean;
}

/** Reads the signs of a record. */
export function imageSigns(
  { shown, absent, complete }: Pick<TrajectoryRecord, 'shown' | 'absent' | 'complete'>,
  ontology: Ontology,
): ImageSigns {
  const kin = withKin(shown, ontology);
  const excluded = new Set(absent);
  return {
    showsKin: (termId) => kin.has(termId),
    // Color words overlap (erythema is red): one that is not listed is absent only if measured to be.
    lacks: (termId) =>
      !kin.has(termId) && (excluded.has(termId) || (complete && !isColor(termId, ontology))),
  };
}
