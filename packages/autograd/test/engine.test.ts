import { ShapeError, UsageError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { add, createEngine, Graph, matMul, reshape, tensor } from '../src/index.ts';

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
