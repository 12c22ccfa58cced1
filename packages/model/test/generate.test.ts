import { adamw, createEngine, type Engine, ops, type TensorHandle } from '@skinr1/autograd';
import { createRandom, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GenerationSettings, generateRows } from '../src/generate/generator.ts';
import { GenerationSessions } from '../src/generate/sessions.ts';
import { stopAfter, stopAtTokens } from '../src/generate/stopping.ts';
import { createLearner } from '../src/learn/learner.ts';
import type { Model } from '../src/model.ts';
import { plainImage } from '../src/testing/index.ts';
import { ModelWeights } from '../src/weights/model-weights.ts';
import { fixturePrompts, hashWeights, type ModelFixture, readFixture } from './support/parity.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let model: Model;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model.release();
  await engine.close();
});

const questions = [
  { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] },
  { text: 'nevus or melanoma?', images: [] },
  { text: 'And of these two?', images: [plainImage(3, 3, 3), plainImage(9, 200, 9, 24)] },
];

describe.each(['grouped', 'tied', 'qwen2', 'qwen3'])(
  'greedy decoding of the %s configuration',
  (name) => {
    it('gives the tokens of Transformers, rows of different lengths together', async () => {
      const fixture = readFixture<ModelFixture>(`model-${name}.json`);
      const { family, config, prompts } = fixturePrompts(name, fixture);
      const weights: Record<string, TensorHandle> = {};
      for (const [key, value] of hashWeights({ family, config }))
        weights[key] = await engine.upload(value);
      const architecture = { family, config };
      const sessions = new GenerationSessions(engine, architecture, new ModelWeights(weights), 0);
      const groups = await generateRows(sessions, prompts, {
        groupSize: 2,
        maxTokens: 10,
        endIds: [],
        choice: { temperature: 0, topK: 0, topP: 1, minP: 0, banned: new Uint8Array(160) },
        processors: [],
        stopping: [stopAfter(10)],
        bytesOf: () => new Uint8Array(0),
        maxRows: 8,
        adapter: null,
        randomOf: () => createRandom(0),
      });
      groups.forEach((rows, i) => {
        for (const row of rows) expect([...row.tokenIds]).toEqual(fixture.greedy[i]);
      });
      await sessions.release();
      for (const handle of Object.values(weights)) handle.release();
    });
  },
);

describe('sampling', () => {
  // A tenth of the vocabulary ends an answer, so that rows finish at many different times.
  const endIds = new Set(Array.from({ length: 31 }, (_, i) => 7 * i));
  const maxTokens = 30;
  const generate = async (change: Partial<GenerationSettings> = {}) => {
    const sessions = new GenerationSessions(engine, model, model.weights, 0);
    const prompts = await Promise.all(questions.map((question) => model.encodePrompt(question)));
    const groups = await generateRows(sessions, prompts, {
      groupSize: 5,
      maxTokens,
      endIds: [...endIds],
      choice: {
        temperature: 1,
        topK: 0,
        topP: 1,
        minP: 0,
        banned: new Uint8Array(model.config.text.vocabularySize),
      },
      processors: [],
      stopping: [stopAtTokens(endIds), stopAfter(maxTokens)],
      bytesOf: model.tokenizer.bytesOf,
      maxRows: 128,
      adapter: null,
      randomOf: (prompt, row) => createRandom(`${prompt}.${row}`),
      ...change,
    });
    await sessions.release();
    return groups;
  };

  it.each<[string, Partial<GenerationSettings>, number]>([
    ['finished rows dropped on the way', {}, 5],
    // Long enough to merge recent tokens into the older ones more than once.
    ['nothing dropped', { maxTokens: 40, endIds: [], stopping: [stopAfter(40)], groupSize: 2 }, 1],
  ])(
    'with the cache, %s, has the log-probabilities of a pass without',
    async (_, change, least) => {
      const groups = await generate(change);
      const lengths = groups.flat().map(({ tokenIds }) => tokenIds.length);
      expect(new Set(lengths).size).toBeGreaterThanOrEqual(least);
      const learner = await createLearner(model, {
        loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
        optimizer: adamw({ learningRate: 0 }),
      });
      const scores = await learner.logProbs(
        questions.map((prompt, i) => ({
          prompt,
          // Drawn at temperature 1, as tokens alone are scored.
          completions: groups[i]!.map(({ tokenIds }) => ({ tokenIds })),
        })),
      );
      groups.forEach((rows, i) => {
        rows.forEach((row, k) => {
          row.logProbs.forEach((value, t) => {
            expect(Math.abs(scores[i]![k]![t]! - value)).toBeLessThan(2e-5);
          });
        });
      });
      await learner.release();
    },
  );

  it('stops each row at its own end token', async () => {
    for (const { tokenIds, finishReason } of (await generate()).flat()) {
      const ids = [...tokenIds];
      expect(ids.slice(0, -1).some((id) => endIds.has(id))).toBe(false);
      expect(finishReason).toBe(endIds.has(ids.at(-1)!) ? 'stop' : 'length');
      if (finishReason === 'length') expect(ids.length).toBe(maxTokens);
    }
  });

  it('gives a row the same answer however the batch is cut', async () => {
    const whole = await generate();
    for (const maxRows of [1, 3, 7]) {
      const cut = await generate({ maxRows });
      expect(cut.map((rows) => rows.map(({ tokenIds }) => tokenIds))).toEqual(
        whole.map((rows) => rows.map(({ tokenIds }) => tokenIds)),
      );
    }
  });

  it('takes the frequencies that the log-probabilities say', async () => {
    const [rows] = await model.generate([questions[1]!], {
      groupSize: 4000,
      maxTokens: 1,
      temperature: 0.5,
      random: createRandom(11),
    });
    const first = rows!.map(({ tokenIds, logProbs }) => ({
      id: tokenIds[0]!,
      p: Math.exp(logProbs[0]!),
    }));
    // The whole vocabulary's probabilities: ids never drawn are each improbable.
    for (const { id, p } of first.slice(0, 20)) {
      const count = first.filter((other) => other.id === id).length;
      const deviation = Math.sqrt(4000 * p * (1 - p));
      // 5 standard deviations of a binomial count.
      expect(Math.abs(count - 4000 * p)).toBeLessThan(5 * deviation);
    }
  });
});

describe('model.generate', () => {
  it('depends on the random source alone', async () => {
    const once = (seed: number) =>
      model.generate(questions, { groupSize: 2, maxTokens: 5, random: createRandom(seed) });
    expect(await once(1)).toEqual(await once(1));
    expect(await once(1)).not.toEqual(await once(2));
    const random = createRandom(1);
    const options = { groupSize: 2, maxTokens: 5, random };
    expect(await model.generate(questions, options)).not.toEqual(
      await model.generate(questions, options),
    );
  });

  it('never makes vision tokens', async () => {
    const [rows] = await model.generate([questions[0]!], {
      groupSize: 200,
      maxTokens: 12,
      temperature: 5,
    });
    const names = ['<|image_pad|>', '<|video_pad|>', '<|vision_start|>', '<|vision_end|>'];
    const vision = names.map((name) => model.tokenizer.idOf(name)!);
    const drawn = rows!.flatMap(({ tokenIds }) => [...tokenIds]);
    expect(drawn.filter((id) => vision.includes(id))).toEqual([]);
  });

  it('reports progress and obeys its signal', async () => {
    const seen: number[] = [];
    await model.generate(questions, {
      groupSize: 2,
      maxTokens: 3,
      onProgress: ({ done, total }) => {
        expect(total).toBe(6);
        seen.push(done);
      },
    });
    expect(seen.at(-1)).toBe(6);
    const controller = new AbortController();
    const running = model.generate(questions, { maxTokens: 1000, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(running).rejects.toThrow('enough');
    const after = await model.generate(questions, { maxTokens: 2 });
    expect(after.length).toBe(3);
  });

  it('refuses options out of range, and prompts over the limit', async () => {
    for (const options of [
      { maxTokens: 0 },
      { maxTokens: 2, groupSize: 1.5 },
      { maxTokens: 2, temperature: -1 },
      { maxTokens: 2, topP: 0 },
      { maxTokens: 2, topK: -1 },
    ]) {
      await expect(model.generate(questions, options)).rejects.toThrow(UsageError);
    }
    await expect(model.generate(questions, { maxTokens: 5000 })).rejects.toThrow(
      /prompt 3 of 3 .*over the model's/,
    );
    const named = { id: 'case-6', text: 'nevus '.repeat(5000), images: [] };
    await expect(model.generate([questions[1]!, named], { maxTokens: 1 })).rejects.toThrow(
      /prompt 'case-6' has \d+ tokens/,
    );
  });

  it('at the temperature 1e-6 of published folders takes the most probable token', async () => {
    const cold = await model.generate(questions, { maxTokens: 8, temperature: 1e-6 });
    const greedy = await model.generate(questions, { maxTokens: 8, temperature: 0 });
    expect(cold.flat().map(({ tokenIds }) => [...tokenIds])).toEqual(
      greedy.flat().map(({ tokenIds }) => [...tokenIds]),
    );
    for (const { logProbs } of cold.flat()) {
      // Certain, or a near tie between the first two.
      for (const value of logProbs) expect(value).toBeGreaterThan(-1);
    }
  });
});
