import { createEngine, Graph, gradients, ops } from '@skinr1/autograd';
import { describe, expect, it } from 'vitest';
import { declareTargetInputs, tokenLogProbs } from '../src/architecture/token-log-probs.ts';
import { wholeRows } from '../src/architecture/whole-rows.ts';
import { declareParts, GraphWeights } from '../src/weights/graph-weights.ts';
import {
  fixturePrompts,
  hashWeights,
  type ModelFixture,
  readFixture,
  scoredBatch,
  weightFacts,
} from './support/parity.ts';

describe.each(['grouped', 'tied', 'qwen2', 'qwen3'])(
  'gradients of the %s configuration, against PyTorch',
  (name) => {
    const fixture = readFixture<ModelFixture>(`model-${name}.json`);
    const { family, config, prompts } = fixturePrompts(name, fixture);
    const architecture = { family, config };

    const specs = family.parameters(config);

    function lossGraph(recompute: boolean): Graph {
      const graph = new Graph('loss');
      const inputs = declareParts(graph, weightFacts(architecture));
      const weights = new GraphWeights(specs, inputs);
      const hidden = wholeRows(graph, weights, architecture);
      const matrix = family.outputMatrix(weights, config);
      const { logProb } = tokenLogProbs(matrix, hidden, declareTargetInputs(graph));
      const loss = graph.output('loss', ops.neg(ops.reduceSum(logProb)));
      const wrt = specs.map((spec) => inputs[spec.name]!);
      gradients(loss, wrt, { recompute }).forEach((gradient, i) => {
        graph.output(`gradient.${specs[i]!.name}`, gradient);
      });
      return graph;
    }

    it('are equal for every weight, by blocks of attention and whole, with layers held and computed again', async () => {
      const engine = await createEngine({ threads: 1 });
      const run = async (recompute: boolean, longestBlock?: number) => {
        const { feeds } = scoredBatch(prompts, architecture, longestBlock);
        const session = await engine.load(lossGraph(recompute));
        return session.run({ ...Object.fromEntries(hashWeights(architecture)), ...feeds });
      };
      const { outputs } = await run(false, 8);
      const again = (await run(true)).outputs;
      expect(outputs.loss?.data[0]).toBeCloseTo(fixture.loss, 3);
      for (const { name: weight } of specs) {
        const expected = fixture.gradients[weight]!;
        const actual = outputs[`gradient.${weight}`]!.data as Float32Array;
        const second = again[`gradient.${weight}`]!.data as Float32Array;
        const norm = Math.sqrt(actual.reduce((sum, v) => sum + v * v, 0));
        expect(Math.abs(norm - expected.norm), weight).toBeLessThan(1e-4 * expected.norm);
        const largest = Math.max(
          ...expected.values.map(Math.abs),
          expected.norm / Math.sqrt(actual.length),
        );
        expected.places.forEach((place, i) => {
          const error = Math.abs(actual[place]! - expected.values[i]!) / largest;
          expect(error, `${weight}[${place}]`).toBeLessThan(1e-4);
        });
        const difference = Math.sqrt(actual.reduce((sum, v, i) => sum + (v - second[i]!) ** 2, 0));
        expect(difference, weight).toBeLessThan(1e-5 * norm);
      }
      await engine.close();
    });
  },
);
