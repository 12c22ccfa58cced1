import { malignancyText } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';

/**
 * What a note says of a diagnosis's malignancy. An infection or inflammation is "not neoplastic": "benign" is
 * said of neoplasms. The method's answers know three classes only and file it under benign; that is the
 * answer's label, not a clinician's word.
 */
export function malignancyWords(diagnosisId: string, ontology: Ontology): string {
  const { malignancy } = ontology.get(diagnosisId);
  if (malignancy === 'not_neoplastic') return 'not neoplastic';
  return malignancy === 'variable' ? 'of varying malignancy' : malignancyText[malignancy];
}
