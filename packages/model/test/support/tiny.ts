import type { Engine } from '@skinr1/autograd';
import type { ImageSource } from '@skinr1/core';
import { createModel, type Model } from '../../src/model.ts';
import { createModelConfig } from '../../src/model-sizes.ts';
import { createTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';
import { trainByteLevelBpe } from '../../src/tokenizer/train.ts';

export const corpus: readonly string[] = [
  'Which diagnosis fits the picture? A: nevus B: melanoma C: psoriasis D: rosacea',
  '<thinking>An atypical network is seen, so it is melanoma.</thinking>',
  '<final diagnosis>B, malignant</final diagnosis> Which diagnosis fits the picture? nevus, benign',
];

export function tinyTokenizer(): Tokenizer {
  return createTokenizer(trainByteLevelBpe(corpus, { vocabularySize: 320 }));
}

/** A model of some 50,000 weights with windows smaller than the picture. */
export function tinyModel(engine: Engine, seed: number | string = 1): Promise<Model> {
  const tokenizer = tinyTokenizer();
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
  const imageProcessor = { minPixels: 64, maxPixels: 32 * 32 };
  return createModel({ config, tokenizer, seed, engine, imageProcessor });
}

/** A picture of one colour. */
export function plain(red: number, green: number, blue: number, side = 32): ImageSource {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  return { kind: 'pixels', width: side, height: side, data };
}
