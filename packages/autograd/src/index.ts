export { createEngine } from './engine/create-engine.ts';
export type { DeviceName } from './engine/devices/device.ts';
export { deviceNames } from './engine/devices/index.ts';
export type {
  Engine,
  EngineOptions,
  Feeds,
  LoadOptions,
  Port,
  RunOptions,
  RunResult,
  Session,
  TensorHandle,
} from './engine/engine.ts';
export { freeMemory } from './engine/free-memory.ts';
export { downloadAll, uploadAll } from './engine/transfer.ts';
export { gradients } from './gradients/gradients.ts';
export type { Attribute } from './graph/attribute.ts';
export { decodeModel } from './graph/decode-model.ts';
export type { Dim } from './graph/dimension.ts';
export { addDims, divideDims, multiplyDims, subtractDims } from './graph/dimension.ts';
export type { DType, TensorData, TensorDataOf } from './graph/dtype.ts';
export { byteSize } from './graph/dtype.ts';
export { encodeModel, liveNodes } from './graph/encode-model.ts';
export { Graph, type GraphNode, Value } from './graph/graph.ts';
export type { Shape } from './graph/shape.ts';
export { sizeOf, type Tensor, tensor, zeros } from './graph/tensor.ts';
export {
  type Checkpoint,
  latestCheckpoint,
  listCheckpoints,
  loadCheckpoint,
  type SaveCheckpointOptions,
  saveCheckpoint,
} from './io/checkpoint.ts';
export { fromNdarray, toNdarray } from './io/ndarray.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  openSafetensors,
  readSafetensors,
  type SafetensorsContent,
  type SafetensorsFile,
  type StoredTensor,
  type TensorSource,
  writeSafetensors,
} from './io/safetensors.ts';
export { restoreTrainer, saveTrainer } from './io/trainer-checkpoint.ts';
export type { TokenLoss, TokenLossInputs } from './losses/token-loss.ts';
export * from './ops/index.ts';
export * from './optimizers/index.ts';
export * from './training/epoch-sampler.ts';
export { type Fingerprint, fingerprint } from './training/fingerprint.ts';
export * from './training/step-log.ts';
export { Trainer } from './training/trainer.ts';
export type { Forward, TrainerOptions, TrainMetrics } from './training/trainer-options.ts';
export type { TrainerState } from './training/trainer-state.ts';
export type { BuildLoss, LossContext } from './training/training-graphs.ts';
export * from './training/training-run.ts';
export { reportUpdate } from './training/update-report.ts';
export { versionOf } from './training/version-of.ts';
