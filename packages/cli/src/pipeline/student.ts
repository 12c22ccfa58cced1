import type { Engine } from '@skinr1/autograd';
import {
  answerTags,
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  scaledSpread,
  trainByteLevelBpe,
} from '@skinr1/model';
import type { Ontology } from '@skinr1/ontology';
import type { RunConfig } from './run-config.ts';

/** What a new model is made for. */
export interface StudentMaterial {
  /** Questions and answers; the tokenizer's merges are learnt from them. */
  readonly texts: readonly string[];
  /** Diagnoses and the nodes above them that questions name. */
  readonly diseaseIds: readonly string[];
  readonly ontology: Ontology;
}

/**
 * A new model of the run's sizes with random weights, and a tokenizer for what it will read and write.
 * The names of the diseases and signs are single tokens: a model this small compares options by their
 * names, and that is far easier to learn on one token than on the pieces of a name.
 */
export function createStudent(
  { seed, model }: RunConfig,
  { texts, diseaseIds, ontology }: StudentMaterial,
  engine: Engine,
): Promise<Model> {
  const { vocabularySize, imageSize, text, vision } = model;
  const names = [
    ...diseaseIds.map((id) => ontology.get(id).name),
    ...ontology.morphology().map(({ name }) => name),
  ];
  // With the space before it, as a word inside a sentence; small, and large at its start.
  const phrases = names.flatMap((name) => [` ${name}`, ` ${capitalize(name)}`]);
  const used = [...new Set(phrases)].filter((phrase) => texts.some((one) => one.includes(phrase)));
  const tokenizer = createTokenizer(
    trainByteLevelBpe(texts, { vocabularySize, atomicTokens: [...answerTags, ...used] }),
  );
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

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
