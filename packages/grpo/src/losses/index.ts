export { type CispoLossOptions, cispoLoss } from './cispo-loss.ts';
export type { ClipOptions } from './clipped-surrogate.ts';
export { type GmpoLossOptions, gmpoLoss } from './gmpo-loss.ts';
export {
  bnpoLoss,
  type ClippedLossOptions,
  dapoLoss,
  drGrpoLoss,
  grpoLoss,
  gspoLoss,
  luspoLoss,
} from './grpo-loss.ts';
export * from './kl.ts';
export * from './masks.ts';
export type { PolicyLossOptions } from './policy-loss.ts';
export { type Ratio, sequenceRatio, tokenRatio } from './ratio.ts';
export { type SapoLossOptions, sapoLoss } from './sapo-loss.ts';
export { type VespoLossOptions, vespoLoss } from './vespo-loss.ts';
