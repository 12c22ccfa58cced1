import type { PartnerRule } from './partners.ts';
import type { TrajectoryTypeDefinition } from './trajectory-type.ts';

/** The first thought is the diagnosis; another disease is weighed, set aside, and the thought is kept. */
export function kept(partner: PartnerRule): TrajectoryTypeDefinition {
  return { steps: ['observe', 'match', 'consider', 'exclude', 'conclude'], partner };
}
