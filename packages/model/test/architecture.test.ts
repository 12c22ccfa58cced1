import { createEngine, type Engine, tensor } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPrefillGraph } from '../src/architecture/graphs.ts';
import { createSequenceBatch, promptFeeds } from '../src/batch/sequence-batch.ts';
import {
  fixturePrompts,
  hashWeights,
  type ModelFixture,
  readFixture,
  weightFacts,
} from './support/parity.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

describe.each(['grouped', 'tied'])('the %s configuration, against Transformers', (name) => {
  const fixture = readFixture<ModelFixture>(`model-${name}.json`);
  const { family, config, prompts } = fixturePrompts(name, fixture);
  const architecture = { family, config };

  it('has the same positions', () => {
    prompts.forEach((prompt, row) => {
      expect([...prompt.positions]).toEqual(fixture.positions[row]?.flat());
    });
  });

  it('has the same logits, with windows, several images and padding', async () => {
    const batch = createSequenceBatch(
      prompts.map((prompt) => ({ prompt, completions: [] })),
      architecture,
    );
    const session = await engine.load(buildPrefillGraph(architecture, weightFacts(config)));
    const places = fixture.logits.map(({ row, column }) => batch.rowStarts[row]! + column);
    const { outputs } = await session.run(
      {
        ...Object.fromEntries(hashWeights(config)),
        ...promptFeeds(batch),
        places: tensor('int32', [places.length], places),
      },
      { fetch: ['logits'] },
    );
    const logits = outputs.logits?.data as Float32Array;
    const expected = fixture.logits.flatMap(({ values }) => values);
    expect(logits.length).toBe(expected.length);
    const worst = expected.reduce(
      (most, v, i) => Math.max(most, Math.abs(v - (logits[i] ?? 0))),
      0,
    );
    expect(worst).toBeLessThan(1e-4);
    await session.release();
  });
});
