import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@skinr1/autograd';
import { addAdapter, loadAdapter, type Model, removeAdapter } from '@skinr1/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { methodRecipe, type SftOptions, type SftStep, trainSft } from '../src/index.ts';
import { examples, tinyModel } from './support/tiny.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'sft-adapter-'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** The method's recipe at reduced rank; the learning rate of a model that starts from nothing. */
async function modelWithAdapter(): Promise<Model> {
  const model = await tinyModel(engine);
  await addAdapter(model, { ...methodRecipe.adapter, rank: 8, seed: 1 });
  return model;
}

const losses = (steps: readonly SftStep[]) => steps.map(({ metrics }) => metrics.loss);

it('trains an adapter by the recipe, resumes it bit for bit, and leaves PEFT folders', async () => {
  const run = async (name: string, model: Model, options: Partial<SftOptions> = {}) => {
    const steps: SftStep[] = [];
    await trainSft({
      ...{ model, examples, seed: 3, steps: 6, learningRate: 2e-2 },
      checkpoint: { directory: join(folder, name), every: 2, keep: 5 },
      onStep: (step) => void steps.push(step),
      ...options,
    });
    return steps;
  };
  const through = await modelWithAdapter();
  const whole = await run('whole', through);
  expect(whole.at(-1)!.metrics.loss).toBeLessThan(whole[0]!.metrics.loss! - 0.1);

  const abort = new AbortController();
  const stopped = await modelWithAdapter();
  const begun = await run('parts', stopped, {
    signal: abort.signal,
    onStep: ({ step }) => {
      if (step === 3) abort.abort();
    },
  });
  expect(begun).toEqual([]);
  const rest = await run('parts', await modelWithAdapter(), { resume: true });
  expect(losses(rest)).toEqual(losses(whole).slice(3));
  // Other dropout is another run.
  const other = await modelWithAdapter();
  await expect(run('parts', other, { resume: true, dropout: 0 })).rejects.toThrow(/dropout/);

  const question = { text: examples[0]!.prompt.text, images: examples[0]!.prompt.images };
  const answer = async (model: Model) =>
    (await model.generate([question], { maxTokens: 6, temperature: 0 }))[0]![0]!;
  const learnt = await answer(through);
  const state = join(folder, 'whole', 'step-00000006', 'model');
  const config = JSON.parse(await readFile(join(state, 'adapter_config.json'), 'utf8')) as object;
  expect(config).toMatchObject({ peft_type: 'LORA', r: 8, lora_alpha: 32, lora_dropout: 0.1 });
  await expect(access(join(state, 'model.safetensors'))).rejects.toThrow();
  removeAdapter(through, 'default');
  const without = await answer(through);
  await loadAdapter(through, state);
  expect((await answer(through)).logProbs).toEqual(learnt.logProbs);
  expect(without.logProbs).not.toEqual(learnt.logProbs);
  for (const model of [through, stopped, other]) await model.release();
});
