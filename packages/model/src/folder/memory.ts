import type { DType } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import { matrixSize } from '../weights/adapter-settings.ts';
import { blockCount, blockSize, type QuantizedBits, zeroPointBytes } from '../weights/quantize.ts';
import { isQuantized, planPrecision, type WeightPrecision } from './weight-precision.ts';

/** What a model's weights take in one precision, in bytes, computed from their shapes. */
export interface MemoryNeed {
  readonly precision: WeightPrecision;
  /** All weights once. */
  readonly weights: number;
  /** Those that are constants of each graph instead of being fed. */
  readonly constants: number;
  /**
   * The least that answering takes: constants stay in this thread and are copied into the graphs for prompts
   * and for answers. What runs, and what the runtime widens, comes on top.
   */
  readonly least: number;
  /** Why it cannot run at all, or null. */
  readonly obstacle: string | null;
}

/** Constants are part of a graph, and a graph is one protobuf message. */
const largestGraph = 2 ** 31;

/** Where constants are held: this thread, the graph for prompts, the graph for answers. */
const copiesOfConstants = 3;

const elementBytes: Partial<Record<DType, number>> = { float16: 2, bfloat16: 2 };

/**
 * What a model takes in each precision that `loadModel` knows.
 *
 * @param stored the element type in the folder's files
 */
export function memoryNeeds(architecture: Architecture, stored: DType): MemoryNeed[] {
  return (['float32', 'stored', 'int8', 'int4'] as const).map((precision) =>
    memoryNeed(architecture, stored, precision),
  );
}

function memoryNeed(
  architecture: Architecture,
  stored: DType,
  precision: WeightPrecision,
): MemoryNeed {
  const { family, config } = architecture;
  const forms = planPrecision(architecture, precision);
  let [weights, constants] = [0, 0];
  for (const spec of family.parameters(config)) {
    const form = forms.get(spec.name) ?? precision;
    const bytes = weightBytes(spec, form, stored);
    weights += bytes;
    if (isQuantized(form) || (form === 'stored' && stored === 'bfloat16')) constants += bytes;
  }
  const isTooLarge = constants >= largestGraph;
  return {
    precision,
    weights,
    constants,
    least: weights + (copiesOfConstants - 1) * constants,
    obstacle: isTooLarge ? 'constants over 2 GiB do not fit a graph' : null,
  };
}

function weightBytes(spec: ParameterSpec, form: WeightPrecision, stored: DType): number {
  const { outputs, inputs } = matrixSize(spec);
  if (form === 'float32') return 4 * outputs * inputs;
  if (form === 'stored' || form === 'mapped') return (elementBytes[stored] ?? 4) * outputs * inputs;
  const bits: QuantizedBits = form === 'int8' ? 8 : 4;
  const blocks = blockCount(inputs);
  return outputs * ((blocks * blockSize * bits) / 8 + 4 * blocks + zeroPointBytes(inputs, bits));
}
