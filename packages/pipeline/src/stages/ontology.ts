import { loadOntology, type Ontology } from '@skinr1/ontology';
import { defineStage, type Stage } from '../stage.ts';

/** The hierarchy of diseases that all stages share. */
export const ontologyStage: Stage<Ontology> = defineStage({
  name: 'ontology',
  needs: {},
  run: async () => loadOntology(),
});
