import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, InvalidInputError, ShapeError, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadAll } from '../src/engine/transfer.ts';
import * as ag from './support/ag.ts';

let engine: ag.Engine;
beforeAll(async () => {
  engine = await ag.createEngine();
});
afterAll(() => engine.close());

const width = 32;
const vocabulary = 50;

function randomTensor(seed: string, dims: number[]): ag.Tensor {
  const random = createRandom(seed);
  return ag.tensor(
    'float32',
    dims,
    Array.from({ length: ag.sizeOf(dims) }, () => random.normal() * 0.2),
  );
}

function parameters(): Record<string, ag.Tensor> {
  return {
    embedding: randomTensor('e', [vocabulary, width]),
    hidden: randomTensor('h', [width, width]),
    scale: ag.tensor('float32', [width], new Float32Array(width).fill(1)),
    head: randomTensor('o', [width, vocabulary]),
  };
}

/** Next-token loss of a small network: Σ −log p / total, so that micro-batches add up. */
const loss: ag.BuildLoss = ({ graph, parameters: p }) => {
  const tokens = graph.input('tokens', 'int64', ['N']);
  const targets = graph.input('targets', 'int64', ['N', 1]);
  const total = graph.input('total', 'float32', []);
  const embedded = ag.rmsNorm(ag.gather(p.embedding!, tokens, 0), p.scale!);
  const logits = ag.matMul(ag.silu(ag.matMul(embedded, p.hidden!)), p.head!);
  const picked = ag.gatherElements(ag.logSoftmax(logits), targets, 1);
  const best = ag.reduceMax(logits, { axes: 1, keepDims: true });
  const right = ag.equal(ag.gatherElements(logits, targets, 1), best);
  return {
    loss: ag.neg(ag.div(ag.reduceSum(picked), total)),
    metrics: { right: ag.reduceSum(ag.cast(right, 'float32')) },
  };
};

const optimizer = () => ag.chain(ag.clipByGlobalNorm(1), ag.adamw({ learningRate: 0.01 }));

function batch(from: number, to: number, total = to - from): ag.Feeds {
  const at = (i: number) => (i * i + 3 * i) % vocabulary;
  const ids = Array.from({ length: to - from + 1 }, (_, i) => at(from + i));
  const count = to - from;
  return {
    tokens: ag.tensor('int64', [count], ids.slice(0, -1)),
    targets: ag.tensor('int64', [count, 1], ids.slice(1)),
    total: ag.tensor('float32', [], [total]),
  };
}

const create = (over: Partial<ag.TrainerOptions> = {}) =>
  ag.Trainer.create({ engine, parameters: parameters(), loss, optimizer: optimizer(), ...over });

describe('Trainer', () => {
  it('learns, and reports what loss and optimizer report', async () => {
    const trainer = await create();
    const first = await trainer.update(batch(0, 100));
    expect(Object.keys(first).sort()).toEqual(['gradientNorm', 'learningRate', 'loss', 'right']);
    // Small random logits: about −log(1/50) = 3.912, and never below.
    expect(Math.abs(first.loss - Math.log(vocabulary))).toBeLessThan(0.6);
    let last = first;
    for (let i = 0; i < 60; i++) last = await trainer.update(batch(0, 100));
    expect(trainer.step).toBe(61);
    expect(last.loss).toBeLessThan(0.3 * first.loss);
    expect(last.right).toBeGreaterThan(3 * (first.right ?? 0));
    await trainer.dispose();
  });

  it('adds up micro-batches to the update of the whole batch, clipped as a whole', async () => {
    const whole = await create();
    const parts = await create();
    for (let i = 0; i < 3; i++) {
      const one = await whole.update(batch(0, 90));
      const many = await parts.update([batch(0, 20, 90), batch(20, 60, 90), batch(60, 90, 90)]);
      expect(one.gradientNorm).toBeGreaterThan(0.1);
      for (const name of Object.keys(one)) expect(many[name]).toBeCloseTo(one[name]!, 4);
    }
    const [a, b] = [await whole.state(), await parts.state()];
    for (const [name, tensor] of Object.entries(a.parameters)) {
      tensor.data.forEach((x, i) => {
        expect(Math.abs(Number(x) - Number(b.parameters[name]!.data[i]))).toBeLessThan(2e-4);
      });
    }
    expect(b.step).toBe(3);
    await whole.dispose();
    await parts.dispose();
  });

  it('goes on from a checkpoint to the same bits as a run that never stopped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trainer-'));
    const straight = await create();
    const [a, b] = [batch(0, 70), [batch(0, 30, 70), batch(30, 70, 70)]];
    for (const feeds of [a, b, a]) await straight.update(feeds);
    await ag.saveTrainer(straight, folder);
    const { metadata } = await ag.readSafetensors(join(folder, 'optimizer.safetensors'));
    expect(metadata).toMatchObject({ device: 'cpu' });
    const expected = [await straight.update(a), await straight.update(b)];

    const resumed = await create({
      parameters: { ...parameters(), head: randomTensor('other', [width, vocabulary]) },
    });
    await ag.restoreTrainer(resumed, folder);
    expect(resumed.step).toBe(3);
    expect([await resumed.update(a), await resumed.update(b)]).toEqual(expected);
    expect(await resumed.state()).toEqual(await straight.state());
    await straight.dispose();
    await resumed.dispose();
    await rm(folder, { recursive: true });
  });

  it('shares its parameters with a forward pass, before and after an update', async () => {
    const trainer = await create();
    const forward = await trainer.forward((context) => ({ loss: loss(context).loss }));
    const feeds = batch(0, 40);
    for (let i = 0; i < 2; i++) {
      const before = Number((await forward.run(feeds)).loss!.data[0]);
      expect(before).toBeCloseTo((await trainer.update(feeds)).loss, 5);
    }
    await forward.release();
    await trainer.dispose();
  });

  it('leaves frozen parameters alone', async () => {
    const trainer = await create({ trainable: (name) => name !== 'embedding' });
    await trainer.update([batch(0, 20), batch(20, 40)]);
    const state = await trainer.state();
    expect(state.parameters.embedding).toEqual(parameters().embedding);
    expect(state.parameters.hidden).not.toEqual(parameters().hidden);
    expect(Object.keys(state.optimizer)).not.toContain('1/m/embedding');
    await trainer.dispose();
  });

  it('changes nothing when an update fails, and goes on after it', async () => {
    const trainer = await create();
    const before = await trainer.state();
    const feeds = batch(0, 20);
    await expect(trainer.update({ ...feeds, total: feeds.tokens! })).rejects.toThrow(ShapeError);
    const outside = ag.tensor('int64', [20], new BigInt64Array(20).fill(999n));
    await expect(trainer.update([feeds, { ...feeds, tokens: outside }])).rejects.toThrow(/indices/);
    expect(await trainer.state()).toEqual(before);
    expect((await trainer.update(feeds)).loss).toBeGreaterThan(0);
    await expect(trainer.restore({ ...before, parameters: {} })).rejects.toThrow(InvalidInputError);
    await trainer.dispose();
    await expect(trainer.update(feeds)).rejects.toThrow(UsageError);
  });
});

function sameBits(a: ag.TrainerState, b: ag.TrainerState): boolean {
  const bytes = (state: ag.TrainerState) =>
    [state.parameters, state.optimizer].map((tensors) => ag.encodeSafetensors(tensors));
  return bytes(a).every((part, i) => Buffer.compare(part, bytes(b)[i]!) === 0);
}

describe('determinism', () => {
  it('gives the same bits in every run, with repeated indices and large reductions', async () => {
    // Large enough that onnxruntime shares the work of each operator among its threads.
    const size = 64;
    const run = async () => {
      const trainer = await ag.Trainer.create({
        engine,
        optimizer: optimizer(),
        parameters: {
          table: randomTensor('t', [40, size]),
          weight: randomTensor('w', [size, size]),
          scale: ag.tensor('float32', [size], new Float32Array(size).fill(1)),
        },
        loss: ({ graph, parameters: p }) => {
          const tokens = graph.input('tokens', 'int64', ['B', 'S']);
          const x = ag.rmsNorm(ag.gather(p.table!, tokens, 0), p.scale!);
          const logits = ag.matMul(ag.matMul(x, p.weight!), p.table!, { transposeB: true });
          const picked = ag.gatherElements(ag.logSoftmax(logits), ag.unsqueeze(tokens, 2), 2);
          return { loss: ag.neg(ag.reduceMean(picked)) };
        },
      });
      const ids = Array.from({ length: 16 * 256 }, (_, i) => (i * 7 + (i >> 3)) % 40);
      const feeds = { tokens: ag.tensor('int64', [16, 256], ids) };
      for (let i = 0; i < 5; i++) await trainer.update(feeds);
      const state = await trainer.state();
      await trainer.dispose();
      return state;
    };
    const first = await run();
    for (let i = 0; i < 4; i++) expect(sameBits(await run(), first)).toBe(true);
  });

  it('refuses a metric that is no scalar, and an update of another shape than its parameter', async () => {
    const several = await create({
      loss: (context) => ({ ...loss(context), metrics: { all: context.parameters.scale! } }),
    });
    await expect(several.update(batch(0, 10))).rejects.toThrow("the metric 'all' must be a scalar");
    const wider: ag.Optimizer = {
      init: () => ({}),
      update: (gradients) => ({
        updates: Object.fromEntries(
          Object.entries(gradients).map(([name, value]) => [name, ag.unsqueeze(value, 0)]),
        ),
        state: {},
        metrics: {},
      }),
    };
    const grown = await create({ optimizer: wider });
    await expect(grown.update(batch(0, 10))).rejects.toThrow(ShapeError);
    await several.dispose();
    await grown.dispose();
  });

  it('takes handles as they are: the same bits, nothing downloaded, the caller keeps his own', async () => {
    const trainable = (name: string) => name !== 'embedding' && name !== 'scale';
    const counted = { downloads: 0, uploads: 0 };
    const watched: ag.Engine = {
      device: engine.device,
      load: (model, choice) => engine.load(model, choice),
      upload: (value) => {
        counted.uploads += 1;
        return engine.upload(value);
      },
      download: (handle) => {
        counted.downloads += 1;
        return engine.download(handle);
      },
      close: () => engine.close(),
    };
    const own = await uploadAll(engine, parameters());
    const sgd = ag.sgd({ learningRate: 0.1 });
    const plain = await create({ trainable, optimizer: sgd });
    const trainer = await create({ engine: watched, parameters: own, trainable, optimizer: sgd });
    for (let i = 0; i < 2; i++) {
      const [expected, got] = [
        await plain.update(batch(0, 40)),
        await trainer.update(batch(0, 40)),
      ];
      expect(got).toEqual(expected);
      await plain.update([batch(0, 20, 40), batch(20, 40, 40)]);
      await trainer.update([batch(0, 20, 40), batch(20, 40, 40)]);
    }
    // Zeros to add micro-batches to, and no weight.
    expect(counted).toEqual({ downloads: 0, uploads: 2 });
    // A frozen handle is where the caller has it: it is in no checkpoint.
    expect(Object.keys((await trainer.state()).parameters)).toEqual(['hidden', 'head']);
    await trainer.restore(await trainer.state());
    const after = await trainer.handOver();
    const expected = (await plain.state()).parameters;
    for (const [name, handle] of Object.entries(after)) {
      expect((await engine.download(handle)).data).toEqual(expected[name]!.data);
      // What the caller gave is as it was.
      expect((await engine.download(own[name]!)).data).toEqual(parameters()[name]!.data);
      expect(handle === own[name]).toBe(!trainable(name));
      handle.release();
      own[name]!.release();
    }
    await expect(trainer.update(batch(0, 10))).rejects.toThrow(UsageError);
    await plain.dispose();
  });

  it.each([
    ['whole', (feeds: ag.Feeds) => feeds],
    ['in micro-batches', (feeds: ag.Feeds) => [batch(0, 20, 60), feeds]],
  ])('applies no update that is not finite: %s', async (_, of) => {
    const trainer = await create();
    await trainer.update(batch(0, 20));
    const before = await trainer.state();
    const spoilt = { ...batch(20, 60), total: ag.tensor('float32', [], [Number.NaN]) };
    await expect(trainer.update(of(spoilt))).rejects.toThrow(
      /step 2 diverged: loss NaN, gradient norm NaN\. It was not applied: the weights are as before/,
    );
    expect(await trainer.state()).toEqual(before);
    expect((await trainer.update(batch(20, 60))).loss).toBeGreaterThan(0);
    expect(trainer.step).toBe(2);
    await trainer.dispose();
  });

  it('frees nothing that is not its own when it ends', async () => {
    const own = await uploadAll(engine, parameters());
    const trainer = await create({ parameters: own });
    await trainer.dispose();
    for (const [name, handle] of Object.entries(own)) {
      expect((await engine.download(handle)).data).toEqual(parameters()[name]!.data);
      handle.release();
    }
  });
});
