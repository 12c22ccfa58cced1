import type { StepKind } from '@skinr1/core';
import type { Phrasebook, TrajectoryStyle } from '../wording.ts';
import type { PartnerRule } from './partners.ts';

/** One way to reason from an image to its diagnosis: all that planning, wording and verifying know of it. */
export interface TrajectoryTypeDefinition {
  /** The steps in their order; the writer writes these, the verifier asks for them. */
  readonly steps: readonly StepKind[];
  /** Which disease is weighed beside the diagnosis; `null` where none is. */
  readonly partner: PartnerRule | null;
  /** True if the disease beside the diagnosis must share a sign on view: it is the first thought. @defaultValue false */
  readonly needsShared?: boolean;
  /** The sentences of this type, made of those of the style. @defaultValue those of the style */
  readonly phrases?: (book: Phrasebook, style: TrajectoryStyle) => Phrasebook;
}
