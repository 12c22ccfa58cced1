import { createEngine, type Engine, type Tensor } from '@skinr1/autograd';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { padded } from '../src/batch/sequence-batch.ts';
import { prefill } from '../src/generate/prefill.ts';
import { GenerationSessions } from '../src/generate/sessions.ts';
import type { Model } from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { loadPart } from '../src/weights/weight-part.ts';
import { promptLogits } from './support/prompt-logits.ts';
import { recordRuns } from './support/record-runs.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let runs: string[];
let model: Model;
let sessions: GenerationSessions;
beforeAll(async () => {
  const recorded = recordRuns(await createEngine({ threads: 1 }));
  engine = recorded.engine;
  runs = recorded.runs;
  model = await tinyModel(engine);
  sessions = new GenerationSessions(engine, model, model.weights, 0);
});
afterAll(async () => {
  await sessions.release();
  await model.release();
  await engine.close();
});

/** Logits behind a prompt that is read in one run. */
async function inOneRun(prompt: Awaited<ReturnType<Model['encodePrompt']>>): Promise<Float32Array> {
  const parts: Record<string, Tensor> = {};
  for (const [name, part] of Object.entries(model.weights.parts)) {
    parts[name] = await loadPart(engine, part);
  }
  const last = { row: 0, column: prompt.tokenIds.length - 1 };
  return promptLogits(engine, model, parts, [prompt], [last]);
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

it('reads a long prompt in chunks, images across their borders, to the logits of one run', async () => {
  const images = Array.from({ length: 40 }, (_, i) => plainImage(6 * i, 250 - 6 * i, 40));
  const prompt = await model.encodePrompt({ text: 'nevus or melanoma? '.repeat(80), images });
  expect(prompt.tokenIds.length).toBeGreaterThan(1024);
  runs.length = 0;
  const { cache, logits } = await prefill(sessions, [prompt], 1, { adapter: null });
  cache.release();
  const chunks = Math.ceil(padded(prompt.tokenIds.length) / 512);
  expect(runs).toEqual(['vision', ...new Array<string>(chunks).fill('first pass')]);
  expect(furthest(logits.data as Float32Array, await inOneRun(prompt))).toBeLessThan(1e-5);
});

it('reads more prompts than fit in one run part by part, as it reads each alone', async () => {
  const words = ['nevus? ', 'melanoma? ', 'psoriasis or rosacea? '];
  const prompts = await Promise.all(
    words.map((word, i) =>
      model.encodePrompt({ text: word.repeat(60 - 10 * i), images: [plainImage(70 * i, 9, 9)] }),
    ),
  );
  const many = [...prompts, ...prompts];
  runs.length = 0;
  const { cache, logits } = await prefill(sessions, many, 1, { adapter: null });
  cache.release();
  expect(runs.filter((name) => name === 'stack')).toHaveLength(2);
  const width = logits.dims[1] as number;
  expect(logits.dims).toEqual([many.length, width]);
  for (const [i, prompt] of prompts.entries()) {
    const row = (logits.data as Float32Array).subarray(i * width, (i + 1) * width);
    expect(furthest(row, await inOneRun(prompt))).toBeLessThan(1e-5);
    const again = many.length - prompts.length + i;
    const last = (logits.data as Float32Array).subarray(again * width, (again + 1) * width);
    expect(furthest(last, row)).toBeLessThan(1e-5);
  }
  // Answers behind the stacked cache are those behind each prompt.
  const questions = words.map((word) => ({ text: word.repeat(100), images: [] }));
  const options = { maxTokens: 3, temperature: 0 };
  const together = await model.generate([...questions, ...questions], options);
  for (const [i, question] of questions.entries()) {
    const [alone] = await model.generate([question], options);
    expect(together[i]![0]!.tokenIds).toEqual(alone![0]!.tokenIds);
    expect(furthest(together[i + 3]![0]!.logProbs, alone![0]!.logProbs)).toBeLessThan(1e-5);
  }
});

it('stops between chunks when it is told to', async () => {
  const prompt = await model.encodePrompt({ text: 'nevus or melanoma? '.repeat(150), images: [] });
  const controller = new AbortController();
  runs.length = 0;
  const reading = prefill(sessions, [prompt], 1, { adapter: null, signal: controller.signal });
  const stopped = expect(reading).rejects.toThrow('enough');
  while (runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('enough'));
  await stopped;
  expect(runs).toEqual(['first pass']);
});
