export {
  type ImportanceCorrection,
  type ImportanceLimits,
  maskSequences,
  maskTokens,
  truncateSequences,
  truncateTokens,
} from './importance-correction.ts';
export { type AnswerKl, type KlInReward, klPerAnswer, klPerToken } from './kl-in-reward.ts';
