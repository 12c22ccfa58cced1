import type { Engine } from '@skinr1/autograd';
import { trainByteLevelBpe } from '../families/qwen-vl/train-tokenizer.ts';
import { createModelConfig } from '../families/qwen2-5-vl/model-sizes.ts';
import type { WeightSpread } from '../initial-weights.ts';
import { createModel, type Model } from '../model.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';

/** Options of {@link createTinyModel}. */
export interface TinyModelOptions {
  /** What its tokenizer is learnt from; any other text can be read too. */
  readonly texts: readonly string[];
  /** @defaultValue 320 */
  readonly vocabularySize?: number;
  /** Largest side of a picture in pixels; larger ones are shrunk. @defaultValue 16 */
  readonly imageSize?: number;
  /** Fixes the random weights. @defaultValue 1 */
  readonly seed?: number | string;
  /** @defaultValue that of {@link createModel} */
  readonly spread?: WeightSpread;
  /** @defaultValue that of {@link createModel} */
  readonly prefixCacheBytes?: number;
}

/**
 * A vision-language model of some 50,000 random weights, for tests: everything a published one has
 * (grouped queries, attention windows smaller than a picture of 32 pixels) at sizes that run in
 * milliseconds.
 */
export function createTinyModel(engine: Engine, options: TinyModelOptions): Promise<Model> {
  const { texts, vocabularySize = 320, imageSize = 16, seed = 1, ...others } = options;
  const tokenizer = createTokenizer(trainByteLevelBpe(texts, { vocabularySize }));
  const config = createModelConfig(
    {
      text: {
        hiddenSize: 32,
        intermediateSize: 64,
        layerCount: 2,
        headCount: 4,
        keyValueHeadCount: 2,
      },
      vision: {
        hiddenSize: 16,
        intermediateSize: 32,
        layerCount: 2,
        headCount: 2,
        patchSize: 4,
        windowSize: 16,
      },
    },
    tokenizer,
  );
  const imageProcessor = { minPixels: 64, maxPixels: imageSize ** 2 };
  return createModel({
    ...others,
    config,
    tokenizer,
    seed,
    engine,
    imageProcessor,
  });
}
