import type { Engine } from '@skinr1/autograd';
import type { ImageSource, Prompt } from '@skinr1/core';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  trainByteLevelBpe,
} from '@skinr1/model';
import type { SftExample } from '../../src/index.ts';

const answers = {
  melanoma:
    '<thinking>atypical network, so melanoma</thinking><final diagnosis>B, malignant</final diagnosis>',
  psoriasis:
    '<thinking>silvery scale, so psoriasis</thinking><final diagnosis>C, benign</final diagnosis>',
};
const question = 'Which fits? A: nevus B: melanoma C: psoriasis';

/** A model of hidden size 32 with random weights, and a tokenizer made from the texts below. */
export function tinyModel(engine: Engine, seed = 1): Promise<Model> {
  const corpus = [question, ...Object.values(answers)];
  const tokenizer = createTokenizer(trainByteLevelBpe(corpus, { vocabularySize: 320 }));
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
  const imageProcessor = { minPixels: 64, maxPixels: 16 * 16 };
  return createModel({ config, tokenizer, seed, engine, imageProcessor });
}

/** A picture of one colour. */
function plain(red: number, green: number, blue: number): ImageSource {
  const side = 16;
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  return { kind: 'pixels', width: side, height: side, data };
}

function prompt(id: string, image: ImageSource): Prompt {
  return { id, text: question, images: [image], labels: null };
}

/** The same question about a dark and a red picture: only the picture tells which answer is right. */
export const examples: readonly SftExample[] = [
  { prompt: prompt('dark', plain(40, 30, 30)), answer: answers.melanoma },
  { prompt: prompt('red', plain(220, 120, 120)), answer: answers.psoriasis },
];
