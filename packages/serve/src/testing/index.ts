export { type ScriptedModelOptions, scriptedModel } from './scripted-model.ts';
export {
  type ContractCase,
  type VisionLanguageModelContractOptions,
  visionLanguageModelContract,
} from './vision-language-model-contract.ts';
