export * from './augment.ts';
export * from './examples.ts';
export * from './held-out.ts';
export * from './method-recipe.ts';
export * from './sft-learner.ts';
export * from './sft-loss.ts';
export * from './trainer.ts';
export * from './vision-trainer.ts';
