import type { DType } from '../graph/dtype.ts';
import type { Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { DeviceChoice, DeviceName } from './devices/index.ts';

/** A tensor that stays in the engine and feeds its sessions. The holder releases it. */
export interface TensorHandle {
  readonly id: number;
  readonly dtype: DType;
  readonly dims: readonly number[];
  /** Whose memory it lies in. Only of interest to who measures: it can be used in the same way. */
  readonly place: 'host' | 'device';
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
  /** Outputs to copy to this thread. @defaultValue all that the session does not keep */
  readonly fetch?: readonly string[];
}

export interface RunResult {
  /** Outputs copied to this thread. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Outputs that the session keeps. */
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
  /**
   * Outputs that stay in the engine at every run, where it computes: on a device they never come to the
   * host, and feed later runs as they are. @defaultValue none
   */
  readonly keep?: readonly string[];
  /**
   * Whether values of equal shape take over each other's memory. It saves asking for memory anew, and holds what was
   * asked for from the first of such values to the last: in a deep graph, of every shape as much as it ever takes.
   * Without, a value's memory is free when it has been read. Of a graph only; a model's bytes are left as they are.
   * @defaultValue true
   */
  readonly sharesMemory?: boolean;
  /** Of a model's bytes: absolute path of the folder with the files that hold its tensors, if some do. */
  readonly folder?: string;
  /**
   * Whether kernels may pack stored tensors that lie in files their own way: products are faster, and the packed
   * copy takes memory. @defaultValue only where products of few bits need it
   */
  readonly repacksFiles?: boolean;
  /** Writes an onnxruntime profile to files starting with this; they appear at release. */
  readonly profile?: string;
}

/** Runs models. All sessions of an engine can share tensors by handle. */
export interface Engine {
  /** Where it computes: the device that was asked for or `'auto'` chose, never another in its place. */
  readonly device: DeviceName;
  /**
   * Makes a session. In a graph, operators whose kernels on the device are known to be wrong are replaced;
   * the bytes of a model run as they are.
   *
   * @throws InvalidInputError if onnxruntime refuses the model, ResourceError if memory is too little for it
   * @throws UsageError if `keep` names an output that the model does not have
   */
  load(model: Graph | Uint8Array, options?: LoadOptions): Promise<Session>;
  /** Copies a tensor to where the engine computes. */
  upload(tensor: Tensor): Promise<TensorHandle>;
  /** Copies a tensor from where it lies to this thread. */
  download(handle: TensorHandle): Promise<Tensor>;
  /** Waits for what is running, frees everything and stops the thread. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Threads for one operator. @defaultValue the number of processors */
  readonly threads?: number;
  /**
   * Where to compute: the processor, a graphics card of any maker (`'webgpu'`), an NVIDIA card (`'cuda'`),
   * or the fastest that passes its probe (`'auto'`, which takes some seconds to find out). One that is named
   * and not available is an error; there is no falling back. Operators for which a device has no kernel run
   * on the processor. @defaultValue 'cpu'
   */
  readonly device?: DeviceChoice;
  /** Run in the calling thread, which blocks it while a model runs. @defaultValue false */
  readonly inThread?: boolean;
}

/** Options of an engine whose device is chosen. */
export interface StartOptions extends EngineOptions {
  readonly device: DeviceName;
}
