/*
 * Stage 1 in miniature: a vision-language model of ten thousand weights learns to answer a handful of
 * questions about images. Only the answer is learnt, never the question. Save the result as a Hugging Face
 * folder, open it again and ask.
 */
import { formatChoiceAnswer, malignancyText } from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import { loadModel } from '@skinr1/model';
import { loadOntology } from '@skinr1/ontology';
import { type SftExample, trainSft } from '@skinr1/sft';
import { createTinyModel } from './support/tiny-model.ts';

const ontology = loadOntology();
const question = 'Which is it?\nA. psoriasis\nB. melanoma';
const cases = syntheticLesions({ seed: 1, casesPerDisease: 6, size: 56, ontology }).filter(
  ({ diagnosisId }) => ['psoriasis', 'melanoma'].includes(diagnosisId),
);
const examples: SftExample[] = cases.map((of) => ({
  prompt: { id: of.id, text: question, images: [of.image], labels: null },
  answer: formatChoiceAnswer({
    thinking: of.diagnosisId === 'psoriasis' ? 'silvery scale' : 'atypical network',
    letter: of.diagnosisId === 'psoriasis' ? 'A' : 'B',
    malignancy: of.malignancy,
  }),
}));

const { model, engine } = await createTinyModel(examples.map(({ answer }) => question + answer));
await trainSft({
  model,
  examples,
  steps: 60,
  learningRate: 1e-2,
  seed: 1,
  onStep: ({ step, metrics }) => {
    if (step === 1 || step % 20 === 0) {
      console.log(`step ${String(step).padStart(3)}  loss ${metrics.loss!.toFixed(3)}`);
    }
  },
});
await model.save('runs/examples/tiny-model');
await model.release();

const opened = await loadModel('runs/examples/tiny-model', { engine });
for (const of of [cases[0]!, cases.at(-1)!]) {
  const prompts = [{ text: question, images: [of.image] }];
  const [group] = await opened.generate(prompts, { maxTokens: 40, temperature: 0 });
  console.log(`\n${of.diagnosisId}, ${malignancyText[of.malignancy]}:\n  ${group?.[0]?.text}`);
}
await opened.release();
await engine.close();
