import { type Tensor, tensor } from '@skinr1/autograd';
import type { ImagePatches } from '../image/patches.ts';
import type { EncodedPrompt } from './encoded-prompt.ts';

/**
 * Which feature goes to which token.
 *
 * @param starts place of each prompt's first token among all tokens
 * @param padding where the first feature goes if there are no images; null: nowhere
 */
export function imagePlaces(
  prompts: readonly EncodedPrompt[],
  starts: readonly number[],
  imageTokenId: number,
  featureRows: (image: ImagePatches) => Int32Array,
  padding: number | null,
): Record<'featureIndex' | 'imagePlace', Tensor> {
  const features: number[] = [];
  const places: bigint[] = [];
  prompts.forEach((prompt, index) => {
    for (const image of prompt.images) for (const row of featureRows(image)) features.push(row);
    prompt.tokenIds.forEach((id, column) => {
      if (id === imageTokenId) places.push(BigInt((starts[index] as number) + column));
    });
  });
  if (features.length === 0 && padding !== null) {
    features.push(0);
    places.push(BigInt(padding));
  }
  return {
    featureIndex: tensor('int32', [features.length], Int32Array.from(features)),
    imagePlace: tensor('int64', [places.length, 1], BigInt64Array.from(places)),
  };
}
