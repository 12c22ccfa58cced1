export { type CispoLossOptions, cispoLoss } from './cispo-loss.ts';
export type { ClipOptions } from './clipped-surrogate.ts';
export {
  bnpoLoss,
  type ClippedLossOptions,
  dapoLoss,
  drGrpoLoss,
  grpoLoss,
  gspoLoss,
} from './grpo-loss.ts';
export * from './kl.ts';
export type { PolicyLossOptions } from './policy-loss.ts';
export { type SapoLossOptions, sapoLoss } from './sapo-loss.ts';
