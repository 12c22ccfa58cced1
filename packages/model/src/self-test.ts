import { type Engine, Graph, ops, sgd, type TokenLoss, tensor } from '@skinr1/autograd';
import type { ImageSource } from '@skinr1/core';
import { rotation } from './architecture/rotary.ts';
import { fixedSpread } from './initial-weights.ts';
import { createLearner } from './learn/learner.ts';
import type { Model } from './model.ts';
import { createTinyModel } from './testing/tiny-model.ts';

/** One thing that was computed here and should have come out as it did elsewhere. */
export interface SelfTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What came out and what should have, or the error. */
  readonly detail: string;
}

/*
 * Numbers of a tiny model with drawn weights, computed on the processor of x64 by the code whose pixels, features,
 * logits and gradients the parity suite compares with Transformers and PyTorch.
 */
const expected = {
  pixels: [-1.777664, -1.675475, -0.025853, -1.067838],
  logProbs: [-8.814906, -7.17194, -8.01855, -3.75779],
  loss: 7.249069,
  gradientNorm: 9.640544,
};

/**
 * Whether images, rotary embeddings, logits and gradients come out on a device as they should: a tiny model is made
 * and asked. Takes about a second. What fails is told, not thrown.
 */
export async function selfTest(engine: Engine): Promise<SelfTestResult[]> {
  const results = [await attempt('rotary embedding', () => rotaryError(engine), 2e-4)];
  let model: Model | null = null;
  try {
    model = await createTinyModel(engine, {
      texts: [question, answer],
      imageSize: 32,
      spread: fixedSpread(0.3),
    });
    results.push(await attempt('pixels', () => pixelError(model!), 1e-5));
    const learner = await createLearner(model, {
      loss: likelihood,
      optimizer: sgd({ learningRate: 0 }),
    });
    const groups = [
      {
        prompt: { text: question, images: [gradientImage()] },
        completions: [{ tokenIds: model.tokenizer.encode(answer) }],
      },
    ];
    results.push(
      await attempt(
        'logits',
        async () => {
          const [[logProbs]] = (await learner.logProbs(groups)) as [[Float32Array]];
          return difference([...logProbs].slice(0, expected.logProbs.length), expected.logProbs);
        },
        1e-3,
      ),
      await attempt(
        'gradient',
        async () => {
          const { loss, gradientNorm } = await learner.step(groups);
          return difference([loss!, gradientNorm!], [expected.loss, expected.gradientNorm]);
        },
        1e-3,
      ),
    );
    await learner.release();
  } catch (error) {
    results.push({ name: 'a tiny model', passed: false, detail: messageOf(error) });
  }
  await model?.release();
  return results;
}

const question = 'What does the image show?';
const answer = 'An atypical network: melanoma.';

const likelihood: TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

/** 40 × 28 pixels in which every channel rises its own way, so that a mixed-up axis or channel shows. */
function gradientImage(): ImageSource {
  const [width, height] = [40, 28];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([6 * x, 9 * y, (x * y) % 251], 3 * (y * width + x));
    }
  }
  return { kind: 'pixels', width, height, data };
}

async function pixelError(model: Model): Promise<Deviation> {
  const { images } = await model.encodePrompt({ text: question, images: [gradientImage()] });
  const { pixels } = images[0]!;
  const places = [0, 1, pixels.length >> 1, pixels.length - 1];
  return difference(
    places.map((place) => pixels[place]!),
    expected.pixels,
  );
}

/** Cosines and sines of the angles of positions up to 4,096, against the processor's in float64. */
async function rotaryError(engine: Engine): Promise<Deviation> {
  const frequencies = Array.from({ length: 8 }, (_, i) => 1 / 1e6 ** (i / 8));
  const positions = [0, 1, 17, 512, 4096];
  const graph = new Graph('rotary');
  const input = graph.input('positions', 'float32', [1, positions.length]);
  const { cosine, sine } = rotation(input, [frequencies]);
  graph.output('cosine', cosine);
  graph.output('sine', sine);
  const session = await engine.load(graph, { source: 'self-test' });
  const { outputs } = await session.run({
    positions: tensor('float32', [1, positions.length], positions),
  });
  await session.release();
  const angles = positions.flatMap((position) =>
    frequencies.map((frequency) => Math.fround(position * Math.fround(frequency))),
  );
  const got = [outputs.cosine!, outputs.sine!].flatMap(({ data }) => Array.from(data, Number));
  return difference(got, [...angles.map(Math.cos), ...angles.map(Math.sin)]);
}

/** How far numbers are from those that they should be. */
interface Deviation {
  readonly largest: number;
  readonly shown: string;
}

function difference(got: readonly number[], wanted: readonly number[]): Deviation {
  const largest = wanted.reduce((most, value, i) => {
    const off = Math.abs((got[i] ?? Number.NaN) - value);
    return off <= most ? most : Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
  }, 0);
  return { largest, shown: `largest difference ${largest.toPrecision(2)}` };
}

async function attempt(
  name: string,
  compare: () => Promise<Deviation>,
  tolerance: number,
): Promise<SelfTestResult> {
  try {
    const { largest, shown } = await compare();
    return { name, passed: largest <= tolerance, detail: `${shown}, at most ${tolerance}` };
  } catch (error) {
    return { name, passed: false, detail: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
