import { direct } from './direct.ts';
import { kept } from './kept.ts';
import { neighbor, stranger } from './partners.ts';
import { switched } from './switched.ts';
import type { TrajectoryTypeDefinition } from './trajectory-type.ts';

/** The types in the order in which they are built. */
export const trajectoryTypeNames = [
  'direct',
  'ddx_kept',
  'ddx_switched',
  'contrast_kept',
  'contrast_switched',
] as const;

/** One of {@link trajectoryTypeNames}. */
export type TrajectoryType = (typeof trajectoryTypeNames)[number];

/**
 * How a trajectory of each type reasons (Skin-R1, stage 0). `ddx_*` weighs a neighbor in the
 * differential-diagnosis graph, `contrast_*` a random other disease; the image is always that of the
 * diagnosis that the trajectory ends with. A type that is named above and defined here is planned, worded,
 * verified and counted.
 */
export const trajectoryTypes: Readonly<Record<TrajectoryType, TrajectoryTypeDefinition>> = {
  direct,
  ddx_kept: kept(neighbor),
  ddx_switched: switched(neighbor),
  contrast_kept: kept(stranger),
  contrast_switched: switched(stranger),
};

/** What is known of a type; `null` for a name that is none, as a file from elsewhere may have it. */
export function findTrajectoryType(name: string): TrajectoryTypeDefinition | null {
  return Object.hasOwn(trajectoryTypes, name) ? trajectoryTypes[name as TrajectoryType] : null;
}
