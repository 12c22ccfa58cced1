import type { SelfContradiction } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { Claim, StanceClaim } from '../claims/claim.ts';
import { deniedThoughShown } from '../claims/sign-contradictions.ts';

/** In which ways a text contradicts itself. */
export function findContradictions(
  claims: readonly Claim[],
  conclusion: string | null,
  ontology: Ontology,
): SelfContradiction[] {
  const found: SelfContradiction[] = [];
  if (deniedThoughShown(claims, ontology).length > 0) found.push('sign shown and denied');
  if (comparesWithItself(claims, conclusion)) found.push('disease compared with itself');
  if (disownsConclusion(claims, conclusion)) found.push('conclusion disowned');
  return found;
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
