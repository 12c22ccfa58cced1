import type { Engine } from '@skinr1/autograd';
import type { ImageSource, Prompt } from '@skinr1/core';
import type { Model } from '@skinr1/model';
import { createTinyModel, plainImage } from '@skinr1/model/testing';
import type { SftExample } from '../../src/index.ts';

const answers = {
  melanoma:
    '<thinking>atypical network, so melanoma</thinking><final diagnosis>B, malignant</final diagnosis>',
  psoriasis:
    '<thinking>silvery scale, so psoriasis</thinking><final diagnosis>C, benign</final diagnosis>',
};
const question = 'Which fits? A: nevus B: melanoma C: psoriasis';

/** A model with random weights whose tokenizer knows the texts above. */
export function tinyModel(engine: Engine, seed = 1): Promise<Model> {
  return createTinyModel(engine, { texts: [question, ...Object.values(answers)], seed });
}

function prompt(id: string, image: ImageSource): Prompt {
  return { id, text: question, images: [image], labels: null };
}

/** The same question about a dark and a red picture: only the picture tells which answer is right. */
export const examples: readonly SftExample[] = [
  { prompt: prompt('dark', plainImage(40, 30, 30, 16)), answer: answers.melanoma },
  { prompt: prompt('red', plainImage(220, 120, 120, 16)), answer: answers.psoriasis },
];
