import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, ops, sgd } from '@skinr1/autograd';
import { createRandom, InvalidInputError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { parseGenerationConfig } from '../src/folder/generation-config.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { createLearner } from '../src/learn/learner.ts';
import { createPolicy } from '../src/learn/policy.ts';
import { eachFolder, saveTinyModel } from './support/model-folder.ts';

/** Fields as the published Qwen2.5-VL-7B-Instruct and Qwen3-VL-8B-Instruct have them. */
const qwen25 = {
  bos_token_id: 151643,
  pad_token_id: 151643,
  do_sample: true,
  eos_token_id: [151645, 151643],
  repetition_penalty: 1.05,
  temperature: 0.000001,
  transformers_version: '4.49.0',
};
const qwen3 = { ...qwen25, top_p: 0.8, top_k: 20, temperature: 0.7, repetition_penalty: 1 };

describe('generation_config.json', () => {
  it('of published models is honored field by field', () => {
    expect(parseGenerationConfig(qwen25, 152064)).toEqual({
      defaults: { temperature: 1e-6, topK: 50, repetitionPenalty: 1.05 },
      endTokenIds: [151645, 151643],
      padTokenId: 151643,
    });
    expect(parseGenerationConfig(qwen3, 151936).defaults).toEqual({
      temperature: 0.7,
      topK: 20,
      topP: 0.8,
      repetitionPenalty: 1,
    });
    expect(parseGenerationConfig({ ...qwen3, do_sample: false }, 151936).defaults).toMatchObject({
      temperature: 0,
    });
    expect(parseGenerationConfig(null, 10).defaults).toEqual({});
  });

  it.each([
    ['num_beams', 4],
    ['min_p', 0.1],
    ['no_repeat_ngram_size', 3],
    ['suppress_tokens', [5]],
    ['forced_eos_token_id', 5],
    ['stop_strings', ['x']],
    ['watermarking_config', { ngram_len: 3 }],
    ['of_tomorrow', 1],
  ])('with %s is refused by that name, unless it does nothing', (name, value) => {
    const parse = (field: unknown) => parseGenerationConfig({ [name]: field }, 10, 'g.json');
    expect(() => parse(value)).toThrow(InvalidInputError);
    expect(() => parse(value)).toThrow(new RegExp(`g\\.json, ${name}: .*not supported`));
    expect(parse(null).defaults).toEqual({});
  });

  it.each([
    ['temperature', -1],
    ['top_p', 0],
    ['top_k', 1.5],
    ['repetition_penalty', 0],
    ['eos_token_id', 'end'],
  ])('with a wrong %s is refused by that name', (name, value) => {
    expect(() => parseGenerationConfig({ [name]: value }, 10)).toThrow(new RegExp(`, ${name}: `));
  });
});

describe('a folder that says how to draw', () => {
  let engine: Engine;
  let folder: string;
  eachFolder(
    (bench) => {
      ({ engine, folder } = bench);
    },
    async (bench) => {
      await saveTinyModel(bench);
      await writeFile(join(bench.folder, 'generation_config.json'), JSON.stringify(qwen25));
    },
  );

  const questions = [{ text: 'nevus or melanoma? nevus', images: [] }];

  it('is answered from as it says, unless the call says otherwise', async () => {
    const model = await loadModel(folder, { engine });
    const [[answer] = []] = await model.generate(questions, { maxTokens: 12 });
    expect(answer?.sampling).toMatchObject({
      temperature: 1e-6,
      topK: 50,
      topP: 1,
      repetitionPenalty: 1.05,
    });
    const greedy = { maxTokens: 12, temperature: 0 };
    const [[same] = []] = await model.generate(questions, greedy);
    expect(same?.tokenIds).toEqual(answer?.tokenIds);
    const [[other] = []] = await model.generate(questions, { ...greedy, repetitionPenalty: 20 });
    expect(other?.tokenIds).not.toEqual(same?.tokenIds);
    await model.save(folder);
    const saved = JSON.parse(await readFile(join(folder, 'generation_config.json'), 'utf8'));
    expect(saved).toMatchObject({ do_sample: true, temperature: 1e-6, repetition_penalty: 1.05 });
    await model.release();
  });

  it('is learnt from as the trainer says: penalized answers cannot be scored', async () => {
    const model = await loadModel(folder, { engine });
    const [completions = []] = await model.generate(questions, {
      maxTokens: 4,
      temperature: 1,
      random: createRandom(1),
    });
    const learner = await createLearner(model, {
      loss: ({ logProb, mask }) => ({
        loss: ops.neg(ops.reduceSum(logProb)),
        metrics: { n: ops.reduceSum(mask) },
      }),
      optimizer: sgd({ learningRate: 0.1 }),
    });
    const [prompt] = questions as [(typeof questions)[0]];
    await expect(learner.step([{ prompt, completions }])).rejects.toThrow(
      /repetition penalty of 1\.05.*repetitionPenalty 1/,
    );
    const asked = { id: 'a', labels: null, ...prompt };
    const [[drawn] = []] = await createPolicy(model, learner).sample([asked], { maxTokens: 4 });
    expect(drawn?.sampling).toMatchObject({ temperature: 1, topK: 0, repetitionPenalty: 1 });
    await learner.release();
    await model.release();
  });
});
