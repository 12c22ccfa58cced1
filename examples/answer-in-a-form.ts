/*
 * Stream an answer that is sure to be JSON of your schema. A tiny model with random weights answers: what it says
 * is nonsense, the form holds all the same, within the tokens that it may use.
 */
import { jsonSchemaGrammar } from '@skinr1/model';
import { createTinyModel } from './support/tiny-model.ts';

const { model, engine } = await createTinyModel(['Which disease is it? benign malignant nevus']);
const schema = {
  type: 'object',
  properties: {
    malignancy: { enum: ['benign', 'malignant'] },
    probability: { type: 'number', minimum: 0, maximum: 1 },
    diagnoses: { type: 'array', items: { type: 'string', maxLength: 8 }, minItems: 1, maxItems: 3 },
  },
  required: ['malignancy', 'probability', 'diagnoses'],
};

const stream = model.stream(
  { text: 'Which disease is it?', images: [] },
  { maxTokens: 80, grammar: jsonSchemaGrammar(schema), seeds: ['example'] },
);
for await (const { text } of stream) process.stdout.write(text);
const { text, finishReason, tokenIds } = await stream.result;
console.log(`\n${tokenIds.length} tokens, ended by '${finishReason}':`, JSON.parse(text));

// The same question, with the candidates given: how likely is each?
const scores = await model.score({ text: 'Which disease is it?', images: [] }, [
  'nevus',
  'malignant',
]);
console.log(
  scores.map(({ tokenIds: ids, logProb }) => `${ids.length} tokens: ${logProb.toFixed(2)}`),
);

await model.release();
await engine.close();
