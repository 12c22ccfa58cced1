export { type AskedModel, createLocalModel, type LocalModelOptions } from './local/local-model.ts';
export { type ModelServerOptions, startModelServer } from './start-model-server.ts';
