import type { Ontology } from '@skinr1/ontology';

/** The part of the ontology that placing a case in the hierarchy needs; a test double can be this small. */
export type CaseHierarchy = Pick<Ontology, 'path' | 'malignancyClass'>;

/** What resolving the labels of a data set needs. */
export type LabelHierarchy = CaseHierarchy & Pick<Ontology, 'resolve'>;

/** What asking questions about cases needs. */
export type QuestionHierarchy = Pick<Ontology, 'get' | 'path' | 'differentials' | 'distractors'>;
