import { createEngine } from '@skinr1/autograd';
import { createRandom, type ImageSource } from '@skinr1/core';
import { choiceQuestions, questionPool, syntheticLesions } from '@skinr1/datasets';
import {
  createModel,
  loadModel,
  type Model,
  type Question,
  type SaliencyMap,
  saliency,
} from '@skinr1/model';
import { loadOntology } from '@skinr1/ontology';
import { withoutDetails } from '../../packages/model/src/saliency/without-details.ts';

type Pixels = Extract<ImageSource, { kind: 'pixels' }>;

const lesions = 60;
/** Parts of an image across and down, blurred one at a time. */
const parts = 4;

/**
 * Whether saliency tells what an answer rests on: `bench saliency MODEL`, a folder of a model taught on drawn lesions.
 * Of lesions of a seed of their own, by parts of the image, Spearman's correlation of the map's size with how much
 * log p(answer) changes when the part is blurred; beside it the same model with random weights.
 */
export async function run([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('Name the folder of a model, such as one of a run.');
  const engine = await createEngine();
  const taught = await loadModel(folder, { engine });
  const { config, tokenizer } = taught;
  const untaught = await createModel({
    ...{ config, tokenizer, engine, seed: 'untaught' },
    imageProcessor: taught.imageProcessor.config,
  });
  const questions = drawQuestions();
  const answers = await taught.generate(questions, { maxTokens: 160, temperature: 0 });
  for (const [title, model] of Object.entries({ taught, 'random weights': untaught })) {
    const correlations: number[] = [];
    const missing: number[] = [];
    for (const [at, question] of questions.entries()) {
      const answer = answers[at]![0]!.text;
      const [found] = await saliency(model, question, answer);
      const { logProb, blurredLogProb, map } = found!;
      const change = await changes(model, question, answer, logProb);
      correlations.push(rankCorrelation(sizesByPart(found!), change.map(Math.abs)));
      missing.push(Math.abs(logProb - blurredLogProb - sum([...map.data])));
    }
    const each = sum(correlations) / lesions;
    const spread = Math.sqrt(sum(correlations.map((value) => (value - each) ** 2))) / lesions;
    console.log(
      `${title}: rank correlation with blurring, ${lesions} lesions: ${each.toFixed(2)} ± ${spread.toFixed(2)} (standard error); the maps miss ${(sum(missing) / lesions).toFixed(3)} nats of what they share out`,
    );
    await model.release();
  }
  await engine.close();
}

function drawQuestions(): Question[] {
  const ontology = loadOntology();
  const cases = syntheticLesions({ seed: 'where it looks', casesPerDisease: 8, ontology });
  const some = createRandom('cases').shuffle(cases).slice(0, lesions);
  const pool = questionPool(cases);
  return choiceQuestions(some, { ontology, pool, seed: 'options' }).map(({ text, images }) => ({
    text,
    images: [...images],
  }));
}

/** How log p(answer) falls with each part of the image blurred, row by row. */
async function changes(
  model: Model,
  question: Question,
  answer: string,
  logProb: number,
): Promise<number[]> {
  const image = (question as { images: readonly Pixels[] }).images[0]!;
  const { width, height } = image;
  const blurred = withoutDetails({ ...image, data: Uint8Array.from(image.data) });
  const falls: number[] = [];
  for (let part = 0; part < parts ** 2; part++) {
    const [top, left] = [Math.floor(part / parts), part % parts];
    const data = Uint8Array.from(image.data);
    for (let y = 0; y < height; y++) {
      if (Math.floor((y * parts) / height) !== top) continue;
      const start = (y * width + Math.ceil((left * width) / parts)) * 3;
      const end = (y * width + Math.ceil(((left + 1) * width) / parts)) * 3;
      data.set(blurred.data.subarray(start, end), start);
    }
    const [scored] = await model.score({ ...question, images: [{ ...image, data }] }, [answer]);
    falls.push(logProb - scored!.logProb);
  }
  return falls;
}

function sizesByPart({ map }: SaliencyMap): number[] {
  const [rows, columns] = map.shape as [number, number];
  const sums = new Array<number>(parts ** 2).fill(0);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const part = Math.floor((y * parts) / rows) * parts + Math.floor((x * parts) / columns);
      sums[part]! += map.get(y, x);
    }
  }
  return sums.map(Math.abs);
}

/** Spearman's ρ of values without ties. */
function rankCorrelation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [ranks(first), ranks(second)];
  const middle = (first.length - 1) / 2;
  const products = a.map((rank, i) => (rank - middle) * (b[i]! - middle));
  return sum(products) / sum(a.map((rank) => (rank - middle) ** 2));
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const found = new Array<number>(values.length);
  order.forEach((place, rank) => {
    found[place] = rank;
  });
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
