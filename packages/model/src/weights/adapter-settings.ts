import type { ParameterSpec } from '../architecture/parameters.ts';

/** How an adapter stands beside one weight. */
export interface AdapterTarget {
  /** Columns of B and rows of A. */
  readonly rank: number;
  /** Numerator of the factor on `B · A`: see {@link scaleOf}. */
  readonly alpha: number;
}

/** All that there is to know of a low-rank adapter but for its numbers. */
export interface AdapterSettings {
  /** The weights that it stands beside, by Hugging Face name. */
  readonly targets: Readonly<Record<string, AdapterTarget>>;
  /** Share of a layer's inputs that A does not see while the adapter learns. */
  readonly dropout: number;
  /** Divides alpha by √rank instead of rank (rsLoRA; Kalajdzievski, 2023). */
  readonly rankStabilized: boolean;
  /** Name or folder of the model that it was made for, where it is known. */
  readonly base: string | null;
}

/** The factor on `B · A`: alpha / rank, or alpha / √rank where it is rank-stabilized. */
export function scaleOf(
  { rank, alpha }: AdapterTarget,
  { rankStabilized }: Pick<AdapterSettings, 'rankStabilized'>,
): number {
  return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
}

/** A weight as a matrix: what follows its first axis is its inputs. */
export function matrixSize({ shape }: ParameterSpec): { outputs: number; inputs: number } {
  const [outputs = 0, ...rest] = shape;
  return { outputs, inputs: rest.reduce((product, size) => product * size, 1) };
}
