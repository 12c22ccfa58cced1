import type { Ontology } from '@skinr1/ontology';
import { withImplied } from '../language/sign-kinship.ts';
import type { Claim, ImageSignClaim } from './claim.ts';

/**
 * Denials of signs that the same claims show. A sign shown includes the wider ones, so that no silvery scale is
 * without scale; a denial of some only ("no blisters of the palms") denies no others.
 */
export function deniedThoughShown(
  claims: readonly Claim[],
  ontology: Ontology,
): readonly ImageSignClaim[] {
  const signs = claims.filter((claim) => claim.kind === 'image sign');
  const named = signs.filter(({ polarity }) => polarity === 'shown').map(({ termId }) => termId);
  const shown = new Set(withImplied(named, ontology));
  return signs.filter(
    ({ polarity, narrowed, termId }) => polarity === 'lacked' && !narrowed && shown.has(termId),
  );
}
