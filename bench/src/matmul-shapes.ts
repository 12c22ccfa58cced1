import * as ag from '@skinr1/autograd';

/** One kind of matrix product in a graph, with its sizes filled in. */
export interface MatMulShape {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** How many nodes do just this. */
  readonly count: number;
  /** 2·batch·M·N·K of one. */
  readonly flops: number;
}

/** All matrix products that lead to an output. */
export function matMulShapes(
  graph: ag.Graph,
  sizes: Readonly<Record<string, number>>,
): MatMulShape[] {
  const found = new Map<string, MatMulShape>();
  for (const node of graph.liveNodes) {
    if (node.op !== 'MatMul' && node.op !== 'FusedMatMul') continue;
    const [a, b, y] = [node.inputs[0]!, node.inputs[1]!, node.outputs[0]!].map((value) =>
      value.shape.map((dim) => evaluate(dim, sizes)),
    ) as [number[], number[], number[]];
    const transposeA = node.attributes.transA === 1;
    const transposeB = node.attributes.transB === 1;
    const inner = a.at(transposeA ? -2 : -1)!;
    const key = JSON.stringify([a, b, transposeA, transposeB]);
    const flops = 2 * ag.sizeOf(y) * inner;
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, { a, b, transposeA, transposeB, count, flops });
  }
  return [...found.values()];
}

/** A size such as `2*B*S+P-1` for given symbols. */
function evaluate(dim: ag.Dim, sizes: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [, sign, term] of String(dim).matchAll(/([+-]?)([^+-]+)/g)) {
    const factors = (term as string).split('*').map((factor) => sizes[factor] ?? Number(factor));
    sum += (sign === '-' ? -1 : 1) * factors.reduce((product, factor) => product * factor, 1);
  }
  return sum;
}

/** The sizes that a graph's symbols have for given feeds. */
export function symbolSizes(graph: ag.Graph, feeds: ag.Feeds): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { name, shape } of graph.inputs) {
    shape.forEach((dim, axis) => {
      const size = feeds[name]?.dims[axis];
      if (typeof dim === 'string' && size !== undefined) sizes[dim] = size;
    });
  }
  return sizes;
}

/** Seconds that each product takes by itself, best of several; inputs and result stay in the engine. */
export async function timeMatMul(
  engine: ag.Engine,
  shape: MatMulShape,
  rounds: number,
): Promise<number> {
  const graph = new ag.Graph();
  const a = graph.input('a', 'float32', shape.a);
  const b = graph.input('b', 'float32', shape.b);
  graph.output('y', ag.ops.matMul(a, b, shape));
  const session = await engine.load(graph, { keep: ['y'] });
  const random = (dims: readonly number[]) =>
    engine.upload(
      ag.tensor(
        'float32',
        dims,
        Float32Array.from({ length: ag.sizeOf(dims) }, (_, i) => ((i * 37) % 101) / 101),
      ),
    );
  const feeds = { a: await random(shape.a), b: await random(shape.b) };
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    const { kept } = await session.run(feeds);
    times.push((performance.now() - start) / 1000);
    kept.y!.release();
  }
  feeds.a.release();
  feeds.b.release();
  await session.release();
  return Math.min(...times);
}
