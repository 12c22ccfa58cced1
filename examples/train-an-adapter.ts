/*
 * A low-rank adapter learns beside a frozen Hugging Face folder and is saved as PEFT opens it. The folder is
 * the first argument; without one, a tiny one is made.
 */
import { addAdapter, loadAdapter, loadModel, saveAdapter } from '@skinr1/model';
import { methodRecipe, trainSft } from '@skinr1/sft';
import { createTinyModel } from './support/tiny-model.ts';

const text = 'Which is it?\nA. psoriasis\nB. melanoma';
const answer = '<thinking>silvery scale</thinking><final diagnosis>A, benign</final diagnosis>';
const data = new Uint8Array(56 * 56 * 3).fill(150);
const images = [{ kind: 'pixels' as const, width: 56, height: 56, data }];

const { model: tiny, engine } = await createTinyModel([text, answer]);
const given = process.argv.slice(2).find((word) => !word.startsWith('--'));
const folder = given ?? 'runs/examples/tiny-base';
if (given === undefined) await tiny.save(folder);
await tiny.release();

const model = await loadModel(folder, { engine, precision: 'stored' });
await addAdapter(model, { ...methodRecipe.adapter, name: 'learnt', seed: 1 });
await trainSft({
  model,
  examples: [{ prompt: { id: 'q1', text, images, labels: null }, answer }],
  ...{ steps: 80, learningRate: 1e-2, seed: 1 },
});
await saveAdapter(model, 'runs/examples/adapter', { base: folder });
await loadAdapter(model, 'runs/examples/adapter', { name: 'loaded' });

for (const adapter of [null, 'learnt', 'loaded']) {
  const options = { maxTokens: 40, temperature: 0, adapter };
  const [group] = await model.generate([{ text, images }], options);
  console.log(`${adapter ?? 'none'}: ${group?.[0]?.text}`);
}
await model.release();
await engine.close();
