import type { Engine } from '@skinr1/autograd';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  scaledSpread,
  trainByteLevelBpe,
} from '@skinr1/model';
import { createExampleEngine } from './example-engine.ts';

/**
 * A Qwen2.5-VL of some ten thousand weights with a tokenizer learnt from the texts: big enough to show
 * how training goes, small enough to train in seconds. Release the model, then close its engine.
 */
export async function createTinyModel(
  texts: readonly string[],
): Promise<{ model: Model; engine: Engine }> {
  const tokenizer = createTokenizer(trainByteLevelBpe(texts, { vocabularySize: 400 }));
  const sizes = { hiddenSize: 32, intermediateSize: 64, layerCount: 1, headCount: 2 };
  const config = createModelConfig({ text: sizes, vision: sizes }, tokenizer);
  const engine = await createExampleEngine();
  const model = await createModel({ config, tokenizer, engine, seed: 1, spread: scaledSpread });
  return { model, engine };
}
