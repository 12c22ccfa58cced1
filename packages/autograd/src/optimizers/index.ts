export { type AdamWOptions, adamw } from './adamw.ts';
export { clipByGlobalNorm, globalNorm } from './clip-by-global-norm.ts';
export {
  chain,
  type Optimizer,
  type ParameterFacts,
  type UpdateContext,
  type UpdateResult,
} from './optimizer.ts';
export { type CosineOptions, constantRate, cosine, type Schedule } from './schedule.ts';
export { type ScheduledAdamWOptions, scheduledAdamw } from './scheduled-adamw.ts';
export { type SgdOptions, sgd } from './sgd.ts';
