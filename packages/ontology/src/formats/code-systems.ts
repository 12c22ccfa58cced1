import type { ConditionCode } from '../data/format.ts';

/** Namespace of our own terms. A name, not an address: there is nothing to fetch. */
export const skinr1Namespace = 'urn:skinr1:ontology:';

/** The address that identifies each code system, as HL7 FHIR's registry and the OBO Foundry have it. */
export const codeSystemUris: Readonly<Record<ConditionCode['system'], string>> = {
  'ICD-10': 'http://hl7.org/fhir/sid/icd-10',
  'ICD-11': 'http://id.who.int/icd/release/11/mms',
  DOID: 'http://purl.obolibrary.org/obo/doid.owl',
};
