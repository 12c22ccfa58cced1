import type { DType } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import { matrixSize } from '../weights/adapter-settings.ts';
import { blockCount, blockSize, type QuantizedBits, zeroPointBytes } from '../weights/quantize.ts';
import { planPrecision, precisionOf, type WeightPrecision } from './weight-precision.ts';

/** What a model's weights take in one precision, in bytes, computed from their shapes. */
export interface MemoryNeed {
  readonly precision: WeightPrecision;
  /** All weights once. */
  readonly weights: number;
  /** Those that are constants of a graph instead of being fed or left in files. */
  readonly constants: number;
  /**
   * The least that answering takes: constants are held twice, and rounded weights as the runtime packs them.
   * Those in files are pages of the files, which the system may drop and read again. What runs, and what the
   * runtime widens, comes on top.
   */
  readonly least: number;
  /** Why it cannot run at all, or null. */
  readonly obstacle: string | null;
}

/** Constants are part of a graph, and a graph is one protobuf message. */
const largestGraph = 2 ** 31;

/** Where constants are held: in this thread, and in the session of the tower or of the language model. */
const copiesOfConstants = 2;

const elementBytes: Partial<Record<DType, number>> = { float16: 2, bfloat16: 2 };

/**
 * What a model takes in each precision that `loadModel` knows.
 *
 * @param stored the element type of plain weights in the folder's files
 * @param bits of weights that are quantized there, by their names
 */
export function memoryNeeds(
  architecture: Architecture,
  stored: DType,
  bits: ReadonlyMap<string, QuantizedBits | null> = new Map(),
): MemoryNeed[] {
  return (['float32', 'stored', 'mapped', 'int8', 'int4'] as const).map((precision) =>
    memoryNeed(architecture, stored, bits, precision),
  );
}

function memoryNeed(
  architecture: Architecture,
  stored: DType,
  bits: ReadonlyMap<string, QuantizedBits | null>,
  precision: WeightPrecision,
): MemoryNeed {
  const { family, config } = architecture;
  const forms = planPrecision(architecture, precision);
  const constantsOf = { tower: 0, language: 0 };
  let weights = 0;
  for (const spec of family.parameters(config)) {
    const quantized = bits.get(spec.name) ?? null;
    const asked = forms.get(spec.name) ?? precision;
    // What is quantized stays so, unless it is asked for in full.
    const form = quantized !== null && asked !== 'float32' ? precisionOf[quantized] : asked;
    const bytes = weightBytes(spec, form, stored);
    weights += bytes;
    const graph = family.isVisionWeight(spec.name) ? 'tower' : 'language';
    if (form === 'stored' && stored === 'bfloat16') constantsOf[graph] += bytes;
  }
  const constants = constantsOf.tower + constantsOf.language;
  const isTooLarge = Object.values(constantsOf).some((bytes) => bytes >= largestGraph);
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
