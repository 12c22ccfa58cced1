import type { TrajectoryTypeDefinition } from './trajectory-type.ts';

/** From what is seen by the rule of the card to the diagnosis. */
export const direct: TrajectoryTypeDefinition = {
  steps: ['observe', 'match', 'conclude'],
  partner: null,
};
