export {
  type CompetenceOptions,
  type CurriculumOptions,
  competence,
  curriculum,
} from './curriculum.ts';
export { hierarchyDepth } from './hierarchy-depth.ts';
export type { PromptOrder, PromptSchedule } from './prompt-order.ts';
export { shuffledEpochs } from './shuffled-epochs.ts';
