import type { Engine } from '@skinr1/autograd';
import type { ImageSource } from '@skinr1/core';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  type ModelSizes,
  type Question,
  trainByteLevelBpe,
} from '@skinr1/model';

/** What benchmarks ask. */
export const question =
  'Which of these does the image show? A: melanoma B: melanocytic nevus C: seborrheic keratosis D: psoriasis. Is it benign, precancerous in situ or malignant?';

/** Sizes of about 3.3 million parameters, with the vocabulary of the demo. */
export const benchSizes: ModelSizes = {
  text: {
    hiddenSize: 192,
    intermediateSize: 512,
    layerCount: 6,
    headCount: 6,
    keyValueHeadCount: 2,
  },
  vision: { hiddenSize: 96, intermediateSize: 256, layerCount: 4, headCount: 4 },
};

/**
 * A vision-language model with random weights and the vocabulary of the demo.
 *
 * @param imageSide largest side of an image in pixels
 */
export async function benchModel(
  engine: Engine,
  imageSide = 112,
  sizes: ModelSizes = benchSizes,
): Promise<Model> {
  const tokenizer = createTokenizer(trainByteLevelBpe([question], { vocabularySize: 1500 }));
  const config = createModelConfig(sizes, tokenizer);
  return createModel({
    config: { ...config, text: { ...config.text, vocabularySize: 1500 } },
    tokenizer,
    seed: 'bench',
    engine,
    imageProcessor: { minPixels: 56 * 56, maxPixels: imageSide ** 2 },
  });
}

/** Questions about different images of 112 × 112 pixels. */
export function benchQuestions(count: number): Question[] {
  return Array.from({ length: count }, (_, index) => ({
    text: question,
    images: [noise(112, index)],
  }));
}

/** A picture of noise. */
export function noise(side: number, seed: number): ImageSource {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * (seed * 2 + 7)) % 251);
  return { kind: 'pixels', width: side, height: side, data };
}

/** Weights of a model. */
export function countParameters(model: Model): number {
  return Object.values(model.weights.handles).reduce(
    (sum, { dims }) => sum + dims.reduce((product, size) => product * size, 1),
    0,
  );
}
