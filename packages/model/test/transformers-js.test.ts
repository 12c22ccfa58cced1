import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  type Engine,
  encodeModel,
  Graph,
  inlineGraph,
  ops,
  readSafetensors,
} from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTransformersJs } from '../src/export/export-transformers-js.ts';
import { buildDecoder, buildVisionEncoder } from '../src/export/exported-graphs.ts';
import type { Qwen25VlConfig } from '../src/families/qwen2-5-vl/config-types.ts';
import { qwen25Vl } from '../src/families/qwen2-5-vl/index.ts';
import { qwen2Vl } from '../src/families/qwen2-vl/index.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { readArchitecture } from '../src/folder/read-architecture.ts';
import { fixedSpread } from '../src/initial-weights.ts';
import { createModel, type Model } from '../src/model.ts';
import { openOnnxModel } from '../src/onnx-folder/open-onnx-model.ts';
import { declareWeights } from '../src/weights/graph-weights.ts';
import { askedImage as image } from './support/asked-image.ts';
import { type ModelFixture, readFixture } from './support/parity.ts';
import { tinyModel } from './support/tiny.ts';

const question = 'Which diagnosis fits the picture?';
const maxTokens = 12;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transformers-js-'));
  engine = await createEngine({ threads: 1, inThread: true });
  await using made = await tinyModel(engine, 3, { imageSize: 48, spread: fixedSpread(0.3) });
  await made.save(join(folder, 'qwen2_5_vl'));
  const flat = qwen25Vl.formatConfig(made.config as Qwen25VlConfig);
  const config = qwen2Vl.parseConfig(
    {
      ...flat,
      model_type: 'qwen2_vl',
      tie_word_embeddings: false,
      vision_config: { depth: 2, embed_dim: 16, hidden_size: 32, num_heads: 2, patch_size: 4 },
    },
    'the test',
  );
  const { tokenizer, imageProcessor } = made;
  await using older = await createModel({
    ...{ config, tokenizer, engine, seed: 3, spread: fixedSpread(0.3) },
    imageProcessor: imageProcessor.config,
  });
  await older.save(join(folder, 'qwen2_vl'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Greedy tokens of transformers.js on an exported folder. */
async function theirTokens(name: string, withImage: boolean): Promise<number[]> {
  const library = await import('@xenova/transformers');
  const { AutoModelForImageTextToText, AutoProcessor, env, RawImage, Tensor } = library;
  env.allowRemoteModels = false;
  env.localModelPath = folder;
  const options = { session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 } };
  const model = await AutoModelForImageTextToText.from_pretrained(name, options);
  const processor = await AutoProcessor.from_pretrained(name, {});
  const content = [...(withImage ? [{ type: 'image' }] : []), { type: 'text', text: question }];
  const messages = [{ role: 'user', content }];
  const text = processor.apply_chat_template(messages, { add_generation_prompt: true });
  const picture = new RawImage(image.data, image.width, image.height, 3);
  const inputs = await processor(text, withImage ? [picture] : null);
  // Without a grid its positions behind the prompt are wrong.
  if (!withImage) inputs.image_grid_thw = new Tensor('int64', new BigInt64Array(0), [0, 3]);
  const settings = { do_sample: false, max_new_tokens: maxTokens };
  const ids = (await model.generate({ ...inputs, ...settings })) as InstanceType<typeof Tensor>;
  await model.dispose();
  return (ids.tolist() as bigint[][])[0]!.slice(inputs.input_ids.dims[1]).map(Number);
}

async function ourTokens(model: Pick<Model, 'generate'>, withImage: boolean): Promise<number[]> {
  const images = withImage ? [image] : [];
  const options = { maxTokens, temperature: 0 };
  const [[answer] = []] = await model.generate([{ text: question, images }], options);
  return Array.from(answer!.tokenIds);
}

/** The exported folder of the first family as onnxruntime-genai lays it out: features are put in place in the graph. */
async function writeGenaiFolder(name: string): Promise<void> {
  const source = join(folder, 'qwen2_5_vl');
  await cp(source, join(folder, name), { recursive: true });
  const architecture = await readArchitecture(source);
  const { family, config } = architecture;
  const { tensors } = await readSafetensors(join(source, 'model.safetensors'));
  const embedding = new Graph('embedding');
  const ids = embedding.input('input_ids', 'int64', ['batch', 'length']);
  const features = embedding.input('image_features', 'float32', ['tokens', 32]);
  const embedded = family.embed(
    declareWeights(embedding, family.parameters(config), tensors),
    config,
    ids,
  );
  const places = embedding.append({
    op: 'NonZero',
    inputs: [ops.equal(ops.reshape(ids, ['batch*length']), config.imageTokenId)],
    outputs: [{ dtype: 'int64', shape: [1, 'tokens'] }],
  }).outputs[0]!;
  const flat = ops.reshape(embedded, ['batch*length', 32]);
  const placed = ops.scatterNdUpdate(flat, ops.transpose(places, [1, 0]), features);
  embedding.output('inputs_embeds', ops.reshape(placed, ['batch', 'length', 32]));
  const decoder = buildDecoder(architecture, tensors);
  const text = new Graph('text');
  const inputs = Object.fromEntries(
    decoder.inputs.map(({ name, dtype, shape }) => {
      if (name !== 'position_ids') return [name, text.input(name, dtype, shape)];
      const positions = text.input(name, dtype, [...shape.slice(1), 3]);
      return [name, ops.transpose(positions, [2, 0, 1])];
    }),
  );
  for (const [output, value] of Object.entries(inlineGraph(text, decoder, inputs))) {
    text.output(output, value);
  }
  const graphs = { vision: buildVisionEncoder(architecture, tensors), embedding, decoder: text };
  const model = Object.fromEntries(
    Object.keys(graphs).map((part) => [part, { filename: `${part}.onnx` }]),
  );
  for (const [part, graph] of Object.entries(graphs)) {
    await writeFile(join(folder, name, `${part}.onnx`), encodeModel(graph));
  }
  await writeFile(join(folder, name, 'genai_config.json'), JSON.stringify({ model }));
}

describe('exportTransformersJs', () => {
  it.each([
    ['qwen2_5_vl', 'float32', [true, false]],
    ['qwen2_5_vl', 'int4', [true]],
    ['qwen2_vl', 'float32', [true]],
  ] as const)(
    'writes %s in %s, with which transformers.js answers as the source does',
    async (source, precision, asked) => {
      const name = `${source}-${precision}`;
      await exportTransformersJs(join(folder, source), join(folder, name), { precision });
      const suffix = precision === 'int4' ? '_q4' : '';
      expect((await readdir(join(folder, name, 'onnx'))).sort()).toEqual(
        [`decoder_model_merged${suffix}`, 'embed_tokens', 'vision_encoder'].flatMap((file) => [
          `${file}.onnx`,
          `${file}.onnx_data`,
        ]),
      );
      await using model = await loadModel(join(folder, source), { engine, precision });
      for (const withImage of asked) {
        const ours = await ourTokens(model, withImage);
        expect(new Set(ours).size).toBeGreaterThan(3);
        expect(await theirTokens(name, withImage)).toEqual(ours);
      }
    },
  );

  it('refuses a family whose features the layout does not pass on, by name', async () => {
    const source = join(folder, 'deep');
    await mkdir(source);
    await writeFile(
      join(source, 'config.json'),
      JSON.stringify(readFixture<ModelFixture>('model-qwen3.json').config),
    );
    await expect(exportTransformersJs(source, join(folder, 'refused'))).rejects.toThrow(
      /Qwen3-VL has no place in the layout/,
    );
  });
});

describe('openOnnxModel', () => {
  it('answers from either layout as the source does, several times behind one prompt', async () => {
    await exportTransformersJs(join(folder, 'qwen2_5_vl'), join(folder, 'community'));
    await writeGenaiFolder('genai');
    await using source = await loadModel(join(folder, 'qwen2_5_vl'), { engine });
    const drawn = { groupSize: 3, maxTokens: 6, seeds: [1, 2, 3] };
    const asked = [{ text: question, images: [image, image] }];
    const [answers = []] = await source.generate(asked, drawn);
    for (const name of ['community', 'genai']) {
      await using opened = await openOnnxModel(join(folder, name), { engine });
      for (const withImage of [true, false]) {
        expect(await ourTokens(opened, withImage)).toEqual(await ourTokens(source, withImage));
      }
      const [same = []] = await opened.generate(asked, drawn);
      expect(same.map(({ tokenIds }) => tokenIds)).toEqual(answers.map(({ tokenIds }) => tokenIds));
      same.forEach(({ logProbs }, row) => {
        expect(logProbs[0]).toBeCloseTo(answers[row]!.logProbs[0]!, 4);
      });
    }
  });

  it('names the file and the input that lack', async () => {
    const directory = join(folder, 'community');
    const open = (dtype?: string) =>
      openOnnxModel(directory, { engine, ...(dtype ? { dtype } : {}) });
    await expect(open('q4')).rejects.toThrow(
      /vision_encoder_q4\.onnx.*not there.*there are vision_encoder\.onnx/s,
    );
    await cp(
      join(directory, 'onnx/embed_tokens.onnx'),
      join(directory, 'onnx/vision_encoder.onnx'),
    );
    await expect(open()).rejects.toThrow(
      /vision_encoder\.onnx.*has no 'pixel_values'; it has input_ids/s,
    );
  });
});
