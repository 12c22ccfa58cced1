import { createEngine, Graph, gradients, ops, type Tensor, tensor } from '@skinr1/autograd';
import { describe, expect, it } from 'vitest';
import { wholeRows } from '../src/architecture/graphs.ts';
import { declareTargetInputs, tokenLogProbs } from '../src/architecture/token-log-probs.ts';
import {
  createSequenceBatch,
  type EncodedPrompt,
  type PackedRow,
} from '../src/batch/sequence-batch.ts';
import { declareParts, GraphWeights } from '../src/weights/graph-weights.ts';
import {
  fixturePrompts,
  hashWeights,
  type ModelFixture,
  readFixture,
  weightFacts,
} from './support/parity.ts';

/** The fixture's loss: minus the log-probabilities of the last four tokens of each row. */
const scoredTokens = 4;

/** A row of the fixture with its last tokens as the completion of the rest. */
function splitRow({ tokenIds, positions, images }: EncodedPrompt): PackedRow {
  const [whole, length] = [tokenIds.length, tokenIds.length - scoredTokens];
  const axes = [0, 1, 2].map((axis) => positions.subarray(axis * whole, axis * whole + length));
  const prompt = {
    tokenIds: tokenIds.slice(0, length),
    positions: Int32Array.from(axes.flatMap((axis) => [...axis])),
    next: positions[length]!,
    images,
  };
  return { prompt, completions: [tokenIds.slice(length)] };
}

describe.each(['grouped', 'tied'])('gradients of the %s configuration, against PyTorch', (name) => {
  const fixture = readFixture<ModelFixture>(`model-${name}.json`);
  const { family, config, prompts } = fixturePrompts(name, fixture);
  const architecture = { family, config };

  it('are equal for every weight', async () => {
    const graph = new Graph('loss');
    const specs = family.parameters(config);
    const inputs = declareParts(graph, weightFacts(config));
    const weights = new GraphWeights(specs, inputs);
    const { hidden } = wholeRows(graph, weights, architecture, { answers: true });
    const matrix = family.outputMatrix(weights, config);
    const { logProb } = tokenLogProbs(matrix, hidden, declareTargetInputs(graph));
    const loss = graph.output('loss', ops.neg(ops.reduceSum(logProb)));
    const wrt = specs.map((spec) => inputs[spec.name]!);
    gradients(loss, wrt).forEach((gradient, i) => {
      graph.output(`gradient.${specs[i]!.name}`, gradient);
    });

    const engine = await createEngine({ threads: 1 });
    const session = await engine.load(graph);
    const batch = createSequenceBatch(
      prompts.map((prompt) => splitRow(prompt)),
      architecture,
    );
    const targets = prompts.flatMap(({ tokenIds }, row) =>
      Array.from({ length: scoredTokens }, (_, i) => {
        const column = tokenIds.length - scoredTokens + i;
        return { id: tokenIds[column]!, place: batch.rowStarts[row]! + column - 1 };
      }),
    );
    const count = targets.length;
    const feeds: Record<string, Tensor> = {
      ...Object.fromEntries(hashWeights(config)),
      ...batch.feeds,
      targetPlaces: tensor(
        'int32',
        [count],
        targets.map(({ place }) => place),
      ),
      targetIds: tensor(
        'int32',
        [count],
        targets.map(({ id }) => id),
      ),
      targetLayout: tensor('int32', [1, count], [...targets.keys()]),
      inverseTemperature: tensor('float32', [count, 1], new Float32Array(count).fill(1)),
    };
    const { outputs } = await session.run(feeds);
    expect(outputs.loss?.data[0]).toBeCloseTo(fixture.loss, 3);
    for (const { name: weight } of specs) {
      const expected = fixture.gradients[weight]!;
      const actual = outputs[`gradient.${weight}`]!.data as Float32Array;
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
    }
    await engine.close();
  });
});
