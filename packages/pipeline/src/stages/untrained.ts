import type { Engine } from '@skinr1/autograd';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  type Model,
  scaledSpread,
  trainByteLevelBpe,
} from '@skinr1/model';
import { textOfAnswer } from '@skinr1/sft';
import { type ModelFolder, modelStage } from '../model-stage.ts';
import type { RunConfig } from '../run-config.ts';
import type { Stage } from '../stage.ts';
import { questionsStage } from './questions.ts';

/** A model of the run's sizes with random weights; its tokenizer is learnt from what the run trains on. */
export const untrainedStage: Stage<ModelFolder> = modelStage({
  name: 'untrained',
  needs: { questions: questionsStage },
  settings: ({ model }) => model,
  async make({ questions: { exercises, samples, prompts } }, { config, engine }) {
    const texts = [
      ...[...exercises, ...samples].flatMap((one) => [one.prompt.text, textOfAnswer(one)]),
      ...prompts.map(({ text }) => text),
    ];
    return createStudent(config, texts, await engine());
  },
});

function createStudent(
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
