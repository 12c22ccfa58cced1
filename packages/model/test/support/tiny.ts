import type { Engine } from '@skinr1/autograd';
import { trainByteLevelBpe } from '../../src/families/qwen-vl/train-tokenizer.ts';
import type { Model } from '../../src/model.ts';
import { createTinyModel, type TinyModelOptions } from '../../src/testing/index.ts';
import { createTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';

export const corpus: readonly string[] = [
  'Which diagnosis fits the picture? A: nevus B: melanoma C: psoriasis D: rosacea',
  '<thinking>An atypical network is seen, so it is melanoma.</thinking>',
  '<final diagnosis>B, malignant</final diagnosis> Which diagnosis fits the picture? nevus, benign',
];

export function tinyTokenizer(): Tokenizer {
  return createTokenizer(trainByteLevelBpe(corpus, { vocabularySize: 320 }));
}

/** A model that has read the corpus, for pictures of 32 pixels. */
export function tinyModel(
  engine: Engine,
  seed: number | string = 1,
  more: Partial<TinyModelOptions> = {},
): Promise<Model> {
  return createTinyModel(engine, { texts: corpus, imageSize: 32, seed, ...more });
}
