import type { Ontology } from '@skinr1/ontology';
import { withKin } from '../language/sign-kinship.ts';
import { isColor } from './outlook.ts';
import type { TrajectoryRecord } from './types.ts';

type SignRecord = Pick<TrajectoryRecord, 'shown' | 'absent' | 'complete'>;

/** What an image says of any sign, made ready once for all diseases that it is weighed against. */
export class ImageSigns {
  private readonly kin: ReadonlySet<string>;
  private readonly absent: ReadonlySet<string>;
  private readonly complete: boolean;
  private readonly ontology: Ontology;
  /** True if all its signs are listed, and none that only a dermatoscope shows: it may be a plain photograph. */
  readonly isPlain: boolean;

  constructor({ shown, absent, complete }: SignRecord, ontology: Ontology) {
    this.kin = withKin(shown, ontology);
    this.absent = new Set(absent);
    this.complete = complete;
    this.ontology = ontology;
    this.isPlain = complete && !shown.some((id) => isDermoscopic(id, ontology));
  }

  /** True if the image shows the sign, or one that books use for it. */
  showsKin(termId: string): boolean {
    return this.kin.has(termId);
  }

  /** True if the image is known to show neither the sign nor its kin. */
  lacks(termId: string): boolean {
    if (this.kin.has(termId)) return false;
    // Color words overlap (erythema is red), and an edge is sharp or blurred whatever is listed: such a sign is absent
    // only if measured to be, or where its contrary is on view.
    const isOpen =
      isColor(termId, this.ontology) ||
      (this.ontology.morphologyTerm(termId)?.contradicts.length ?? 0) > 0;
    return this.absent.has(termId) || (this.complete && !isOpen);
  }
}

/** True for a sign that books know from the dermatoscope. */
function isDermoscopic(termId: string, ontology: Ontology): boolean {
  return ontology.morphologyTerm(termId)?.group === 'dermoscopic';
}
