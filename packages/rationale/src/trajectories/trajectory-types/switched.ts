import type { PartnerRule } from './partners.ts';
import type { TrajectoryTypeDefinition } from './trajectory-type.ts';

/** The first thought is another disease; it is set aside, and the diagnosis fits better. */
export function switched(partner: PartnerRule): TrajectoryTypeDefinition {
  return {
    steps: ['observe', 'consider', 'exclude', 'match', 'conclude'],
    partner,
    needsShared: true,
    phrases: (book) => ({
      ...book,
      considerShared: book.firstShared,
      considerAlone: book.firstAlone,
      match: book.switched,
      matchWeak: book.switched,
    }),
  };
}
