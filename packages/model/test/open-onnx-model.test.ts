import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  type DType,
  type Engine,
  encodeModel,
  Graph,
  inlineGraph,
  ops,
  readSafetensors,
} from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTransformersJs } from '../src/export/export-transformers-js.ts';
import { buildDecoder, buildEmbedTokens } from '../src/export/exported-graphs.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { readArchitecture } from '../src/folder/read-architecture.ts';
import { regularExpressionGrammar } from '../src/grammar/grammar.ts';
import { fixedSpread } from '../src/initial-weights.ts';
import type { Model } from '../src/model.ts';
import { type OnnxModel, openOnnxModel } from '../src/onnx-folder/open-onnx-model.ts';
import { askedImage as image } from './support/asked-image.ts';
import { tinyModel } from './support/tiny.ts';

const question = { text: 'Which diagnosis fits the picture?', images: [image] };

let folder: string;
let engine: Engine;
let source: Model;
let opened: OnnxModel;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-onnx-'));
  engine = await createEngine({ threads: 1, inThread: true });
  await using made = await tinyModel(engine, 3, { imageSize: 48, spread: fixedSpread(0.3) });
  await made.save(join(folder, 'source'));
  await exportTransformersJs(join(folder, 'source'), join(folder, 'plain'));
  source = await loadModel(join(folder, 'source'), { engine });
  opened = await openOnnxModel(join(folder, 'plain'), { engine });
});
afterAll(async () => {
  await source.release();
  await opened.release();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a model that others exported', () => {
  it('streams the answer that it generates', async () => {
    const options = { maxTokens: 8, seeds: [5] };
    const [[whole] = []] = await opened.generate([question], options);
    const stream = opened.stream(question, options);
    const parts = [];
    for await (const part of stream) parts.push(part);
    expect(parts.map(({ text }) => text).join('')).toBe(whole?.text);
    expect(parts.flatMap(({ tokenIds }) => tokenIds)).toEqual([...(whole?.tokenIds ?? [])]);
    expect((await stream.result).finishReason).toBe(whole?.finishReason);
  });

  it('scores texts as the source does, the end of the turn too', async () => {
    const texts = ['nevus', 'melanoma', ''];
    for (const options of [{}, { temperature: 0.5, endOfTurn: true }]) {
      const theirs = await opened.score(question, texts, options);
      const ours = await source.score(question, texts, options);
      theirs.forEach(({ tokenIds, logProb }, i) => {
        expect(tokenIds).toEqual(ours[i]?.tokenIds);
        expect(logProb).toBeCloseTo(ours[i]?.logProb as number, 3);
      });
    }
  });

  it('is held to a grammar, and ended by a signal', async () => {
    const grammar = regularExpressionGrammar('yes|no');
    const [[answer] = []] = await opened.generate([question], {
      maxTokens: 60,
      grammar,
      seeds: [1],
    });
    expect(answer?.text).toMatch(/^(yes|no)$/);
    const abort = new AbortController();
    const stream = opened.stream(question, { maxTokens: 400, signal: abort.signal, seeds: [1] });
    await stream.next();
    abort.abort(new Error('enough'));
    await expect(stream.result).rejects.toThrow('enough');
    // The next call begins when the one before is over.
    expect((await opened.generate([question], { maxTokens: 1 }))[0]).toHaveLength(1);
  });

  it('has no adapters, and says so', async () => {
    const options = { maxTokens: 1, adapter: 'mine' };
    await expect(opened.generate([question], options)).rejects.toThrow(UsageError);
    await expect(opened.score(question, ['x'], { adapter: 'mine' })).rejects.toThrow(
      /no adapter 'mine': it was exported to ONNX/,
    );
  });

  it('is asked in float16 where its sessions take and give that, by the types that config.json states', async () => {
    const half = join(folder, 'half');
    await writeHalves(half);
    await using model = await openOnnxModel(half, { engine });
    const options = { maxTokens: 1, temperature: 0 };
    const [[theirs] = []] = await model.generate([question], options);
    const [[ours] = []] = await source.generate([question], options);
    expect(theirs?.logProbs[0]).toBeCloseTo(ours?.logProbs[0] as number, 1);
    const [scored] = await model.score(question, ['nevus']);
    const [expected] = await source.score(question, ['nevus']);
    const perToken = (expected?.logProb as number) / (expected?.tokenIds.length as number);
    expect((scored?.logProb as number) / (scored?.tokenIds.length as number)).toBeCloseTo(
      perToken,
      1,
    );
  });

  it('answers no call any more once it was released', async () => {
    const other = await openOnnxModel(join(folder, 'plain'), { engine });
    await other.release();
    await other.release();
    await expect(other.generate([question], { maxTokens: 1 })).rejects.toThrow(/was released/);
    await expect(other.score(question, ['x'])).rejects.toThrow(/was released/);
  });
});

/** The exported folder with float16 at the borders of decoder and embeddings, under the names of such files. */
async function writeHalves(half: string): Promise<void> {
  await cp(join(folder, 'plain'), half, { recursive: true });
  const architecture = await readArchitecture(join(folder, 'source'));
  const { tensors } = await readSafetensors(join(folder, 'source', 'model.safetensors'));
  const types = { decoder_model_merged: 'q4f16', embed_tokens: 'fp16', vision_encoder: 'fp32' };
  const graphs = {
    decoder_model_merged: buildDecoder(architecture, tensors),
    embed_tokens: buildEmbedTokens(architecture, tensors),
  };
  for (const [name, graph] of Object.entries(graphs)) {
    const file = join(half, 'onnx', `${name}_${types[name as keyof typeof types]}.onnx`);
    await rename(join(half, 'onnx', `${name}.onnx`), file);
    await writeFile(file, encodeModel(atHalf(graph)));
  }
  const config = JSON.parse(await readFile(join(half, 'config.json'), 'utf8'));
  await writeFile(
    join(half, 'config.json'),
    JSON.stringify({ ...config, 'transformers.js_config': { dtype: types } }),
  );
}

function atHalf(graph: Graph): Graph {
  const half = new Graph(graph.name);
  const narrow = (dtype: DType): DType => (dtype === 'float32' ? 'float16' : dtype);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }) => {
      const given = half.input(name, narrow(dtype), shape);
      return [name, dtype === 'float32' ? ops.cast(given, 'float32') : given];
    }),
  );
  for (const [name, value] of Object.entries(inlineGraph(half, graph, inputs))) {
    half.output(name, ops.cast(value, 'float16'));
  }
  return half;
}
