import { InvalidInputError, ShapeError, UsageError } from '@skinr1/core';
import { expect, it } from 'vitest';
import { add, type Engine, Graph, matMul, reshape, type Tensor, tensor, zeros } from './ag.ts';

/** y = x·w + 1 with x [B, 2], w [2, 3], then as [B·3]. */
export function affine(): Graph {
  const graph = new Graph('affine');
  const x = graph.input('x', 'float32', ['B', 2]);
  const w = graph.input('w', 'float32', [2, 3]);
  const y = add(matMul(x, w), 1);
  graph.output('y', y);
  graph.output('flat', reshape(y, ['B*3']));
  return graph;
}

function overwrite({ data }: Tensor): void {
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength).fill(1);
}

/** What holds of every engine, whatever thread and device it computes on. */
export function itIsAnEngine(engine: Engine): void {
  it('runs a graph, keeping what is asked for as handles that feed other runs', async () => {
    const session = await engine.load(affine(), { keep: ['y'] });
    const x = tensor('float32', [2, 2], [1, 2, 3, 4]);
    const w = await engine.upload(tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]));
    const { outputs, kept } = await session.run({ x, w });
    // [1 2; 3 4]·[1 0 1; 0 1 1] + 1 = [2 3 4; 4 5 8]
    expect(outputs.flat).toEqual(tensor('float32', [6], [2, 3, 4, 4, 5, 8]));
    expect(outputs.y).toBeUndefined();
    expect(await engine.download(kept.y!)).toEqual(tensor('float32', [2, 3], [2, 3, 4, 4, 5, 8]));
    const again = await session.run({ x: tensor('float32', [2, 2], [1, 0, 0, 1]), w: kept.y! });
    expect(again.outputs.flat!.data).toEqual(new Float32Array([3, 4, 5, 5, 6, 9]));
    again.kept.y!.release();
    kept.y!.release();
    await expect(engine.download(kept.y!)).rejects.toThrow(UsageError);
    await session.release();
  });

  it('gives an output that is kept and fetched as two tensors', async () => {
    const session = await engine.load(affine(), { keep: ['y'] });
    const feeds = {
      x: tensor('float32', [1, 2], [1, 2]),
      w: tensor('float32', [2, 3], [1, 0, 1, 0, 1, 1]),
    };
    const { outputs, kept } = await session.run(feeds, { fetch: ['y'] });
    const expected = tensor('float32', [1, 3], [2, 3, 4]);
    expect(outputs.y).toEqual(expected);
    expect(await engine.download(kept.y!)).toEqual(expected);
    kept.y!.release();
    expect(outputs.y).toEqual(expected);
    // The feeds are the caller's as before.
    const again = await session.run(feeds, { fetch: ['y'] });
    expect(again.outputs.y).toEqual(expected);
    again.kept.y!.release();
    await session.release();
  });

  it('holds a copy of what is uploaded, of every element type and of any size', async () => {
    const all = [
      tensor('float32', [2, 2], [1, -2, 3.5, 4]),
      tensor('float64', [2], [1e-9, 2]),
      tensor('float16', [3], new Uint16Array([0x3c00, 0, 1])),
      tensor('int64', [2], [-1, 2 ** 40]),
      tensor('int32', [], [-7]),
      tensor('uint8', [5], [0, 1, 2, 254, 255]),
      tensor('bool', [3], [1, 0, 1]),
      tensor('float32', [0, 4], []),
    ];
    for (const value of all) {
      const handle = await engine.upload(value);
      const before = value.data.slice();
      overwrite(value);
      const down = await engine.download(handle);
      expect(down).toEqual({ ...value, data: before });
      overwrite(down);
      expect((await engine.download(handle)).data).toEqual(before);
      handle.release();
    }
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
    // Memory between threads is read on Node 24 and refused before; the engine goes on either way.
    const shared = new Float32Array(new SharedArrayBuffer(8) as unknown as ArrayBuffer);
    const zeros = { x: tensor('float32', [1, 2], shared), w };
    const outcome = await session.run(zeros, { fetch: ['flat'] }).catch((error: unknown) => error);
    if (!InvalidInputError.isInstance(outcome)) {
      expect(outcome).toMatchObject({ outputs: { flat: tensor('float32', [3], [1, 1, 1]) } });
    }
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
    await expect(session.run({ x: good }, { fetch: ['z'] })).rejects.toThrow("no output 'z'");
    await expect(engine.load(affine(), { keep: ['z'] })).rejects.toThrow("no output 'z'");
    await session.release();
  });

  it('refuses bytes that are no model', async () => {
    await expect(engine.load(new Uint8Array([1, 2, 3]), { source: 'a.onnx' })).rejects.toThrow(
      /a\.onnx.*refuses/,
    );
  });
}
