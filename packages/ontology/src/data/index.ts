export { conditions } from './conditions/index.ts';
export { morphology } from './morphology.ts';
export { vocabularies } from './vocabularies/index.ts';
