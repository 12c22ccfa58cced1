export type * from './data/format.ts';
export {
  createOntology,
  embeddedData,
  loadOntology,
  type OntologyData,
  toMalignancyClass,
} from './ontology.ts';
export { maximumLabelLength } from './resolve/resolver.ts';
export type * from './types.ts';
