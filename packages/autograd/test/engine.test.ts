import { afterAll, describe, expect, it } from 'vitest';
import { EngineClient } from '../src/engine/client.ts';
import { deviceOf } from '../src/engine/devices/index.ts';
import type { Command, Transport } from '../src/engine/protocol.ts';
import { startWorker } from '../src/engine/worker-transport.ts';
import { createEngine, freeMemory, Graph, matMul, tensor, zeros } from './support/ag.ts';
import { affine, itIsAnEngine } from './support/engine-contract.ts';

const engines = await Promise.all([createEngine({ inThread: true }), createEngine()]);
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

describe.each([
  ['in this thread', engines[0]!],
  ['in a worker thread', engines[1]!],
])('an engine %s', (_, engine) => {
  itIsAnEngine(engine);
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

  it('keeps tensors of different engines apart', async () => {
    const handle = await engines[0]!.upload(zeros('float32', [2, 3]));
    await expect(engines[1]!.download(handle)).rejects.toThrow('another engine');
    handle.release();
    handle.release();
    await expect(engines[0]!.download(handle)).rejects.toThrow('after its release');
  });
});

describe('what fails', () => {
  it('is the answer to its command: the thread goes on', async () => {
    const send = startWorker({ device: 'cpu', threads: 1 });
    const engine = new EngineClient(send, deviceOf('cpu'));
    const handle = await engine.upload(tensor('float32', [1], [1]));
    // A command without its parts, and one that cannot be sent to a thread at all.
    await expect(send({ type: 'run' } as never)).rejects.toThrow();
    await expect(send({ type: 'load', source: () => 'x' } as never)).rejects.toThrow(/clone/);
    expect((await engine.download(handle)).data[0]).toBe(1);
    handle.release();
    await engine.close();
  });

  it('is not asked for each of the tensors that are released together', async () => {
    const sent: Command[] = [];
    const transport = (async (command: Command) => {
      sent.push(command);
      return { id: sent.length, dtype: 'float32', dims: [1], place: 'host' };
    }) as Transport;
    const client = new EngineClient(transport, deviceOf('cpu'));
    const handles = [];
    for (let i = 0; i < 3; i++) handles.push(await client.upload(zeros('float32', [1])));
    for (const handle of handles) handle.release();
    await Promise.resolve();
    expect(sent.slice(3)).toEqual([{ type: 'release', handles: [1, 2, 3] }]);
  });

  it('does not matter to a release, which nobody waits for', async () => {
    const facts = { id: 1, dtype: 'float32', dims: [1], place: 'host' };
    const dead = (async ({ type }: { type: string }) => {
      if (type === 'upload') return facts;
      throw new Error('the thread has ended');
    }) as Transport;
    const handle = await new EngineClient(dead, deviceOf('cpu')).upload(zeros('float32', [1]));
    handle.release();
    // A rejection that nobody handles would be reported here and end a process.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it.each([{ inThread: true }, {}])(
    'is every use after close, %o; releasing is not',
    async (options) => {
      const engine = await createEngine({ ...options, threads: 1 });
      const session = await engine.load(affine(), { keep: ['y'] });
      const x = tensor('float32', [1, 2], [1, 2]);
      const w = await engine.upload(tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]));
      const { kept } = await session.run({ x, w });
      await engine.close();
      for (const use of [
        () => engine.upload(x),
        () => engine.download(w),
        () => engine.download(kept.y!),
        () => engine.load(affine()),
        () => session.run({ x, w }),
      ]) {
        await expect(use()).rejects.toThrow('the engine is closed');
      }
      w.release();
      kept.y!.release();
      await session.release();
      await engine.close();
    },
  );
});

describe('memory', () => {
  it('is free as soon as a handle is released, without a garbage collection', async () => {
    const [engine] = engines;
    const session = await engine!.load(affine(), { keep: ['y'] });
    const w = tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]);
    const x = zeros('float32', [2 ** 18, 2]);
    const [before, outputBytes] = [process.memoryUsage().arrayBuffers, 3 * 4 * 2 ** 18];
    for (let i = 0; i < 10; i++) {
      const { kept } = await session.run({ x, w }, { fetch: [] });
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
