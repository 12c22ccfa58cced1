import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adamw,
  chain,
  clipByGlobalNorm,
  type Engine,
  scheduledAdamw,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { createRandom, type Reward } from '@skinr1/core';
import { grpoLoss, trainGrpo } from '@skinr1/grpo';
import {
  createLearner,
  createPolicy,
  decodeImage,
  type Learner,
  type LearningGroup,
  loadModel,
  type Model,
  type ModelSizes,
  type TextQuestion,
} from '@skinr1/model';
import { sftLoss } from '@skinr1/sft';
import { encodePng } from '@skinr1/textbook';
import { benchModel, benchSizes, noise, question } from '../demo-model.ts';
import { median } from '../median.ts';
import { clearPeak, peakMib } from './peak-memory.ts';
import type { Measured, PeerName } from './peer.ts';

type ModelName = '3.4 M' | '30 M' | 'hidden 1024 × 4';

/** One kind of work, done by ours and asked of a peer in turns. */
export interface Work {
  readonly title: string;
  readonly model: ModelName;
  readonly prepare: (setting: Setting) => Promise<Prepared>;
}

/** What a work is made of. */
export interface Setting {
  readonly model: Model;
  /** Where inputs for the peer are written. */
  readonly folder: string;
}

/** A work that can be done again and again. */
export interface Prepared {
  readonly ours: () => Promise<Measured>;
  readonly peers: readonly AskedPeer[];
  readonly release?: () => Promise<void>;
}

/** Who does it too. */
export interface AskedPeer {
  readonly name: PeerName;
  /** How it goes about it, where there are several ways. */
  readonly how?: string;
  readonly asked: Readonly<Record<string, unknown>>;
}

/** Sizes of the models, each with random weights that both sides open from one folder. */
const models: Readonly<Record<ModelName, ModelSizes>> = {
  '3.4 M': benchSizes,
  '30 M': {
    text: {
      hiddenSize: 512,
      intermediateSize: 1408,
      layerCount: 8,
      headCount: 8,
      keyValueHeadCount: 2,
    },
    vision: { hiddenSize: 192, intermediateSize: 512, layerCount: 6, headCount: 6 },
  },
  'hidden 1024 × 4': {
    text: {
      maxPositions: 8192,
      hiddenSize: 1024,
      intermediateSize: 2816,
      layerCount: 4,
      headCount: 16,
      keyValueHeadCount: 4,
    },
    vision: { hiddenSize: 192, intermediateSize: 512, layerCount: 4, headCount: 6 },
  },
};

/** Writes the folder of a model, and opens it. */
export async function makeModel(engine: Engine, name: ModelName, folder: string): Promise<Model> {
  const made = await benchModel(engine, 112, models[name]);
  await made.save(folder);
  await made.release();
  return loadModel(folder, { engine, prefixCacheBytes: 0 });
}

const withImage: TextQuestion = { text: question, images: [noise(112, 1)] };
const alone: TextQuestion = { text: question, images: [] };

/** A question of at least so many tokens. */
async function ofTokens(model: Model, length: number): Promise<TextQuestion> {
  const one = (await model.encodePrompt({ text: ' nevus', images: [] })).tokenIds.length;
  const two = (await model.encodePrompt({ text: ' nevus nevus', images: [] })).tokenIds.length;
  return { text: ' nevus'.repeat(Math.ceil((length - one) / (two - one)) + 1), images: [] };
}

/** The works of the table, in its order. */
export const works: readonly Work[] = [
  generation('3.4 M', '8 answers of 64 tokens, image', withImage, { group: 8, tokens: 64 }),
  generation('hidden 1024 × 4', '8 answers of 64 tokens, image', withImage, {
    group: 8,
    tokens: 64,
  }),
  generation('3.4 M', 'one answer of 128 tokens, text', alone, { group: 1, tokens: 128 }),
  generation('3.4 M', 'one answer of 128 tokens, image', withImage, { group: 1, tokens: 128 }),
  generation('hidden 1024 × 4', 'first pass of 4,096 tokens', 4096, { group: 1, tokens: 1 }),
  training('3.4 M', 'training step, 12 images', withImage, { rows: 12, answer: 96 }),
  training('30 M', 'training step, 12 images', withImage, { rows: 12, answer: 96 }),
  training('3.4 M', 'training step, 2 rows of 2,048 tokens', 1984, { rows: 2, answer: 64 }),
  optimization('GRPO step of 16 × 8 × 64, text', alone),
  optimization('GRPO step of 16 × 8 × 64, image', withImage),
];

function generation(
  model: Work['model'],
  title: string,
  prompt: TextQuestion | number,
  { group, tokens }: { readonly group: number; readonly tokens: number },
): Work {
  const prepare = async ({ model, folder }: Setting): Promise<Prepared> => {
    const question = typeof prompt === 'number' ? await ofTokens(model, prompt) : prompt;
    const inputs = await writeInputs(model, folder, question, [null]);
    const random = createRandom('bench');
    const handled = tokens === 1 ? inputs.prompt : null;
    const sample = group > 1;
    const asked = { work: 'generate', inputs: inputs.file, group, tokens, sample };
    return {
      peers: [{ name: 'Transformers', asked }, ...waysOfTransformersJs(asked, group)],
      ours: () =>
        measure(async () => {
          const sampling = group > 1 ? { random } : { temperature: 0 };
          const options = { groupSize: group, maxTokens: tokens, ...sampling };
          const [answers] = await model.generate([question], options);
          return handled ?? answers!.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
        }),
    };
  };
  return { title, model, prepare };
}

/** It can make the answers of a group in one batch, or each in a call of its own. */
function waysOfTransformersJs(asked: AskedPeer['asked'], group: number): AskedPeer[] {
  const name = 'transformers.js';
  const batch = { ...asked, calls: 1 };
  if (group === 1) return [{ name, asked: batch }];
  return [
    { name, how: 'one batch', asked: batch },
    { name, how: `${group} calls`, asked: { ...asked, calls: group } },
  ];
}

function training(
  model: Work['model'],
  title: string,
  asked: TextQuestion | number,
  { rows, answer }: { readonly rows: number; readonly answer: number },
): Work {
  const prepare = async ({ model, folder }: Setting): Promise<Prepared> => {
    const prompt = typeof asked === 'number' ? await ofTokens(model, asked) : asked;
    // Words of the question in another order: a drawn number could be that of an image's place.
    const words = model.tokenizer.encode(question);
    const completions = Array.from({ length: rows }, (_, row) =>
      Int32Array.from({ length: answer }, (_, i) => words[(i * 31 + row * 17) % words.length]!),
    );
    const groups: LearningGroup[] = completions.map((tokenIds) => ({
      prompt,
      completions: [{ tokenIds }],
    }));
    const inputs = await writeInputs(model, folder, prompt, completions);
    const learner: Learner = await createLearner(model, {
      loss: sftLoss(),
      optimizer: chain(clipByGlobalNorm(1), adamw({ learningRate: 1e-3 })),
    });
    return {
      peers: [
        {
          name: 'Transformers',
          asked: { work: 'train', inputs: inputs.file, prompt: inputs.prompt },
        },
      ],
      ours: () =>
        measure(async () => {
          await learner.step(groups);
          return rows * (inputs.prompt + answer);
        }),
      release: () => learner.release(),
    };
  };
  return { title, model, prepare };
}

/** Steps of GRPO beside TRL's; a reward that differs from answer to answer, and means nothing. */
function optimization(title: string, question: TextQuestion): Work {
  const [prompts, group, tokens, steps] = [16, 8, 64, 3];
  const byLength: Reward = {
    name: 'by length',
    score: ({ completion }) => completion.text.length % 7,
  };
  const prepare = async ({ model, folder }: Setting): Promise<Prepared> => {
    const image = question.images.length > 0 ? join(folder, 'image.png') : null;
    if (image) writeFileSync(image, await encodePng(await decodeImage(question.images[0]!)));
    const learner = await createLearner(model, {
      loss: grpoLoss({ beta: 0.04 }),
      optimizer: scheduledAdamw({ peak: 1e-4, steps: 1000, weightDecay: 0 }),
    });
    const ours = async (): Promise<Measured> => {
      const seconds: number[] = [];
      await trainGrpo({
        policy: createPolicy(model, learner),
        prompts: Array.from({ length: prompts }, (_, id) => ({
          id: `${id}`,
          ...question,
          labels: null,
        })),
        rewards: [byLength],
        ...{ groupSize: group, promptsPerStep: prompts, maxTokens: tokens, steps, seed: 1 },
        onStep: ({ metrics }) => void seconds.push(metrics.step_time!),
      });
      return { seconds: median(seconds.slice(1)), count: prompts * group * tokens, peak_mib: 0 };
    };
    const sizes = { prompts, group, tokens, steps };
    const asked = {
      work: 'grpo',
      folder: join(folder, 'model'),
      question: question.text,
      image,
      ...sizes,
    };
    return {
      peers: [{ name: 'TRL', asked }],
      ours,
      release: () => learner.release(),
    };
  };
  return { title, model: '3.4 M', prepare };
}

/** The rows of a batch as Transformers takes them: one for each answer, behind the prompt. */
async function writeInputs(
  model: Model,
  folder: string,
  question: TextQuestion,
  answers: readonly (Int32Array | null)[],
): Promise<{ readonly file: string; readonly prompt: number }> {
  const { tokenIds, images } = await model.encodePrompt(question);
  const rows = answers.map((answer) => [...tokenIds, ...(answer ?? [])]);
  const ids = BigInt64Array.from(rows.flat(), BigInt);
  const inputs: Record<string, Tensor> = {
    input_ids: tensor('int64', [rows.length, rows[0]!.length], ids),
  };
  const [image] = images;
  if (image) {
    const { gridHeight, gridWidth, pixels } = image;
    const all = new Float32Array(pixels.length * rows.length);
    rows.forEach((_, row) => {
      all.set(pixels, row * pixels.length);
    });
    const patches = gridHeight * gridWidth;
    const grid = rows.flatMap(() => [1, gridHeight, gridWidth]);
    inputs.pixel_values = tensor('float32', [patches * rows.length, pixels.length / patches], all);
    inputs.image_grid_thw = tensor('int64', [rows.length, 3], BigInt64Array.from(grid, BigInt));
  }
  const file = join(folder, 'inputs.safetensors');
  await writeSafetensors(file, inputs);
  return { file, prompt: tokenIds.length };
}

/** Runs work that says how many tokens it handled. */
async function measure(work: () => Promise<number>): Promise<Measured> {
  clearPeak();
  const before = peakMib();
  const start = performance.now();
  const count = await work();
  const seconds = (performance.now() - start) / 1000;
  return { seconds, count, peak_mib: peakMib() - before };
}
