export { chooseDevice } from './engine/choose-device.ts';
export { createEngine } from './engine/create-engine.ts';
export {
  type DeviceChoice,
  type DeviceName,
  deviceChoices,
  deviceNames,
} from './engine/devices/index.ts';
export type { Engine, EngineOptions, Feeds, Session, TensorHandle } from './engine/engine.ts';
export { freeMemory } from './engine/free-memory.ts';
export { type DeviceReport, probeDevices } from './engine/probe-devices.ts';
export { gradients } from './gradients/gradients.ts';
export { appendLoop } from './graph/append-loop.ts';
export { decodeModel } from './graph/decode-model.ts';
export { type Dim, multiplyDims } from './graph/dimension.ts';
export type { DType } from './graph/dtype.ts';
export { encodeModel } from './graph/encode-model.ts';
export type { FileTensor } from './graph/file-tensor.ts';
export { Graph, Value } from './graph/graph.ts';
export { inlineGraph } from './graph/inline-graph.ts';
export type { Shape } from './graph/shape.ts';
export { sizeOf, type Tensor, tensor, zeros } from './graph/tensor.ts';
export { readFileTensor } from './io/file-tensor.ts';
export { hashFile } from './io/hash-file.ts';
export { isFolderInUse, lockFolder } from './io/lock-folder.ts';
export { fromNdarray, toNdarray } from './io/ndarray.ts';
export {
  openSafetensors,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from './io/safetensors.ts';
export { restoreTrainer, saveTrainer } from './io/trainer-checkpoint.ts';
export { checkTokenLossInputs } from './losses/check-token-loss.ts';
export { type TokenLoss, type TokenLossInputs, tokenLossInputs } from './losses/token-loss.ts';
export * as ops from './ops.ts';
export { type AdamWOptions, adamw } from './optimizers/adamw.ts';
export { clipByGlobalNorm } from './optimizers/clip-by-global-norm.ts';
export { type MuonOptions, muon } from './optimizers/muon.ts';
export {
  byParameter,
  chain,
  type Optimizer,
  type ParameterFacts,
  type UpdateContext,
  type UpdateResult,
} from './optimizers/optimizer.ts';
export { cosine, type Schedule } from './optimizers/schedule.ts';
export { type ScheduledOptions, scheduled } from './optimizers/scheduled.ts';
export { scheduledAdamw } from './optimizers/scheduled-adamw.ts';
export { sgd } from './optimizers/sgd.ts';
export { combineMetric } from './training/combine-metrics.ts';
export { createEpochSampler, type EpochCursor } from './training/epoch-sampler.ts';
export { type Fingerprint, fingerprint, fingerprintDifferences } from './training/fingerprint.ts';
export { type RunControl, runControl } from './training/run-control.ts';
export { createStepLog, readStepLog, type StepLog } from './training/step-log.ts';
export { Trainer } from './training/trainer.ts';
export type { TrainerOptions } from './training/trainer-options.ts';
export type { BuildLoss } from './training/training-graphs.ts';
export {
  runTraining,
  type TrainingRunOptions,
  type TrainingRunResult,
} from './training/training-run.ts';
export { reportUpdate } from './training/update-report.ts';
export { versionOf } from './training/version-of.ts';
