export type { EncodedPrompt } from './batch/encoded-prompt.ts';
export type { ModelConfig, TextConfig } from './config.ts';
export { type ExportOptions, exportTransformersJs } from './export/export-transformers-js.ts';
export type { Architecture, Family } from './families/family.ts';
export { knownFamilies } from './families/known-families.ts';
export {
  type TrainTokenizerOptions,
  trainByteLevelBpe,
} from './families/qwen-vl/train-tokenizer.ts';
export type { Qwen25VlConfig } from './families/qwen2-5-vl/config-types.ts';
export { qwen25Vl } from './families/qwen2-5-vl/index.ts';
export { createModelConfig, type ModelSizes } from './families/qwen2-5-vl/model-sizes.ts';
export type { Qwen2VlConfig } from './families/qwen2-vl/config-types.ts';
export { qwen2Vl } from './families/qwen2-vl/index.ts';
export type { Qwen3VlConfig } from './families/qwen3-vl/config-types.ts';
export { qwen3Vl } from './families/qwen3-vl/index.ts';
export {
  type LoadAdapterOptions,
  loadAdapter,
  type SaveAdapterOptions,
  saveAdapter,
} from './folder/adapters.ts';
export { type ConvertOptions, convertModel } from './folder/convert-folder.ts';
export { type AdapterInspection, inspectAdapter } from './folder/inspect-adapter.ts';
export { type InspectOptions, inspectModel, type ModelInspection } from './folder/inspect-model.ts';
export type { MemoryNeed } from './folder/memory.ts';
export { type MergeFolderOptions, mergeAdapterFolder } from './folder/merge-folder.ts';
export { type LoadModelOptions, loadModel } from './folder/pretrained.ts';
export type { QuantizedProgress } from './folder/quantized-cache.ts';
export type {
  LayerPrecision,
  QuantizedPrecision,
  WeightPrecision,
} from './folder/weight-precision.ts';
export type { CompletionPart, CompletionStream } from './generate/completion-stream.ts';
export type { GenerateOptions, StreamOptions } from './generate/generation-options.ts';
export {
  type AnswerSoFar,
  forceTokens,
  type LogitsProcessor,
  minP,
  presencePenalty,
  repetitionPenalty,
  suppressTokens,
  temperature,
  topK,
  topP,
} from './generate/logits-processor.ts';
export type { ScoredText, ScoreOptions } from './generate/score-texts.ts';
export {
  type Stop,
  type StoppingCriterion,
  stopAfter,
  stopAtTokens,
  stopStrings,
} from './generate/stopping.ts';
export { choiceAnswerGrammar, openAnswerGrammar } from './grammar/answer-forms.ts';
export type { ByteAutomaton } from './grammar/automaton.ts';
export { type Grammar, jsonSchemaGrammar, regularExpressionGrammar } from './grammar/grammar.ts';
export type { JsonSchema } from './grammar/json-schema.ts';
export type { HubOptions } from './hub/hub-model.ts';
export {
  type PulledModel,
  type PullOptions,
  type PullProgress,
  pullModel,
} from './hub/pull-model.ts';
export { type DecodeLimits, decodeImage } from './image/decode.ts';
export { toImageSource } from './image/image-input.ts';
export type { ImagePatches } from './image/patches.ts';
export {
  createImageProcessor,
  type ImageProcessor,
  type ImageProcessorOptions,
} from './image/processor.ts';
export type { ImageProcessorConfig } from './image/processor-config.ts';
export { type PixelBounds, type RgbImage, resizeBicubic } from './image/resize.ts';
export { applySymmetry, symmetryCount } from './image/symmetry.ts';
export { fixedSpread, scaledSpread, type WeightSpread } from './initial-weights.ts';
export type { LearningCompletion, LearningGroup } from './learn/groups.ts';
export { createLearner } from './learn/learner.ts';
export type { Learner, LearnerOptions } from './learn/learner-types.ts';
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
} from './model.ts';
export {
  type OnnxModel,
  type OpenOnnxOptions,
  openOnnxModel,
} from './onnx-folder/open-onnx-model.ts';
export type { ChatMessage, ChatPart, Conversation, Question, TextQuestion } from './question.ts';
export { overlayMap } from './saliency/overlay.ts';
export { type SaliencyMap, type SaliencyOptions, saliency } from './saliency/saliency.ts';
export { type SelfTestResult, selfTest } from './self-test.ts';
export {
  createTokenizer,
  type Message,
  type MessagePart,
  type Tokenizer,
  type TokenizerOptions,
} from './tokenizer/tokenizer.ts';
export type { TokenizerFiles } from './tokenizer/train.ts';
export {
  type AdapterOptions,
  type AdapterTargets,
  addAdapter,
  mergeAdapter,
  removeAdapter,
} from './weights/adapter.ts';
export type { ModelWeights } from './weights/model-weights.ts';
