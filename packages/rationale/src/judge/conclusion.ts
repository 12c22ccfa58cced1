import { type Agreement, type MalignancyClass, malignancyClasses } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { Claim, StanceClaim } from '../claims/claim.ts';
import { isSameLine } from '../ddx/same-line.ts';

/** The diseases that a text concludes on. */
export function concludedDiseases(claims: readonly Claim[]): readonly StanceClaim[] {
  return claims.filter(
    (claim): claim is StanceClaim => claim.kind === 'stance' && claim.stance === 'concluded',
  );
}

/** The one disease that a text concludes on, the finest where it names its class too; else `null`. */
export function conclusionOf(claims: readonly Claim[], ontology: Ontology): string | null {
  const named = concludedDiseases(claims).map(({ diseaseId }) => diseaseId);
  const ids = [...new Set(named)].filter((id) => id !== null);
  const finest = ids.reduce<string | null>(
    (best, id) => (best === null || ontology.depth(id) > ontology.depth(best) ? id : best),
    null,
  );
  if (finest === null || named.includes(null)) return null;
  return ids.every((id) => isSameLine(ontology, id, finest)) ? finest : null;
}

/** A conclusion against another disease, or against a malignancy class where a question asks for that. */
export function agreementWith(
  conclusion: string | null,
  other: string | null,
  ontology: Ontology,
): Agreement {
  if (conclusion === null || other === null) return 'unclear';
  if ((malignancyClasses as readonly string[]).includes(other)) {
    const concluded = ontology.malignancyClass(conclusion);
    return concluded === null ? 'unclear' : concluded === other ? 'agrees' : 'disagrees';
  }
  return isSameLine(ontology, conclusion, other) ? 'agrees' : 'disagrees';
}

/** The malignancy that a text states against the answer's; what is not neoplastic is answered as benign. */
export function malignancyAgreement(
  claims: readonly Claim[],
  answered: MalignancyClass | null,
): Agreement {
  const stated = claims.filter((claim) => claim.kind === 'malignancy');
  const last = stated.filter(({ says, denied }) => (says === 'neoplastic') === denied).at(-1);
  if (answered === null || !last) return 'unclear';
  const label = last.says === 'neoplastic' ? 'benign' : last.says;
  return label === answered ? 'agrees' : 'disagrees';
}
