export type { EncodedPrompt } from './batch/sequence-batch.ts';
export {
  type ModelConfig,
  parseModelConfig,
  type TextConfig,
  type VisionConfig,
} from './config.ts';
export { formatModelConfig } from './config-format.ts';
export { type DecodeLimits, decodeImage } from './image/decode.ts';
export {
  clipStatistics,
  cutPatches,
  type ImagePatches,
  type PixelStatistics,
} from './image/patches.ts';
export {
  createImageProcessor,
  defaultImageProcessorConfig,
  type ImageProcessor,
  type ImageProcessorConfig,
  type ImageProcessorOptions,
} from './image/processor.ts';
export { type PixelBounds, type RgbImage, resizeBicubic, smartResize } from './image/resize.ts';
export { turnCount, turnImage } from './image/turn.ts';
export { fixedSpread, scaledSpread, type WeightSpread } from './initial-weights.ts';
export type { LearningCompletion, LearningGroup } from './learn/groups.ts';
export { createLearner, type Learner, type LearnerOptions } from './learn/learner.ts';
export { createPolicy } from './learn/policy.ts';
export {
  type ConceptExample,
  createVisionLearner,
  type VisionLearner,
  type VisionLearnerOptions,
} from './learn/vision-learner.ts';
export {
  type CreateModelOptions,
  createModel,
  type Model,
  type ModelOptions,
  type Question,
} from './model.ts';
export { createModelConfig, type ModelSizes } from './model-sizes.ts';
export { type ImageGrid, mropePositions, type RowPositions } from './positions.ts';
export { type LoadModelOptions, loadModel } from './pretrained.ts';
export { defaultChatTemplate } from './tokenizer/chat-template.ts';
export {
  createTokenizer,
  type Message,
  type MessagePart,
  type Tokenizer,
} from './tokenizer/tokenizer.ts';
export {
  answerTags,
  controlTokens,
  type TokenizerFiles,
  type TrainTokenizerOptions,
  trainByteLevelBpe,
} from './tokenizer/train.ts';
export type { Weights } from './weights.ts';
