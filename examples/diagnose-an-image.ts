/*
 * A drawn lesion, and what a model makes of it: differential, path, malignancy, quality, where it looked, as text and
 * as a self-contained page, runs/examples/diagnosis.html. The model's folder is the first argument; without one, a
 * tiny one with random weights answers, which the page says is no answer. Research use only.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRandom } from '@skinr1/core';
import { renderLesion, skinTones } from '@skinr1/datasets';
import { diagnose, renderDiagnoses } from '@skinr1/diagnose';
import { loadModel, overlayMap, saliency } from '@skinr1/model';
import { createTinyModel } from './support/tiny-model.ts';

const { model: tiny, engine } = await createTinyModel(['What is the diagnosis? melanoma']);
const folder = process.argv.slice(2).find((word) => !word.startsWith('--'));
const model = folder === undefined ? tiny : await loadModel(folder, { engine });

const image = {
  kind: 'pixels' as const,
  ...renderLesion({
    signs: ['asymmetry', 'black-color', 'blue-white-veil', 'irregular-border'],
    skinTone: skinTones[1]!,
    size: 112,
    random: createRandom(3),
  }),
};
const diagnosis = await diagnose(image, {
  model,
  candidates: ['melanoma', 'blue-nevus', 'melanocytic-nevus', 'seborrheic-keratosis'],
  samples: 4,
  maxTokens: 160,
});
for (const { name, probability } of diagnosis.differential) {
  console.log(`${(probability * 100).toFixed(1).padStart(5)} %  ${name}`);
}
console.log(diagnosis.malignancy.class, diagnosis.abstention.reasons, diagnosis.notice);

const question = { text: diagnosis.question, images: [image] };
const [looked] = await saliency(model, question, 'melanoma');
console.log('where it looked, by patch:', looked!.map.shape);
await mkdir('runs/examples', { recursive: true });
const shown = {
  name: 'a drawn lesion',
  image,
  diagnosis,
  saliency: overlayMap(image, looked!.map),
};
await writeFile(
  'runs/examples/diagnosis.html',
  await renderDiagnoses([shown], new Date().toISOString()),
);
console.log('runs/examples/diagnosis.html');

if (model !== tiny) await model.release();
await tiny.release();
await engine.close();
