import { choiceAnswerGrammar, jsonSchemaGrammar, type Model, type Question } from '@skinr1/model';
import { benchEngine } from './bench-engine.ts';
import { benchModel, noise } from './demo-model.ts';
import { median } from './median.ts';

const maxTokens = 96;

/**
 * What forms of answers and images that are known cost, as ratios within one run: a token with a grammar to one
 * without, and the first token of a second question about an image to that of the first.
 */
export async function run(options: string[]): Promise<void> {
  const engine = await benchEngine(options);
  const model = await benchModel(engine, 448);
  await grammarCost(model);
  await secondQuestion(model);
  await model.release();
  await engine.close();
}

/** An ending far off, so that as many tokens are drawn with a grammar as without. */
async function grammarCost(model: Model): Promise<void> {
  const question = { text: 'What is it?', images: [] };
  const text = { type: 'string', minLength: 3 * maxTokens } as const;
  const grammars = {
    'the choice form': choiceAnswerGrammar(4),
    'a JSON schema': jsonSchemaGrammar({
      type: 'object',
      properties: { reasoning: text, malignancy: { enum: ['benign', 'malignant'] } },
      required: ['reasoning', 'malignancy'],
    }),
  };
  for (const [name, grammar] of Object.entries(grammars)) {
    const perToken = async (seed: number, form?: typeof grammar) => {
      const start = performance.now();
      let tokens = 0;
      const stream = model.stream(question, {
        maxTokens: form ? 8 * maxTokens : maxTokens,
        seeds: [seed],
        ...(form ? { grammar: form } : {}),
      });
      for await (const part of stream) {
        tokens += part.tokenIds.length;
        if (tokens >= maxTokens) break;
      }
      return { tokens, time: (performance.now() - start) / tokens };
    };
    await perToken(0, grammar);
    const ratios: number[] = [];
    for (let round = 0; ratios.length < 7; round++) {
      const [form, free] = [await perToken(round, grammar), await perToken(round)];
      // Of answers that end early, starting would be most of the time.
      if (form.tokens >= maxTokens && free.tokens >= maxTokens) ratios.push(form.time / free.time);
    }
    console.log(`a token of ${name}: ${median(ratios).toFixed(3)} × one without a form`);
  }
}

async function secondQuestion(model: Model): Promise<void> {
  const firstToken = async (question: Question) => {
    const start = performance.now();
    await model.generate([question], { maxTokens: 1 });
    return performance.now() - start;
  };
  const ratios: number[] = [];
  for (let round = 0; round < 8; round++) {
    const images = [noise(448, round)];
    const first = await firstToken({ text: 'Which disease does the image show?', images });
    const second = await firstToken({ text: 'Is it benign or malignant?', images });
    // The first round makes the sessions.
    if (round > 0) ratios.push(second / first);
  }
  console.log(
    `first token of a second question about an image: ${median(ratios).toFixed(3)} × that of the first`,
  );
}
