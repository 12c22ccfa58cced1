import { adamw, createEngine, type Engine, ops } from '@skinr1/autograd';
import { createRandom, InvalidInputError, type SampledCompletion, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerText } from '../src/generate/answer-text.ts';
import {
  addAdapter,
  type CompletionPart,
  type CompletionStream,
  createLearner,
  forceTokens,
  type LogitsProcessor,
  type Model,
  mergeAdapter,
  removeAdapter,
  stopStrings,
} from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let model: Model;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model[Symbol.asyncDispose]();
  await engine.close();
});

const question = { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] };

async function read(stream: CompletionStream): Promise<CompletionPart[]> {
  const parts: CompletionPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe('the text of tokens that come one by one', () => {
  it('has whole characters at each step, and at the end is what decoding all gives', () => {
    const { tokenizer } = model;
    const ids = Array.from({ length: tokenizer.vocabularySize }, (_, id) => id);
    const letters = ['é', '皮膚', '🩺', '<thinking>', ' nevus', '\uFEFF'];
    const piece = fc.oneof(
      fc.constantFrom(...letters).map((text) => tokenizer.encode(text)),
      fc.constantFrom(...ids).map((id) => [id]),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = new AnswerText(tokenizer.bytesOf);
        let before = '';
        for (const id of pieces.flat()) {
          text.add(id);
          expect(text.text.startsWith(before)).toBe(true);
          // A lone half of a pair is no character.
          expect(text.text).not.toMatch(/\p{Surrogate}/u);
          before = text.text;
        }
        text.finish();
        expect(text.text).toBe(tokenizer.decode(pieces.flat()));
      }),
      { numRuns: 300 },
    );
  });

  it('waits for a character that several tokens spell', async () => {
    const ids = model.tokenizer.encode('a皮🩺b');
    expect(ids.length).toBeGreaterThan(6);
    const stream = model.stream(question, {
      maxTokens: ids.length,
      processors: [forceTokens(ids)],
    });
    const parts = await read(stream);
    expect(parts.map(({ text }) => text)).toEqual(['a', '皮', '🩺', 'b']);
    expect(parts.flatMap(({ tokenIds }) => tokenIds)).toEqual(ids);
  });
});

describe('model.stream', () => {
  it('is part by part what generate gives', async () => {
    const options = { maxTokens: 24, seeds: ['a'] };
    const [[whole] = []] = await model.generate([question], options);
    const stream = model.stream(question, options);
    const parts = await read(stream);
    expect(await stream.result).toEqual(whole);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map(({ text }) => text).join('')).toBe(whole?.text);
    expect(parts.flatMap(({ tokenIds }) => tokenIds)).toEqual([...(whole?.tokenIds ?? [])]);
    const logProbs = Float32Array.from(parts.flatMap((part) => part.logProbs));
    expect(logProbs).toEqual(whole?.logProbs);
  });

  it('leaves a stop string out, and never shows the beginning of one', async () => {
    const ids = model.tokenizer.encode('nevus, psoriasis and more');
    const stream = model.stream(question, {
      maxTokens: 40,
      processors: [forceTokens(ids)],
      stopping: [stopStrings(['soria', 'never'])],
    });
    const shown: string[] = [];
    for await (const { text } of stream) shown.push(text);
    const result = await stream.result;
    expect(result).toMatchObject({ text: 'nevus, p', finishReason: 'stop' });
    expect(shown.join('')).toBe('nevus, p');
    expect(model.tokenizer.decode(result.tokenIds)).toMatch(/^nevus, psoria/);
  });

  it('ends when reading ends, and the next call finds the model free', async () => {
    let drawn = 0;
    const count: LogitsProcessor = () => {
      drawn++;
    };
    const stream = model.stream(question, { maxTokens: 1000, processors: [count] });
    for await (const _ of stream) break;
    const atBreak = drawn;
    await expect(stream.result).rejects.toThrow(/ended before/);
    await model.generate([question], { maxTokens: 2 });
    expect(drawn).toBe(atBreak);
    expect(atBreak).toBeLessThan(50);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('that nobody reads holds nobody up', async () => {
    const left = model.stream(question, { maxTokens: 20, seeds: [1] });
    const [[next] = []] = await model.generate([question], { maxTokens: 2 });
    expect(next?.tokenIds.length).toBeGreaterThan(0);
    expect((await left.result).tokenIds.length).toBeGreaterThan(0);
  });

  it('tells its reader of an error, once', async () => {
    const stream = model.stream(question, { maxTokens: 0 });
    await expect(stream.next()).rejects.toThrow(UsageError);
    expect((await stream.next()).done).toBe(true);
    await expect(stream.result).rejects.toThrow(/maxTokens/);
  });
});

describe('an aborted call', () => {
  it.each(['before it starts', 'while it is encoded', 'while it waits', 'in the first pass'])(
    'ends with the reason %s',
    async (when) => {
      const controller = new AbortController();
      const reason = new Error(`enough ${when}`);
      if (when === 'before it starts') controller.abort(reason);
      const busy = when === 'while it waits' ? model.generate([question], { maxTokens: 30 }) : null;
      const call = model.generate([question], { maxTokens: 30, signal: controller.signal });
      const ends = expect(call).rejects.toBe(reason);
      if (when === 'in the first pass') await new Promise((resolve) => setTimeout(resolve, 2));
      controller.abort(reason);
      await ends;
      expect((await model.generate([question], { maxTokens: 1 })).length).toBe(1);
      await busy;
    },
  );
});

describe('seeds', () => {
  it('decide each answer alone', async () => {
    const draw = async (seeds: (number | string)[], groupSize = seeds.length) => {
      const [rows = []] = await model.generate([question], { maxTokens: 8, groupSize, seeds });
      return rows.map(({ tokenIds }) => [...tokenIds]);
    };
    const [a, b] = await draw([7, 'b']);
    expect(await draw(['b', 7, 7])).toEqual([b, a, a]);
    await expect(draw([1], 2)).rejects.toThrow(
      /number of seeds is 1, that of answers 2.*one seed/s,
    );
    const random = createRandom(1);
    await expect(model.generate([question], { maxTokens: 1, seeds: [1], random })).rejects.toThrow(
      UsageError,
    );
  });
});

describe('processors', () => {
  it('stand in the settings of what they shaped, which a learner refuses', async () => {
    const options = { maxTokens: 4, processors: [forceTokens([70, 71])] };
    const [completions = []] = await model.generate([question], options);
    expect(completions[0]?.sampling.processors).toEqual(['forceTokens({"ids":[70,71]})']);
    const learner = await createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 0 }),
    });
    await expect(learner.step([{ prompt: question, completions }])).rejects.toThrow(
      /logits processors forceTokens/,
    );
    const penalized = await model.generate([question], { maxTokens: 2, presencePenalty: 1 });
    await expect(
      learner.step([{ prompt: question, completions: penalized[0] as SampledCompletion[] }]),
    ).rejects.toThrow(/presence penalty of 1/);
    await learner.release();
  });
});

describe('model.score', () => {
  it('gives the log-probabilities of sampling and of a learner', async () => {
    const [rows = []] = await model.generate([question], { maxTokens: 9, groupSize: 3 });
    const texts = ['nevus', 'melanoma, malignant', 'B'];
    const tokens = texts.map((text) => model.tokenizer.encode(text));
    const scored = await model.score(question, [...rows.map(({ tokenIds }) => tokenIds), ...texts]);
    const learner = await createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 0 }),
    });
    const completions = scored.map(({ tokenIds }) => ({ tokenIds }));
    const [learnt = []] = await learner.logProbs([{ prompt: question, completions }]);
    await learner.release();
    expect(scored.slice(3).map(({ tokenIds }) => [...tokenIds])).toEqual(tokens);
    scored.forEach(({ logProbs, logProb }, i) => {
      const sampled = rows[i]?.logProbs ?? learnt[i]!;
      let sum = 0;
      logProbs.forEach((value, t) => {
        expect(Math.abs(value - sampled[t]!)).toBeLessThan(2e-5);
        expect(Math.abs(value - learnt[i]![t]!)).toBeLessThan(2e-5);
        sum += value;
      });
      expect(logProb).toBeCloseTo(sum, 5);
    });
  });

  it('does so without an image, at a temperature, to the end of the turn, in any number of rows', async () => {
    const plain = { text: 'nevus or melanoma?', images: [] };
    const options = { maxTokens: 5, temperature: 2, groupSize: 2, seeds: [3, 4] };
    const [rows = []] = await model.generate([plain], options);
    const texts = rows.map(({ tokenIds }) => tokenIds);
    const scored = await model.score(plain, texts, { temperature: 2, endOfTurn: true });
    scored.forEach(({ tokenIds, logProbs }, i) => {
      expect(tokenIds.at(-1)).toBe(model.tokenizer.endOfTurnId);
      rows[i]?.logProbs.forEach((value, t) => {
        expect(Math.abs(value - logProbs[t]!)).toBeLessThan(2e-5);
      });
    });
    expect(await model.score(plain, ['', 'A'])).toMatchObject([{ logProb: 0 }, {}]);
    expect(await model.score(plain, [])).toEqual([]);
  });

  it('names tokens outside the vocabulary, and texts that are too long', async () => {
    const scores = (texts: number[][]) => model.score(question, texts);
    await expect(scores([[3, 314]])).rejects.toThrow(InvalidInputError);
    await expect(scores([[-1]])).rejects.toThrow(/token -1 is outside the vocabulary of 314/);
    await expect(scores([[1.5]])).rejects.toThrow(/token 1.5/);
    await expect(scores([new Array(5000).fill(3)])).rejects.toThrow(/over the model's/);
    await expect(model.score(question, ['A'], { temperature: 0 })).rejects.toThrow(UsageError);
  });
});

describe('calls at once on one model', () => {
  it('run one after the other, with a learner among them', async () => {
    const learner = await createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 1e-3 }),
    });
    const options = { maxTokens: 6, seeds: [5] };
    const completions = [{ tokenIds: model.tokenizer.encode('nevus') }];
    const before = await model.generate([question], options);
    const stream = model.stream(question, options);
    const [first, step, after, scores, parts] = await Promise.all([
      model.generate([question], options),
      learner.step([{ prompt: question, completions }]),
      model.generate([question], options),
      model.score(question, ['nevus']),
      read(stream),
    ]);
    expect(first).toEqual(before);
    expect(step.tokens).toBe(completions[0]?.tokenIds.length);
    expect(after).not.toEqual(before);
    expect(scores[0]?.tokenIds.length).toBe(step.tokens);
    expect(parts.map(({ text }) => text).join('')).toBe(before[0]?.[0]?.text);
    await learner.release();
  });

  it('keep their adapter: it is merged when they are over, and not removed before', async () => {
    await addAdapter(model, { name: 'mine', rank: 2, seed: 1 });
    const options = { maxTokens: 6, seeds: [5] };
    const before = await model.generate([question], options);
    const running = model.generate([question], options);
    expect(() => removeAdapter(model, 'mine')).toThrow(/while a call uses the model/);
    await Promise.all([running, mergeAdapter(model, 'mine')]);
    expect(await running).toEqual(before);
    expect(model.weights.adapterNames).toEqual([]);
  });
});
