import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSchedule } from '../src/optimizers/schedule.ts';
import { float64, numbers, type Packed, readFixture } from './fixture.ts';
import {
  adamw,
  add,
  byParameter,
  chain,
  clipByGlobalNorm,
  cosine,
  createEngine,
  div,
  type Engine,
  Graph,
  mapNamed,
  mul,
  muon,
  type Optimizer,
  reduceSum,
  reduceSumSquare,
  type Schedule,
  sgd,
  sub,
  Trainer,
  tensor,
  type Value,
} from './support/ag.ts';
import { givenGradients } from './support/given-gradients.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ inThread: true });
});
afterAll(() => engine.close());

interface Step {
  readonly norm: number | null;
  readonly parameters: Record<string, Packed>;
}
interface Fixture {
  readonly first: Record<string, Packed>;
  readonly gradients: Record<string, Packed>[];
  readonly plain: Step[];
  readonly scheduled: Step[];
}

describe('adamw against torch.optim.AdamW over 20 steps', () => {
  const fixture = readFixture<Fixture>('adamw.json');
  it.each([
    ['plain', adamw({ learningRate: 0.01, weightDecay: 0.1, decays: () => true }), fixture.plain],
    [
      'clipped, scheduled, with decay of matrices only',
      chain(
        clipByGlobalNorm(1),
        adamw({
          learningRate: cosine({ peak: 0.05, totalSteps: 20, warmupSteps: 5, final: 0.005 }),
          weightDecay: 0.1,
          beta2: 0.95,
        }),
      ),
      fixture.scheduled,
    ],
  ] as const)('%s', async (_, optimizer, steps) => {
    const trainer = await givenGradients(engine, mapNamed(fixture.first, float64), optimizer);
    for (const [i, expected] of steps.entries()) {
      const given = fixture.gradients[i]!;
      const feeds = Object.fromEntries(
        Object.entries(given).map(([name, g]) => [`g-${name}`, float64(g)]),
      );
      const metrics = await trainer.update(feeds);
      if (expected.norm !== null) expect(metrics.gradientNorm).toBeCloseTo(expected.norm, 10);
      const { parameters } = await trainer.state();
      for (const [name, packed] of Object.entries(expected.parameters)) {
        const want = numbers(packed);
        Array.from(parameters[name]!.data, Number).forEach((got, k) => {
          expect(Math.abs(got - want[k]!), `step ${i + 1}, ${name}[${k}]`).toBeLessThan(1e-12);
        });
      }
    }
    await trainer.dispose();
  });
});

describe('byParameter', () => {
  it('gives each parameter to its optimizer, state and all', async () => {
    const first = { m: tensor('float64', [1], [1]), s: tensor('float64', [1], [1]) };
    const optimizer = byParameter(
      (name) => name === 'm',
      sgd({ learningRate: 0.1, momentum: 0.5 }),
      sgd({ learningRate: 1 }),
    );
    const trainer = await givenGradients(engine, first, optimizer);
    const feeds = { 'g-m': tensor('float64', [1], [1]), 'g-s': tensor('float64', [1], [0.25]) };
    const reported = await trainer.update(feeds);
    await trainer.update(feeds);
    const { parameters } = await trainer.state();
    // m: 1 − 0.1·1 − 0.1·1.5; s: 1 − 0.25 − 0.25.
    expect(Number(parameters.m!.data[0])).toBeCloseTo(0.75, 12);
    expect(Number(parameters.s!.data[0])).toBeCloseTo(0.5, 12);
    expect(reported.learningRate).toBeCloseTo(0.1, 12);
    await trainer.dispose();
  });

  it('serves one of them where the other has nothing', async () => {
    const optimizer = byParameter(() => false, muon({ learningRate: 1 }), sgd({ learningRate: 1 }));
    const trainer = await givenGradients(engine, { p: tensor('float64', [1], [1]) }, optimizer);
    await trainer.update({ 'g-p': tensor('float64', [1], [0.5]) });
    expect(Number((await trainer.state()).parameters.p!.data[0])).toBeCloseTo(0.5, 12);
    await trainer.dispose();
  });
});

describe('schedules', () => {
  it('rise linearly, then fall along half a cosine to the final rate', async () => {
    const graph = new Graph();
    const step = graph.input('step', 'float64', []);
    graph.output('cosine', cosine({ peak: 1, totalSteps: 14, warmupSteps: 4, final: 0.2 })(step));
    graph.output('constant', toSchedule('rate', 0.5)(step));
    const session = await engine.load(graph);
    const at = async (t: number) => {
      const { outputs } = await session.run({ step: tensor('float64', [], [t]) });
      expect(Number(outputs.constant!.data[0])).toBe(0.5);
      return Number(outputs.cosine!.data[0]);
    };
    expect(await at(1)).toBeCloseTo(0.25, 12);
    expect(await at(4)).toBeCloseTo(1, 12);
    // Halfway down: cos(π/2) = 0, so the mean of peak and final.
    expect(await at(9)).toBeCloseTo(0.6, 12);
    expect(await at(14)).toBeCloseTo(0.2, 12);
    expect(await at(50)).toBeCloseTo(0.2, 12);
    await session.release();
  });

  it('of your own apply no update where they give a rate that is not finite', async () => {
    const learningRate: Schedule = (step) => div(1, sub(step, 2));
    const trainer = await givenGradients(
      engine,
      { p: tensor('float64', [1], [1]) },
      sgd({ learningRate }),
    );
    const feeds = { 'g-p': tensor('float64', [1], [1]) };
    await trainer.update(feeds);
    await expect(trainer.update(feeds)).rejects.toThrow(/step 2 .*learning rate Infinity/);
    expect((await trainer.state()).parameters.p?.data[0]).toBe(2);
    await trainer.dispose();
  });

  it('refuse a warm-up as long as the run', () => {
    expect(() => cosine({ peak: 1, totalSteps: 5, warmupSteps: 5 })).toThrow('warmupSteps');
  });
});

describe('sgd', () => {
  it('with momentum follows u ← μu + g; p ← p − ηu', async () => {
    const first = { p: tensor('float64', [1], [1]) };
    const trainer = await givenGradients(engine, first, sgd({ learningRate: 0.1, momentum: 0.5 }));
    const values: number[] = [];
    for (const g of [1, 2, -1]) {
      await trainer.update({ 'g-p': tensor('float64', [1], [g]) });
      values.push(Number((await trainer.state()).parameters.p!.data[0]));
    }
    // u = 1, 2.5, 0.25; p = 1 − 0.1, − 0.25, − 0.025
    for (const [i, want] of [0.9, 0.65, 0.625].entries()) expect(values[i]).toBeCloseTo(want, 12);
    await trainer.dispose();
  });
});

describe('chain', () => {
  it('equals composing the transforms by hand', async () => {
    const parts = [
      clipByGlobalNorm(0.5),
      sgd({ learningRate: 1, momentum: 0.9 }),
      sgd({ learningRate: 0.1 }),
    ];
    const byHand: Optimizer = {
      init: (facts) => {
        // Only the middle one remembers anything.
        expect(parts[0]!.init(facts)).toEqual({});
        expect(parts[2]!.init(facts)).toEqual({});
        return parts[1]!.init(facts);
      },
      update: (gradients, state, context) => {
        const clipped = parts[0]!.update(gradients, {}, context);
        const moved = parts[1]!.update(clipped.updates, state, context);
        const last = parts[2]!.update(moved.updates, {}, context);
        return {
          updates: last.updates,
          state: moved.state,
          metrics: { ...clipped.metrics, ...last.metrics },
        };
      },
    };
    const run = async (optimizer: Optimizer) => {
      const first = { a: tensor('float64', [2], [1, -2]), b: tensor('float64', [], [3]) };
      const trainer = await givenGradients(engine, first, optimizer);
      for (let t = 1; t <= 5; t++) {
        await trainer.update({
          'g-a': tensor('float64', [2], [t, -t * t]),
          'g-b': tensor('float64', [], [Math.sin(t)]),
        });
      }
      const { parameters } = await trainer.state();
      await trainer.dispose();
      return parameters;
    };
    expect(await run(chain(...parts))).toEqual(await run(byHand));
  });
});

describe('every optimizer converges on every small problem', () => {
  const optimizers: Record<string, (steps: number) => Optimizer> = {
    sgd: () => sgd({ learningRate: 0.02 }),
    'sgd with momentum': () => sgd({ learningRate: 0.005, momentum: 0.9 }),
    adamw: () => adamw({ learningRate: 0.05, weightDecay: 0 }),
    'clipped adamw on a cosine': (totalSteps) =>
      chain(
        clipByGlobalNorm(1),
        adamw({ learningRate: cosine({ peak: 0.1, totalSteps, warmupSteps: 10 }), weightDecay: 0 }),
      ),
    'clipped sgd': () => chain(clipByGlobalNorm(5), sgd({ learningRate: 0.01, momentum: 0.5 })),
  };
  /** Each has its minimum 0 at x = target. */
  const problems: Record<string, (x: Value) => Value> = {
    'a bowl': (x) => reduceSumSquare(sub(x, 1)),
    'a stretched bowl': (x) =>
      reduceSum(mul(mul(sub(x, 1), sub(x, 1)), x.graph.constant('float64', [1, 20]))),
    'a coupled bowl': (x) => {
      const away = sub(x, 1);
      return add(reduceSumSquare(away), mul(0.5, mul(reduceSum(away), reduceSum(away))));
    },
  };
  const steps = 600;
  it.each(
    Object.keys(optimizers).flatMap((o) => Object.keys(problems).map((p) => [o, p] as const)),
  )('%s on %s', async (optimizer, problem) => {
    const trainer = await Trainer.create({
      engine,
      parameters: { x: tensor('float64', [2], [-0.5, 2.5]) },
      optimizer: optimizers[optimizer]!(steps),
      loss: ({ parameters }) => ({ loss: problems[problem]!(parameters.x!) }),
    });
    const first = await trainer.update({});
    for (let t = 1; t < steps; t++) await trainer.update({});
    const { parameters } = await trainer.state();
    await trainer.dispose();
    expect(first.loss).toBeGreaterThan(1);
    for (const x of parameters.x!.data) expect(Number(x)).toBeCloseTo(1, 3);
  });
});

it('AdamW asks for nothing of state or parameters before there is a gradient, so that few nodes are ready at first', () => {
  const graph = new Graph();
  const input = (name: string) => graph.input(name, 'float32', [3, 2]);
  const names = ['a', 'b'];
  const each = (prefix: string) =>
    Object.fromEntries(names.map((name) => [prefix + name, input(`${prefix}${name} in`)]));
  const gradients = each('');
  const parameters = mapNamed(gradients, (value) => input(`parameter of ${value.name}`));
  const held = { ...each('m/'), ...each('v/') };
  const step = graph.input('step', 'float64', []);
  const optimizer = adamw({ learningRate: 0.1, weightDecay: 0.1 });
  const { updates } = optimizer.update(gradients, held, { graph, parameters, step });
  for (const [name, value] of Object.entries(updates)) graph.output(name, value);

  const late = new Set(Object.values(gradients));
  const kept = new Set<Value | null>([...Object.values(held), ...Object.values(parameters)]);
  const reading = graph.liveNodes.filter((node) => {
    if (!node.inputs.some((value) => value && late.has(value))) return kept.has(node.inputs[0]!);
    for (const output of node.outputs) late.add(output);
    return false;
  });
  expect(reading.map(({ op }) => op)).toEqual([]);
});
