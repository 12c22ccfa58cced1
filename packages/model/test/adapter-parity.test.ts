import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createEngine,
  type Engine,
  Graph,
  gradients,
  ops,
  type Tensor,
  tensor,
} from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareTargetInputs, tokenLogProbs } from '../src/architecture/token-log-probs.ts';
import { wholeRows } from '../src/architecture/whole-rows.ts';
import { openAdapter, readMatrices } from '../src/folder/read-adapter.ts';
import { scaleOf } from '../src/weights/adapter-settings.ts';
import { declareParts, GraphWeights } from '../src/weights/graph-weights.ts';
import { addAdapterProduct } from '../src/weights/merged-weights.ts';
import { partNames } from '../src/weights/part-names.ts';
import { type AdapterFixture, baseFixture, writeOurAdapter } from './support/adapter-parity.ts';
import { hashWeights, readFixture, scoredBatch } from './support/parity.ts';
import { factsOf, promptLogits } from './support/prompt-logits.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const fixtures = readFixture<Record<string, AdapterFixture>>('model-adapter.json');
const { family, config, prompts } = baseFixture();
const architecture = { family, config };
const fixtureFolder = (name: string) =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

/** An adapter's parts beside the base, and merged into it. */
async function readParts(name: string) {
  const adapter = await openAdapter(fixtureFolder(name), architecture);
  const base = Object.fromEntries(hashWeights(architecture));
  await adapter.checkCopies(async (spec) => base[spec.name]!);
  const { settings, targets } = adapter;
  const beside: Record<string, Tensor> = { ...base, ...(await readMatrices(adapter)) };
  const merged = { ...base };
  for (const { spec, target } of targets) {
    const scale = scaleOf(target, settings);
    const [a, b] = [partNames.adapterA(spec.name), partNames.adapterB(spec.name)];
    beside[partNames.adapterScale(spec.name)] = tensor('float32', [], [scale]) as Tensor;
    merged[spec.name] = addAdapterProduct(base[spec.name]!, {
      a: beside[a]!,
      b: beside[b]!,
      scale,
    });
  }
  await adapter.close();
  return { settings, beside, merged };
}

/** Largest difference from the fixture's logits. */
async function worstLogit(parts: Record<string, Tensor>, { logits }: AdapterFixture) {
  const actual = await promptLogits(engine, architecture, parts, prompts, logits);
  const expected = logits.flatMap(({ values }) => values);
  expect(actual.length).toBe(expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0);
}

describe.each(['adapter-peft', 'adapter-linear', 'adapter-ours'])('%s, in PEFT', (name) => {
  it('gives the same logits beside the base and merged into it', async () => {
    const fixture = fixtures[name]!;
    const { settings, beside, merged } = await readParts(name);
    if (fixture.modules) {
      const modules = Object.keys(settings.targets).map((target) =>
        family
          .storedNames(target)
          .at(-1)!
          .replace(/\.weight$/, ''),
      );
      expect(modules.sort()).toEqual(fixture.modules);
    }
    expect(await worstLogit(beside, fixture)).toBeLessThan(1e-4);
    expect(await worstLogit(merged, fixture)).toBeLessThan(1e-4);
    expect(
      await worstLogit(Object.fromEntries(hashWeights(architecture)), fixture),
    ).toBeGreaterThan(0.1);
  });
});

it('what PEFT opened is what is written today, byte for byte', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skinr1-adapter-'));
  await writeOurAdapter(folder);
  for (const file of ['adapter_config.json', 'adapter_model.safetensors']) {
    const opened = await readFile(join(fixtureFolder('adapter-ours'), file));
    expect((await readFile(join(folder, file))).equals(opened), file).toBe(true);
  }
  await rm(folder, { recursive: true });
});

it('the first step of supervised fine-tuning has the loss and gradients of PyTorch and PEFT', async () => {
  const fixture = fixtures['adapter-linear']!;
  const { beside } = await readParts('adapter-linear');
  const graph = new Graph('loss');
  const specs = family.parameters(config);
  const inputs = declareParts(graph, factsOf(beside));
  const weights = new GraphWeights(specs, inputs);
  const hidden = wholeRows(graph, weights, architecture);
  const { feeds, count } = scoredBatch(prompts, architecture);
  const matrix = family.outputMatrix(weights, config);
  const { logProb } = tokenLogProbs(matrix, hidden, declareTargetInputs(graph));
  const loss = graph.output('loss', ops.div(ops.neg(ops.reduceSum(logProb)), count));
  const learning = Object.keys(fixture.gradients!);
  expect(learning.length).toBe(62);
  gradients(
    loss,
    learning.map((part) => inputs[part]!),
  ).forEach((gradient, i) => {
    graph.output(`gradient.${learning[i]}`, gradient);
  });
  const session = await engine.load(graph);
  const { outputs } = await session.run({ ...beside, ...feeds });
  const relative = Math.abs(Number(outputs.loss!.data[0]) / fixture.loss! - 1);
  expect(relative).toBeLessThan(1e-5);
  for (const part of learning) {
    const expected = fixture.gradients![part]!;
    const actual = outputs[`gradient.${part}`]!.data as Float32Array;
    const norm = Math.sqrt(actual.reduce((sum, value) => sum + value * value, 0));
    expect(Math.abs(norm / expected.norm - 1), part).toBeLessThan(1e-3);
    const typical = expected.norm / Math.sqrt(actual.length);
    expected.places.forEach((place, i) => {
      const value = expected.values[i]!;
      const error = Math.abs(actual[place]! - value) / Math.max(Math.abs(value), typical);
      expect(error, `${part}[${place}]`).toBeLessThan(1e-3);
    });
  }
  await session.release();
});
