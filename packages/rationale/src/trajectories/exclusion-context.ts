import type { Ontology } from '@skinr1/ontology';
import type { SupportedSign } from './card-signs.ts';
import type { Discriminator } from './discriminators.ts';
import type { PlannedDisease } from './planned-diseases.ts';
import type { TrajectoryRecord } from './types.ts';

/** What an exclusion is argued from. */
export interface ExclusionContext {
  readonly record: TrajectoryRecord;
  readonly final: PlannedDisease;
  readonly considered: PlannedDisease;
  /** Signs that the image shows and the final disease's card affirms. */
  readonly observed: readonly SupportedSign[];
  readonly discriminators: readonly Discriminator[];
  readonly ontology: Ontology;
  /** The most telling first. */
  readonly order: (a: SupportedSign, b: SupportedSign) => number;
  /** Most signs that one exclusion names. */
  readonly limit: number;
}
