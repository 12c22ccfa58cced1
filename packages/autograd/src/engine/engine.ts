import type { DType } from '../graph/dtype.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';

/** A tensor that stays where the engine computes. The holder releases it. */
export interface TensorHandle {
  readonly id: number;
  readonly dtype: DType;
  readonly dims: readonly number[];
  /** Frees it; later use throws UsageError. Releasing twice does nothing. */
  release(): void;
}

/** What a loaded model takes or gives. */
export interface Port {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

export type Feeds = Readonly<Record<string, Tensor | TensorHandle>>;

export interface RunOptions {
  /** Outputs that stay in the engine. @defaultValue none */
  readonly keep?: readonly string[];
  /** Outputs to compute besides those kept. @defaultValue all others */
  readonly fetch?: readonly string[];
}

export interface RunResult {
  /** Outputs copied to this thread. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Outputs named in `keep`. */
  readonly kept: Readonly<Record<string, TensorHandle>>;
}

/** A model ready to run. */
export interface Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /**
   * One run.
   *
   * @throws UsageError for a missing or unknown input, ShapeError for one of the wrong type or shape,
   *   ResourceError if memory runs out
   */
  run(feeds: Feeds, options?: RunOptions): Promise<RunResult>;
  release(): Promise<void>;
}

export interface LoadOptions {
  /** Name for errors, such as the file. */
  readonly source?: string;
  /** Writes an onnxruntime profile to files starting with this; they appear at release. */
  readonly profile?: string;
}

/** Runs models. All sessions of an engine can share tensors by handle. */
export interface Engine {
  /** The execution providers asked for, in order. */
  readonly executionProviders: readonly string[];
  /** Makes a session. Throws InvalidInputError if onnxruntime refuses the model. */
  load(model: Graph | Uint8Array, options?: LoadOptions): Promise<Session>;
  upload(tensor: Tensor): Promise<TensorHandle>;
  download(handle: TensorHandle): Promise<Tensor>;
  /** Waits for what is running, frees everything and stops the thread. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Threads for one operator. @defaultValue the number of processors */
  readonly threads?: number;
  /** onnxruntime execution providers, tried in order without fall-back. @defaultValue ['cpu'] */
  readonly executionProviders?: readonly string[];
  /** Run in the calling thread, which blocks it while a model runs. @defaultValue false */
  readonly inThread?: boolean;
}
