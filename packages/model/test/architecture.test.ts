import { createEngine, type Engine, Graph } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareWeights } from '../src/weights/graph-weights.ts';
import {
  fixturePrompts,
  hashWeights,
  type ModelFixture,
  readFixture,
  weightFacts,
} from './support/parity.ts';
import { promptLogits } from './support/prompt-logits.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

describe.each(['grouped', 'tied', 'yarn', 'qwen2', 'qwen3'])(
  'the %s configuration, against Transformers',
  (name) => {
    const fixture = readFixture<ModelFixture>(`model-${name}.json`);
    const { family, config, prompts } = fixturePrompts(name, fixture);
    const architecture = { family, config };

    it('has the same positions', () => {
      prompts.forEach((prompt, row) => {
        expect([...prompt.positions]).toEqual(fixture.positions[row]?.flat());
      });
    });

    it.each([false, true])('has the same features of images, in parts: %s', async (inParts) => {
      const [image] = prompts[0]!.images;
      const batch = family.layOutImages(prompts[0]!.images, config);
      const specs = family.parameters(config).filter((spec) => family.isVisionWeight(spec.name));
      const graph = new Graph('vision');
      const weights = declareWeights(graph, specs, weightFacts(architecture));
      const features = family.visionTower(graph, weights, config, inParts);
      features.forEach((value, i) => {
        graph.output(`${i}`, value);
      });
      const session = await engine.load(graph, { sharesMemory: !inParts });
      const all = hashWeights(architecture);
      const own = specs.map(({ name }) => [name, all.get(name)!] as const);
      const { outputs } = await session.run({ ...Object.fromEntries(own), ...batch.feeds });
      const width = config.text.hiddenSize;
      const rows = features.flatMap((_, i) =>
        [...batch.featureRows(image!)].map((row) =>
          (outputs[`${i}`]!.data as Float32Array).subarray(row * width, (row + 1) * width),
        ),
      );
      expect(rows).toHaveLength(fixture.features.length);
      const gaps = rows.flatMap((row, r) =>
        [...row].map((value, i) => Math.abs(value - fixture.features[r]![i]!)),
      );
      expect(gaps.reduce((most, gap) => Math.max(most, gap), 0)).toBeLessThan(1e-4);
      await session.release();
    });

    it('holds no number for each pair of patches of an image', () => {
      const specs = family.parameters(config).filter((spec) => family.isVisionWeight(spec.name));
      const graph = new Graph('vision');
      family.visionTower(graph, declareWeights(graph, specs, weightFacts(architecture)), config);
      const shapes = graph.nodes.flatMap((node) => node.outputs.map(({ shape }) => shape));
      const perPatch = (dim: unknown) => String(dim).includes('blocks');
      expect(shapes.some((shape) => shape.some(perPatch))).toBe(true);
      expect(shapes.filter((shape) => shape.filter(perPatch).length > 1)).toEqual([]);
    });

    it('has the same logits, with windows, several images and padding', async () => {
      const parts = Object.fromEntries(hashWeights(architecture));
      const logits = await promptLogits(engine, architecture, parts, prompts, fixture.logits);
      const expected = fixture.logits.flatMap(({ values }) => values);
      expect(logits.length).toBe(expected.length);
      const worst = expected.reduce(
        (most, v, i) => Math.max(most, Math.abs(v - (logits[i] ?? 0))),
        0,
      );
      expect(worst).toBeLessThan(1e-4);
    });
  },
);
