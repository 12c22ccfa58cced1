import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine, Graph, ops, tensor, type Value } from '../src/index.ts';

const layers = 8;
const width = 64;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-file-nodes-'));
  engine = await createEngine({ threads: 1 });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** Layers of a narrow matrix each in a file, as a model's: widened where they are used. */
async function layeredGraph(dtype: 'bfloat16' | 'float16'): Promise<Graph> {
  const path = join(folder, 'weights');
  const length = width * width * 2;
  await writeFile(path, new Uint8Array(length * layers));
  const { size, mtimeMs } = await stat(path);
  const graph = new Graph('layers');
  let x: Value = graph.input('x', 'float32', [1, width]);
  for (let i = 0; i < layers; i++) {
    const place = { path, offset: i * length, length, fileSize: size, modified: mtimeMs };
    const weight = graph.fileInitializer(`weight.${i}`, {
      dtype,
      dims: [width, width],
      ...place,
    });
    x = ops.sigmoid(ops.matMul(x, ops.cast(weight, 'float32')));
  }
  graph.output('y', x);
  return graph;
}

it.each(['bfloat16', 'float16'] as const)(
  'widens a weight in a file of %s right before its product, and holds one at a time',
  async (dtype) => {
    const graph = await layeredGraph(dtype);
    const program = await engine.load(graph, { profile: join(folder, dtype) });
    await program.run({ x: tensor('float32', [1, width], new Float32Array(width)) });
    await program.release();
    const file = (await readdir(folder)).find((name) => name.startsWith(dtype));
    const events = JSON.parse(await readFile(join(folder, file ?? ''), 'utf8')) as {
      cat: string;
      ts: number;
      args?: { op_name?: string };
    }[];
    const order = events
      .filter(({ cat }) => cat === 'Node')
      .sort((one, other) => one.ts - other.ts)
      .map(({ args }) => args?.op_name)
      .filter((op) => op === 'Cast' || op === 'MatMul');
    expect(order).toEqual(Array.from({ length: layers }, () => ['Cast', 'MatMul']).flat());
  },
);
