import type { Engine, Feeds, TensorHandle } from '../engine/engine.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Named } from '../named.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { BuildLoss } from './training-graphs.ts';

export interface TrainerOptions {
  readonly engine: Engine;
  /**
   * First values. A tensor is uploaded, and is the trainer's from then on. A handle is fed as it is, with
   * no copy, and stays the caller's, who must not release it before the first update (if it learns: the
   * update writes new tensors and leaves it alone, so it may serve as the frozen reference) or before the
   * trainer ends (if it does not). Weights that may live in the graph itself are no parameters: `loss`
   * declares them with `graph.initializer`.
   */
  readonly parameters: Named<Tensor | TensorHandle>;
  /**
   * Which parameters learn; the others stay as they are and are no output of any graph. @defaultValue all
   */
  readonly trainable?: (name: string) => boolean;
  readonly loss: BuildLoss;
  readonly optimizer: Optimizer;
  /**
   * Compute segments of the loss a second time in the backward pass (`ops.segment`), so that memory grows with what
   * one of them holds. @defaultValue false
   */
  readonly gradientCheckpointing?: boolean;
  /** Writes onnxruntime profiles to files starting with this; they appear at `dispose`. */
  readonly profile?: string;
}

/** Reports of one update: `loss`, `gradientNorm`, and what the loss and the optimizer report. */
export type TrainMetrics = Readonly<Record<string, number>> & {
  readonly loss: number;
  readonly gradientNorm: number;
};

/** See `Trainer.forward`. */
export interface Forward {
  run(feeds: Feeds): Promise<Named<Tensor>>;
  release(): Promise<void>;
}
