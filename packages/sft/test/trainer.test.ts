import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adamw, createEngine, createStepLog, type Engine, readStepLog } from '@skinr1/autograd';
import type { ImageSource } from '@skinr1/core';
import { addAdapter, createLearner, type Model } from '@skinr1/model';
import { plainImage } from '@skinr1/model/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  packExamples,
  type SftExample,
  type SftOptions,
  type SftStep,
  sftLoss,
  trainSft,
} from '../src/index.ts';
import { examples, tinyModel } from './support/tiny.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs with a fresh model of the same weights. */
async function withModel<T>(use: (model: Model) => Promise<T>): Promise<T> {
  const model = await tinyModel(engine);
  try {
    return await use(model);
  } finally {
    await model.release();
  }
}

const logs = (name: string) => ({
  metricsLog: createStepLog<SftStep>(join(folder, name, 'metrics.jsonl')),
  checkpoint: { directory: join(folder, name, 'checkpoints'), every: 2 },
});

/** A short run; every test changes what it is about. */
function train(model: Model, overrides: Partial<SftOptions> = {}) {
  return trainSft({
    model,
    examples,
    learningRate: 1e-2,
    batchSize: 1,
    steps: 7,
    seed: 3,
    ...overrides,
  });
}

describe('trainSft', () => {
  it('learns a handful of examples by heart and says them greedily, by the picture', async () => {
    await withModel(async (model) => {
      const steps: SftStep[] = [];
      const result = await train(model, {
        heldOut: examples,
        batchSize: 2,
        steps: 120,
        evaluateEvery: 40,
        onStep: (step) => void steps.push(step),
      });
      expect(result).toEqual({ steps: 120, resumedFrom: 0, stopReason: 'completed', skipped: [] });
      const losses = steps.map(({ metrics }) => metrics.loss as number);
      // Untrained, each of the 320 or fewer tokens is about as likely as any other.
      expect(losses[0]).toBeGreaterThan(4);
      expect(losses.at(-1)).toBeLessThan(0.1);

      const measured = steps.filter(({ metrics }) => 'eval_loss' in metrics);
      expect(measured.map(({ step }) => step)).toEqual([40, 80, 120]);
      expect(measured.at(-1)?.metrics.eval_loss).toBeCloseTo(losses.at(-1) as number, 1);

      const prompts = examples.map(({ prompt }) => prompt);
      const answers = await model.generate(prompts, { maxTokens: 80, temperature: 0 });
      expect(answers.map(([answer]) => answer?.text)).toEqual(examples.map(({ answer }) => answer));
      expect(answers.map(([answer]) => answer?.finishReason)).toEqual(['stop', 'stop']);
    });
  });

  it('reports names that dashboards know; the rate warms up and falls', async () => {
    await withModel(async (model) => {
      const steps: SftStep[] = [];
      await train(model, {
        steps: 10,
        warmupRatio: 0.2,
        onStep: (step) => void steps.push(step),
      });
      const rates = steps.map(({ metrics }) => metrics.learning_rate as number);
      // Two steps of warm-up: half, then the peak; then half a cosine down to 0 at step 10.
      expect(rates[0]).toBeCloseTo(5e-3, 6);
      expect(rates[1]).toBeCloseTo(1e-2, 6);
      expect(rates[5]).toBeCloseTo(5e-3, 6);
      expect(rates[9]).toBeCloseTo(0, 6);
      const { metrics } = steps[9] as SftStep;
      for (const name of ['loss', 'grad_norm', 'entropy', 'mean_token_probability', 'step_time']) {
        expect(Number.isFinite(metrics[name]), name).toBe(true);
      }
      expect(metrics.epoch).toBe(5);
      const { groups } = packExamples(examples, model.tokenizer);
      const tokens = groups.map(({ completions }) => completions[0]!.tokenIds.length);
      expect(metrics.num_tokens).toBe(5 * (tokens[0]! + tokens[1]!));
    });
  });

  it('counts and lists what is too long, and learns the rest', async () => {
    await withModel(async (model) => {
      const long = { prompt: { ...examples[0]!.prompt, id: 'long' }, answer: 'x '.repeat(300) };
      const result = await train(model, { examples: [...examples, long], maxAnswerTokens: 100 });
      expect(result.skipped).toHaveLength(1);
      expect(result.skipped[0]).toMatchObject({ source: "prompt 'long'", place: 'example 2' });
    });
  });

  it('shows each image another way each time, and measures them as they are', async () => {
    await withModel(async (model) => {
      const [dark, red] = examples.map(({ prompt }) => prompt.images[0] as ImageSource);
      const draws = new Set<number>();
      const shown: ImageSource[] = [];
      const [first] = examples as [SftExample, ...SftExample[]];
      const losses: (number | undefined)[] = [];
      await train(model, {
        examples: [first],
        heldOut: [first],
        evaluateEvery: 2,
        steps: 2,
        learningRate: 0,
        augment: (image, random) => {
          shown.push(image);
          draws.add(random.next());
          return red!;
        },
        onStep: ({ metrics }) => void losses.push(metrics.loss, metrics.eval_loss),
      });
      expect(shown).toEqual([dark, dark]);
      expect(draws.size).toBe(2);
      const [one, , two, measured] = losses;
      expect(two).toBe(one);
      expect(measured).not.toBeCloseTo(one as number, 4);
    });
  });

  it('takes epochs when no number of steps is given', async () => {
    await withModel(async (model) => {
      const lengths = { batchSize: 2, epochs: 3 };
      const { steps: _, ...options } = { steps: 0, model, examples, seed: 1, ...lengths };
      expect((await trainSft(options)).steps).toBe(3);
    });
  });

  it('leaves the model free, also after a failure', async () => {
    await withModel(async (model) => {
      const failed = train(model, {
        onStep: () => {
          throw new Error('boom');
        },
      });
      await expect(failed).rejects.toThrow('boom');
      expect(await train(model)).toMatchObject({ stopReason: 'completed' });
    });
  });

  it('refuses settings that make no sense', async () => {
    await withModel(async (model) => {
      await expect(train(model, { batchSize: 0 })).rejects.toThrow(/batchSize/);
      await expect(train(model, { steps: 0 })).rejects.toThrow(/steps/);
      await expect(train(model, { evaluateEvery: 0 })).rejects.toThrow(/evaluateEvery/);
      await expect(train(model, { examples: [] })).rejects.toThrow(/none of 0/);
    });
  });
});

describe('resume', () => {
  /** Everything that a run leaves, without the time it took. */
  async function traces(name: string): Promise<unknown> {
    const directory = join(folder, name, 'checkpoints');
    const newest = (await readdir(directory)).at(-1) as string;
    const files = await readdir(join(directory, newest), { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async (file) => [
          file.name,
          (await readFile(join(file.parentPath, file.name))).toString('base64'),
        ]),
    );
    const steps = await readStepLog<SftStep>(join(folder, name, 'metrics.jsonl'));
    return {
      newest,
      contents: contents.sort(),
      metrics: steps.map(({ metrics: { step_time: _, ...metrics } }) => metrics),
    };
  }

  it('is bit-equal after an abort and after a failure', async () => {
    await withModel((model) => train(model, logs('whole')));
    const controller = new AbortController();
    const first = await withModel((model) =>
      train(model, {
        ...logs('cut'),
        signal: controller.signal,
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      }),
    );
    expect(first).toMatchObject({ steps: 3, stopReason: 'aborted' });
    const second = withModel((model) =>
      train(model, {
        ...logs('cut'),
        resume: true,
        onStep: ({ step }) => {
          if (step === 6) throw new Error('boom');
        },
      }),
    );
    await expect(second).rejects.toThrow('boom');
    const third = await withModel((model) => train(model, { ...logs('cut'), resume: true }));
    expect(third).toMatchObject({ steps: 7, resumedFrom: 4 });
    expect(await traces('cut')).toEqual(await traces('whole'));
  });

  it('goes back to the checkpoint before one whose weights are damaged, to the same bits', async () => {
    await withModel((model) => train(model, logs('whole')));
    await withModel((model) => train(model, logs('hit')));
    const weights = join(folder, 'hit/checkpoints/step-00000007/model/model.safetensors');
    const bytes = await readFile(weights);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(weights, bytes);
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const result = await withModel((model) => train(model, { ...logs('hit'), resume: true }));
    expect(result).toMatchObject({ steps: 7, resumedFrom: 6 });
    expect(warn.mock.calls.join()).toMatch(/step-00000007, model\/model\.safetensors: is not what/);
    warn.mockRestore();
    expect(await traces('hit')).toEqual(await traces('whole'));
  });

  it('refuses to go on with anything else that fixes the result, and names it', async () => {
    await withModel((model) => train(model, logs('a')));
    const [first, ...rest] = examples as [SftExample, ...SftExample[]];
    const { prompt } = first;
    const changes: [Partial<SftOptions>, RegExp][] = [
      [{ examples: [first] }, /example texts/],
      [{ examples: [{ ...first, prompt: { ...prompt, text: 'And this?' } }, ...rest] }, /texts/],
      [
        { examples: [{ ...first, prompt: { ...prompt, images: [plainImage(9, 9, 9)] } }, ...rest] },
        /example images changed/,
      ],
      [{ examples: [{ ...first, answer: 'nevus' }, ...rest] }, /example answer tokens/],
      [
        { examples: [{ ...first, answer: [{ text: 'nevus', weight: 2 }] }, ...rest] },
        /token weights/,
      ],
      [{ learningRate: 2e-2 }, /optimizer\.1\.learningRate\.peak was 0.01 and is 0.02/],
      [{ trainable: (name) => name !== 'lm_head.weight' }, /trainable is new/],
      [{ heldOut: [first] }, /held-out example texts is new/],
      [{ seed: 4 }, /seed was 3 and is 4/],
      [{ augment: (image) => image }, /augment is new/],
    ];
    for (const [change, message] of changes) {
      const other = withModel((model) => train(model, { ...logs('a'), resume: true, ...change }));
      await expect(other).rejects.toThrow(message);
    }
  });

  it('refuses to put adapters on another base, which no checkpoint holds', async () => {
    const adapted = async (seed: number, resume: boolean) => {
      const model = await tinyModel(engine, seed);
      try {
        await addAdapter(model, { rank: 2, seed: 1 });
        const steps = resume ? 8 : 7;
        return await train(model, {
          ...logs('base'),
          resume,
          learner: await learnerOf(model),
          steps,
        });
      } finally {
        await model.release();
      }
    };
    const learnerOf = (model: Model) =>
      createLearner(model, { loss: sftLoss(), optimizer: adamw({ learningRate: 1e-2 }) });
    await adapted(1, false);
    await expect(adapted(2, true)).rejects.toThrow(/another run: frozen weights changed\./);
    expect(await adapted(1, true)).toMatchObject({ steps: 8, resumedFrom: 7 });
  });
});
