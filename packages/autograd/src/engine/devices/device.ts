import type { InferenceSession } from 'onnxruntime-node';
import type { DType } from '../../graph/dtype.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Lowerings } from '../../graph/lower-graph.ts';

/** Sizes by symbol to those that a graph is to be fixed to. */
export type Specialize = (
  sizes: Readonly<Record<string, number>>,
) => Readonly<Record<string, number>>;

/** What the engine knows of a kind of device. A new one is a file beside this and its name in `index.ts`. */
export interface Device<Name extends string = string> {
  readonly name: Name;
  /**
   * onnxruntime's execution provider. There is one, not a list: what it has no kernel for runs on the
   * processor anyhow, and a provider that does not start must not be replaced unseen.
   */
  readonly provider: InferenceSession.ExecutionProviderConfig;
  /** Whether tensors of a type can stay in the device's memory from one run to the next. */
  holds(dtype: DType): boolean;
  /** Replacements for operators whose kernels on this device do not do what they should. */
  readonly lowerings?: Lowerings;
  /**
   * What a graph is lowered anew for, because operators are better replaced otherwise where some symbols have the sizes
   * that they have in a run: gives the symbols to fix, by the sizes of all. Null for a graph that is lowered once.
   */
  readonly specialize?: (graph: Graph) => Specialize | null;
  /**
   * What a person can do when the provider does not start.
   *
   * @param reason onnxruntime's message
   */
  mend(reason: string): string;
}
