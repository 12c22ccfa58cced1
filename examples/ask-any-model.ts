/*
 * One question to a model in this process, and to the same one behind an OpenAI-compatible endpoint: one interface,
 * one answer. The endpoint is what `skinr1 serve` opens, so any client of OpenAI's API could ask it; give the
 * address, the model and (in OPENAI_API_KEY) the key of another server to ask that:
 *
 *   tsx … ask-any-model.ts [http://…/v1 model]
 */
import { createChatClient, type VisionLanguageModel } from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import { createLocalModel, startModelServer } from '@skinr1/serve';
import { createTinyModel } from './support/tiny-model.ts';

const [lesion] = syntheticLesions({
  ...{ seed: 1, casesPerDisease: 1, size: 56, ontology: loadOntology() },
});
if (!lesion) throw new Error('no lesion was drawn');
const question = { text: 'Is this lesion benign?', images: [lesion.image] };
const options = { maxTokens: 12, seed: 1, logProbs: true };

async function ask(model: VisionLanguageModel): Promise<string> {
  process.stdout.write(`\n${model.id}\n`);
  const stream = model.stream(question, options);
  let sum = 0;
  for await (const { text, tokens } of stream) {
    process.stdout.write(text);
    for (const { logProb } of tokens) sum += logProb;
  }
  const { answers, usage } = await stream.result;
  const { promptTokens, completionTokens } = usage;
  console.log(
    `\n  log-probability ${sum.toFixed(2)}; ${promptTokens} + ${completionTokens} tokens`,
  );
  return answers[0]?.text ?? '';
}

const [address, name = 'tiny'] = process.argv.slice(2);
if (address?.startsWith('http')) {
  const apiKey = process.env.OPENAI_API_KEY;
  await ask(createChatClient({ baseUrl: address, model: name, ...(apiKey ? { apiKey } : {}) }));
} else {
  const { model, engine } = await createTinyModel([question.text]);
  const local = createLocalModel(model);
  const server = await startModelServer({ models: { tiny: local } });
  const here = await ask(local);
  const there = await ask(createChatClient({ baseUrl: `${server.url}v1`, model: 'tiny' }));
  console.log(here === there ? '\nthe same answer' : '\ntwo answers');
  if (here !== there) process.exitCode = 1;
  await server.close();
  await model.release();
  await engine.close();
}
