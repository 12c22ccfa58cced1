/*
 * What is trained here opens elsewhere: a saved model is a Hugging Face folder. transformers.js reads its
 * tokenizer, and gives the same ids and the same chat text.
 */
import { AutoTokenizer, env } from '@xenova/transformers';
import { createTinyModel } from './support/tiny-model.ts';

const answer =
  '<thinking>arborizing vessels, pearly border</thinking><final diagnosis>B, malignant</final diagnosis>';
const { model, engine } = await createTinyModel([answer]);
await model.save('runs/examples/hugging-face/tiny');

env.allowRemoteModels = false;
env.localModelPath = 'runs/examples/hugging-face/';
const theirs = await AutoTokenizer.from_pretrained('tiny');

const ours = Array.from(model.tokenizer.encode(answer));
const ids = Array.from(theirs.encode(answer), Number);
console.log(`ours    ${ours.join(' ')}`);
console.log(`theirs  ${ids.join(' ')}`);
console.log(`equal: ${ours.join() === ids.join()}, back to text: ${theirs.decode(ids) === answer}`);

const messages = [{ role: 'user', content: 'What do you see?' }];
console.log(theirs.apply_chat_template(messages, { tokenize: false, add_generation_prompt: true }));

await model.release();
await engine.close();
if (ours.join() !== ids.join()) process.exitCode = 1;
