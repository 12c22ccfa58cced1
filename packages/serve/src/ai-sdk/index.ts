export { type AiSdkModelOptions, toAiSdkModel } from './ai-sdk-model.ts';
