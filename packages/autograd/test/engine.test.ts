import { InvalidInputError, ShapeError, UsageError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  add,
  createEngine,
  freeMemory,
  Graph,
  matMul,
  reshape,
  tensor,
  zeros,
} from '../src/index.ts';

const engines = await Promise.all([createEngine({ inThread: true }), createEngine()]);
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

/** y = x·w + 1 with x [B, 2], w [2, 3], then as [B·3]. */
function affine(): Graph {
  const graph = new Graph('affine');
  const x = graph.input('x', 'float32', ['B', 2]);
  const w = graph.input('w', 'float32', [2, 3]);
  const y = add(matMul(x, w), 1);
  graph.output('y', y);
  graph.output('flat', reshape(y, ['B*3']));
  return graph;
}

describe.each([
  ['in this thread', engines[0]!],
  ['in a worker thread', engines[1]!],
])('engine %s', (_, engine) => {
  it('runs a graph, keeping what is asked for as handles that feed other runs', async () => {
    const session = await engine.load(affine());
    const x = tensor('float32', [2, 2], [1, 2, 3, 4]);
    const w = await engine.upload(tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]));
    const { outputs, kept } = await session.run({ x, w }, { keep: ['y'] });
    // [1 2; 3 4]·[1 0 1; 0 1 1] + 1 = [2 3 4; 4 5 8]
    expect(outputs.flat).toEqual(tensor('float32', [6], [2, 3, 4, 4, 5, 8]));
    expect(outputs.y).toBeUndefined();
    expect(await engine.download(kept.y!)).toEqual(tensor('float32', [2, 3], [2, 3, 4, 4, 5, 8]));
    const again = await session.run(
      { x: tensor('float32', [2, 2], [1, 0, 0, 1]), w: kept.y! },
      { fetch: ['y'] },
    );
    expect(again.outputs.y!.data).toEqual(new Float32Array([3, 4, 5, 5, 6, 9]));
    kept.y!.release();
    await expect(engine.download(kept.y!)).rejects.toThrow(UsageError);
    await session.release();
  });

  it('gives an output that is kept and fetched as two tensors', async () => {
    const session = await engine.load(affine());
    const feeds = {
      x: tensor('float32', [1, 2], [1, 2]),
      w: tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]),
    };
    const { outputs, kept } = await session.run(feeds, { keep: ['y'], fetch: ['y'] });
    const expected = tensor('float32', [1, 3], [2, 3, 4]);
    expect(outputs.y).toEqual(expected);
    expect(await engine.download(kept.y!)).toEqual(expected);
    kept.y!.release();
    expect(outputs.y).toEqual(expected);
    // The feeds are the caller's as before.
    expect((await session.run(feeds)).outputs.y).toEqual(expected);
    await session.release();
  });

  it('takes feeds that share memory, and leaves it to the caller', async () => {
    const session = await engine.load(affine());
    const both = new Float32Array([1, 2, 1, 0, 1, 0, 1, 1]);
    const x = tensor('float32', [1, 2], both.subarray(0, 2));
    const w = tensor('float32', [2, 3], both.subarray(2));
    for (let i = 0; i < 2; i++) {
      const { outputs } = await session.run({ x, w }, { fetch: ['flat'] });
      expect(outputs.flat).toEqual(tensor('float32', [3], [2, 3, 4]));
    }
    // Memory of a kind that onnxruntime cannot read is refused; the engine goes on.
    const shared = new Float32Array(new SharedArrayBuffer(8) as unknown as ArrayBuffer);
    const bad = session.run({ x: tensor('float32', [1, 2], shared), w });
    await expect(bad).rejects.toThrow(InvalidInputError);
    expect((await session.run({ x, w }, { fetch: ['flat'] })).outputs.flat!.data[0]).toBe(2);
    await session.release();
  });

  it('leaves the memory of an uploaded Buffer alone when its handle is released', async () => {
    const bytes = Buffer.from('from the pool that small buffers share');
    const handle = await engine.upload(tensor('uint8', [bytes.length], bytes));
    handle.release();
    await engine.download(await engine.upload(zeros('uint8', [1])));
    expect(bytes.toString()).toBe('from the pool that small buffers share');
  });

  it('names the input and the symbols when feeds do not fit', async () => {
    const session = await engine.load(affine());
    const x = tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);
    await expect(session.run({ x })).rejects.toThrow(ShapeError);
    await expect(session.run({ x })).rejects.toThrow(
      "input 'x' must be float32 [B, 2], got float32 [2, 3]",
    );
    const good = tensor('float32', [1, 2], [1, 2]);
    await expect(session.run({ x: good })).rejects.toThrow("input 'w' (float32 [2, 3]) is missing");
    await expect(session.run({ z: good })).rejects.toThrow("no input 'z'");
  });

  it('refuses bytes that are no model', async () => {
    await expect(engine.load(new Uint8Array([1, 2, 3]), { source: 'a.onnx' })).rejects.toThrow(
      /a\.onnx.*refuses/,
    );
  });
});

/** A graph that keeps a processor busy for a while: w·w·w… */
function heavy(): Graph {
  const graph = new Graph('heavy');
  const w = graph.input('w', 'float32', [512, 512]);
  let x = w;
  for (let i = 0; i < 40; i++) x = matMul(x, w);
  graph.output('y', x);
  return graph;
}

describe('the worker thread', () => {
  it('leaves the event loop free while a model runs', async () => {
    const session = await engines[1]!.load(heavy());
    let ticks = 0;
    const clock = setInterval(() => {
      ticks++;
    }, 2);
    await session.run({ w: zeros('float32', [512, 512]) });
    clearInterval(clock);
    await session.release();
    expect(ticks).toBeGreaterThan(3);
  });

  it('finishes what is queued before it closes, and refuses what comes after', async () => {
    const engine = await createEngine({ threads: 1 });
    const session = await engine.load(heavy());
    const runs = [1, 2, 3].map(() =>
      session.run({ w: zeros('float32', [512, 512]) }, { fetch: ['y'] }),
    );
    const closed = Promise.all([engine.close(), engine.close()]);
    for (const { outputs } of await Promise.all(runs)) expect(outputs.y!.data[0]).toBe(0);
    await closed;
    await expect(session.run({ w: zeros('float32', [512, 512]) })).rejects.toThrow('closed');
    await session.release();
  });

  it('reports an execution provider that does not start, without falling back', async () => {
    const engine = await createEngine({ executionProviders: ['no-such-provider'] });
    await expect(engine.load(affine())).rejects.toThrow(/no-such-provider/);
    await engine.close();
  });

  it('keeps tensors of different engines apart', async () => {
    const handle = await engines[0]!.upload(zeros('float32', [2, 3]));
    await expect(engines[1]!.download(handle)).rejects.toThrow('another engine');
    handle.release();
    handle.release();
    await expect(engines[0]!.download(handle)).rejects.toThrow('after its release');
  });

  it('holds a copy of what is uploaded', async () => {
    for (const engine of engines) {
      const data = new Float32Array([1, 2]);
      const handle = await engine.upload(tensor('float32', [2], data));
      data[0] = 9;
      const down = await engine.download(handle);
      expect(down.data).toEqual(new Float32Array([1, 2]));
      (down.data as Float32Array)[1] = 9;
      expect((await engine.download(handle)).data).toEqual(new Float32Array([1, 2]));
      handle.release();
    }
  });
});

describe('memory', () => {
  it('is free as soon as a handle is released, without a garbage collection', async () => {
    const [engine] = engines;
    const session = await engine!.load(affine());
    const w = tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]);
    const x = zeros('float32', [2 ** 18, 2]);
    const [before, outputBytes] = [process.memoryUsage().arrayBuffers, 3 * 4 * 2 ** 18];
    for (let i = 0; i < 10; i++) {
      const { kept } = await session.run({ x, w }, { keep: ['y'], fetch: [] });
      kept.y!.release();
      await engine!.download(await engine!.upload(w));
      // A collection now and then would let several of them pile up.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * outputBytes);
    }
    await session.release();
  });

  it('of a tensor is given up with freeMemory', () => {
    const before = process.memoryUsage().arrayBuffers;
    const large = zeros('float32', [2 ** 22]);
    expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThan(2 ** 23);
    freeMemory(large);
    expect(large.data).toHaveLength(0);
    freeMemory(large);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});
