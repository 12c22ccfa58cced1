import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adamw, createEngine, type Engine, ops, type TokenLoss } from '@skinr1/autograd';
import {
  addAdapter,
  createLearner,
  createModel,
  createModelConfig,
  createTokenizer,
  loadModel,
  type Model,
  type ModelSizes,
  type Question,
  trainByteLevelBpe,
  type WeightPrecision,
} from '@skinr1/model';

const colors = { red: [200, 40, 40], green: [40, 180, 60], blue: [50, 60, 200] } as const;
const phrasings = ['What color is it?', 'Which color fits the picture?', 'Name the color:'];
const texts = [...phrasings, ...Object.keys(colors), 'The picture is', 'and not'];

/** A picture of one color, shifted by some levels. */
function question(text: string, rgb: readonly number[], shift: number): Question {
  const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (rgb[i % 3] as number) + shift);
  return { text, images: [{ kind: 'pixels', width: 32, height: 32, data }] };
}

/**
 * What rounding does to a model's answers: for prompts that are fixed, the Kullback-Leibler divergence of the
 * next token's distribution in few bits from that in float32, over the whole vocabulary, and how often the most
 * probable token is the same.
 *
 *     bench quantization tiny     a model of 64 and 4 layers, taught to name colors; shades it has not seen
 *     bench quantization wide     one layer of the 7B model's widths, random; the first token alone
 */
export async function run([kind = 'tiny']: string[]): Promise<void> {
  const engine = await createEngine();
  const folder = await mkdtemp(join(tmpdir(), 'skinr1-bench-'));
  try {
    const model = await createModel({
      ...parts(kind === 'wide' ? wide : tiny),
      engine,
      seed: 1,
      imageProcessor: { minPixels: 1024, maxPixels: 1024 },
    });
    if (kind !== 'wide') await teach(model);
    await model.save(folder);
    await model.release();
    // A wide model is slow to ask: one question of each color, no beginning of an answer.
    const scope = kind === 'wide' ? { texts: 1, starts: [0] } : { texts: 3, starts: [0, 3, 5] };
    const reference = await distributions(engine, folder, 'float32', scope);
    for (const precision of ['int8', 'int4'] as const) {
      report(precision, reference, await distributions(engine, folder, precision, scope));
    }
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
}

const vision = { hiddenSize: 64, intermediateSize: 128, layerCount: 2, headCount: 4, patchSize: 8 };
const tiny: ModelSizes = {
  text: {
    hiddenSize: 64,
    intermediateSize: 192,
    layerCount: 4,
    headCount: 4,
    keyValueHeadCount: 2,
  },
  vision,
};
const wide: ModelSizes = {
  text: {
    hiddenSize: 3584,
    intermediateSize: 18944,
    layerCount: 1,
    headCount: 28,
    keyValueHeadCount: 4,
  },
  vision,
  tieWordEmbeddings: false,
};

function parts(sizes: ModelSizes) {
  const tokenizer = createTokenizer(trainByteLevelBpe(texts, { vocabularySize: 320 }));
  return { config: createModelConfig(sizes, tokenizer), tokenizer };
}

const likelihood: TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

const answerOf = (name: string) =>
  `The picture is ${name} and not ${name === 'red' ? 'blue' : 'red'}`;

/** Fine-tunes on shades that are multiples of ten. */
async function teach(model: Model): Promise<void> {
  const { tokenizer } = model;
  const optimizer = adamw({ learningRate: 3e-3 });
  const learner = await createLearner(model, { loss: likelihood, optimizer });
  for (let step = 0; step < 120; step++) {
    const groups = Object.entries(colors).map(([name, rgb], i) => {
      const text = phrasings[(step + i) % phrasings.length] as string;
      const tokenIds = [...tokenizer.encode(answerOf(name)), tokenizer.endOfTurnId];
      const prompt = question(text, rgb, 10 * ((step % 5) - 2));
      return { prompt, completions: [{ tokenIds }] };
    });
    const { loss } = await learner.step(groups);
    if (step % 40 === 39) console.log(`step ${step + 1}: loss ${loss.toFixed(4)}`);
  }
  await learner.release();
}

/** Log-probabilities of every token at each place of the answers to questions of shades in between. */
async function distributions(
  engine: Engine,
  folder: string,
  precision: WeightPrecision,
  scope: { readonly texts: number; readonly starts: readonly number[] },
): Promise<Float64Array[]> {
  const model = await loadModel(folder, { engine, precision });
  // Of rank 1 and fresh, so that scoring needs no copy of the weights and the answers stay what they are.
  await addAdapter(model, { rank: 1, seed: 1 });
  const learner = await createLearner(model, {
    loss: likelihood,
    optimizer: adamw({ learningRate: 0 }),
  });
  const { vocabularySize } = model.config.text;
  const results: Float64Array[] = [];
  for (const [name, rgb] of Object.entries(colors)) {
    for (const [i, text] of phrasings.slice(0, scope.texts).entries()) {
      const prompt = question(text, rgb, 5 - 10 * (i % 2));
      const start = model.tokenizer.encode(answerOf(name));
      for (const length of scope.starts) {
        const completions = Array.from({ length: vocabularySize }, (_, id) => ({
          tokenIds: [...start.slice(0, length), id],
        }));
        const [rows = []] = await learner.logProbs([{ prompt, completions }]);
        results.push(Float64Array.from(rows, (row) => row.at(-1) as number));
      }
    }
  }
  await learner.release();
  await model.release();
  return results;
}

function report(
  precision: string,
  reference: readonly Float64Array[],
  rounded: readonly Float64Array[],
) {
  const divergences = reference.map((p, i) =>
    p.reduce((sum, logP, id) => sum + Math.exp(logP) * (logP - (rounded[i]?.[id] as number)), 0),
  );
  const best = (row: Float64Array) => row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  const same = reference.filter((p, i) => best(p) === best(rounded[i] as Float64Array)).length;
  const mean = divergences.reduce((sum, value) => sum + value, 0) / divergences.length;
  const largest = divergences.reduce((most, value) => Math.max(most, value), 0);
  console.log(
    `${precision}: KL mean ${mean.toExponential(2)}, largest ${largest.toExponential(2)} nats; ` +
      `most probable token the same at ${same} of ${reference.length} places`,
  );
}
