import type { Engine } from '@skinr1/autograd';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  scaledSpread,
  trainByteLevelBpe,
} from '@skinr1/model';
import type { RunConfig } from './run-config.ts';

/** A new model of the run's sizes with random weights; its tokenizer is learnt from the texts. */
export function createStudent(
  { seed, model }: RunConfig,
  texts: readonly string[],
  engine: Engine,
): Promise<Model> {
  const { vocabularySize, imageSize, text, vision } = model;
  const tokenizer = createTokenizer(trainByteLevelBpe(texts, { vocabularySize }));
  const pixels = imageSize ** 2;
  return createModel({
    config: createModelConfig({ text, vision }, tokenizer),
    tokenizer,
    engine,
    seed,
    spread: scaledSpread,
    imageProcessor: { minPixels: pixels, maxPixels: pixels },
  });
}
