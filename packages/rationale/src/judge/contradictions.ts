import type { SelfContradiction } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { Claim, StanceClaim } from '../claims/claim.ts';
import { withImplied } from '../language/sign-kinship.ts';

/** In which ways a text contradicts itself. */
export function findContradictions(
  claims: readonly Claim[],
  conclusion: string | null,
  ontology: Ontology,
): SelfContradiction[] {
  const found: SelfContradiction[] = [];
  if (deniesWhatItShows(claims, ontology)) found.push('sign shown and denied');
  if (comparesWithItself(claims, conclusion)) found.push('disease compared with itself');
  if (disownsConclusion(claims, conclusion)) found.push('conclusion disowned');
  return found;
}

/** A sign, or a wider one that it is a kind of, is called shown and lacked. */
function deniesWhatItShows(claims: readonly Claim[], ontology: Ontology): boolean {
  const signs = claims.filter((claim) => claim.kind === 'image sign');
  const termsOf = (polarity: 'shown' | 'lacked'): string[] =>
    signs.filter((claim) => claim.polarity === polarity).map(({ termId }) => termId);
  const shown = new Set(withImplied(termsOf('shown'), ontology));
  return termsOf('lacked').some((termId) => shown.has(termId));
}

function comparesWithItself(claims: readonly Claim[], conclusion: string | null): boolean {
  return claims.some(
    (claim) =>
      (claim.kind === 'comparison' && claim.likelierId === claim.thanId) ||
      (isStance(claim, 'considered') && claim.diseaseId === conclusion),
  );
}

function disownsConclusion(claims: readonly Claim[], conclusion: string | null): boolean {
  return claims.some(
    (claim) =>
      (isStance(claim, 'excluded') || isStance(claim, 'against')) && claim.diseaseId === conclusion,
  );
}

function isStance(claim: Claim, stance: StanceClaim['stance']): claim is StanceClaim {
  return claim.kind === 'stance' && claim.stance === stance;
}
