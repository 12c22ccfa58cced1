export { createEngine } from './engine/create-engine.ts';
export type { DeviceName } from './engine/devices/device.ts';
export { deviceNames } from './engine/devices/index.ts';
export type { Engine, EngineOptions, Feeds, Session, TensorHandle } from './engine/engine.ts';
export { freeMemory } from './engine/free-memory.ts';
export { downloadAll, uploadAll } from './engine/transfer.ts';
export { gradients } from './gradients/gradients.ts';
export { decodeModel } from './graph/decode-model.ts';
export { type Dim, multiplyDims } from './graph/dimension.ts';
export type { DType } from './graph/dtype.ts';
export { encodeModel, liveNodes } from './graph/encode-model.ts';
export { Graph, Value } from './graph/graph.ts';
export type { Shape } from './graph/shape.ts';
export { sizeOf, type Tensor, tensor, zeros } from './graph/tensor.ts';
export { fromNdarray, toNdarray } from './io/ndarray.ts';
export {
  openSafetensors,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from './io/safetensors.ts';
export { restoreTrainer, saveTrainer } from './io/trainer-checkpoint.ts';
export { checkTokenLossInputs } from './losses/check-token-loss.ts';
export type { TokenLoss, TokenLossInputs } from './losses/token-loss.ts';
export {
  abs,
  add,
  cast,
  clip,
  concat,
  constant,
  cos,
  customGradient,
  div,
  equal,
  exp,
  expand,
  gather,
  gatherElements,
  gelu,
  greater,
  layerNorm,
  less,
  log,
  logicalAnd,
  logicalOr,
  logSoftmax,
  matMul,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  quickGelu,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  rmsNorm,
  scatterNdUpdate,
  sigmoid,
  silu,
  sin,
  slice,
  softmax,
  split,
  sqrt,
  stopGradient,
  sub,
  tanh,
  transpose,
  unsqueeze,
  where,
} from './ops/index.ts';
export * from './optimizers/index.ts';
export * from './training/epoch-sampler.ts';
export { type Fingerprint, fingerprint } from './training/fingerprint.ts';
export * from './training/step-log.ts';
export { Trainer } from './training/trainer.ts';
export type { TrainerOptions } from './training/trainer-options.ts';
export type { BuildLoss } from './training/training-graphs.ts';
export * from './training/training-run.ts';
export { reportUpdate } from './training/update-report.ts';
export { versionOf } from './training/version-of.ts';
