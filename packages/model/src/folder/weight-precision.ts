import { UsageError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import type { QuantizedBits } from '../weights/quantize.ts';

/**
 * What weights are kept as. `float32` can learn; `stored` keeps float16 and bfloat16 as they are in the
 * file; `mapped` leaves them in the files, which the runtime maps into memory: nothing is read or copied when
 * the model is opened, and narrow ones are widened piece by piece where they are used; `int8` and `int4` round
 * the language model's layers to that many bits (blocks of 32) and leave the rest in the files. Biases and
 * norms are float32 always.
 */
export type WeightPrecision = 'float32' | 'stored' | 'mapped' | QuantizedPrecision;

/** Precisions of a quantized weight. */
export type QuantizedPrecision = 'int8' | 'int4';

/** Decides what one matrix becomes, `'kept'` for what it is; undefined: as the model's precision says. */
export type LayerPrecision = (weight: ParameterSpec) => QuantizedPrecision | 'kept' | undefined;

/** Bits of the quantized precisions. */
export const bitsOf: Readonly<Record<QuantizedPrecision, QuantizedBits>> = { int8: 8, int4: 4 };

/** The other way round. */
export const precisionOf: Readonly<Record<QuantizedBits, QuantizedPrecision>> = {
  8: 'int8',
  4: 'int4',
};

/** Whether a precision is one of few bits. */
export function isQuantized(precision: WeightPrecision): precision is QuantizedPrecision {
  return precision in bitsOf;
}

/**
 * What each weight of a model is kept as. Where bits are few, matrices that are not rounded stay in the
 * files.
 *
 * @throws UsageError when `layers` quantizes what is no matrix
 */
export function planPrecision(
  { family, config }: Architecture,
  precision: WeightPrecision,
  layers: LayerPrecision = () => undefined,
): Map<string, WeightPrecision> {
  const choose = (spec: ParameterSpec): WeightPrecision => {
    const { name, kind } = spec;
    const asked = isQuantized(precision) ? layers(spec) : undefined;
    if (kind === 'norm' || kind === 'bias' || kind === 'kernel') {
      if (asked !== undefined && asked !== 'kept') throw notQuantizable(name);
      if (kind !== 'kernel') return 'float32';
      return isQuantized(precision) ? 'mapped' : precision;
    }
    if (!isQuantized(precision)) return precision;
    if (asked === 'kept') return 'mapped';
    if (asked !== undefined) return asked;
    const isLayer = (kind === 'linear' || kind === 'output') && !family.isVisionWeight(name);
    return isLayer ? precision : 'mapped';
  };
  return new Map(family.parameters(config).map((spec) => [spec.name, choose(spec)]));
}

function notQuantizable(name: string): UsageError {
  return new UsageError(`'${name}' cannot be quantized: it is no matrix.`, {
    mend: 'Let layers choose among weights of the kinds linear, embedding and output.',
  });
}
