import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { float64, numbers, type Packed, readFixture } from './fixture.ts';
import {
  createEngine,
  div,
  type Engine,
  mapNamed,
  muon,
  type Schedule,
  tensor,
} from './support/ag.ts';
import { givenGradients } from './support/given-gradients.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ inThread: true });
});
afterAll(() => engine.close());

describe('muon', () => {
  it("takes the steps of torch.optim.Muon's formula, on wide and tall matrices", async () => {
    interface MuonFixture {
      readonly first: Record<string, Packed>;
      readonly gradients: Record<string, Packed>[];
      readonly steps: Record<string, Packed>[];
    }
    const fixture = readFixture<MuonFixture>('muon.json');
    const learningRate: Schedule = (step) => div(0.05, step);
    const optimizer = muon({ learningRate, momentum: 0.9, weightDecay: 0.1 });
    const trainer = await givenGradients(engine, mapNamed(fixture.first, float64), optimizer);
    // The runtime takes factors of products for attributes of these, which are float32.
    for (const [i, expected] of fixture.steps.entries()) {
      const given = Object.entries(fixture.gradients[i]!);
      await trainer.update(Object.fromEntries(given.map(([name, g]) => [`g-${name}`, float64(g)])));
      const { parameters } = await trainer.state();
      for (const [name, packed] of Object.entries(expected)) {
        const want = numbers(packed);
        Array.from(parameters[name]!.data, Number).forEach((got, k) => {
          expect(Math.abs(got - want[k]!), `step ${i + 1}, ${name}[${k}]`).toBeLessThan(1e-7);
        });
      }
    }
    await trainer.dispose();
  });

  it('moves a matrix without a gradient by its decay alone', async () => {
    const first = { p: tensor('float64', [2, 2], [1, 2, 3, 4]) };
    const trainer = await givenGradients(
      engine,
      first,
      muon({ learningRate: 0.5, weightDecay: 0.2 }),
    );
    await trainer.update({ 'g-p': tensor('float64', [2, 2], [0, 0, 0, 0]) });
    const { parameters } = await trainer.state();
    for (const [k, want] of [0.9, 1.8, 2.7, 3.6].entries()) {
      expect(Number(parameters.p!.data[k])).toBeCloseTo(want, 12);
    }
    await trainer.dispose();
  });

  it('refuses what is no matrix, and names it', async () => {
    const first = { scale: tensor('float64', [2], [1, 1]) };
    await expect(givenGradients(engine, first, muon({ learningRate: 0.1 }))).rejects.toThrow(
      /'scale' is no matrix, its shape is \[2\]\..*byParameter/s,
    );
  });
});
