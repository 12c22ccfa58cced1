import type { Engine, Session } from '../engine/engine.ts';
import { Graph } from '../graph/graph.ts';
import { tensor } from '../graph/tensor.ts';
import { matMul, reduceMean } from '../ops/index.ts';

/** Sides of the matrices, smallest first: a slow device is not kept busy with what a fast one needs. */
const sides = [64, 256, 768] as const;
/** Products in a row, each of the one before. */
const productCount = 8;
/** A run of so many seconds says how fast a device is. */
const enough = 0.01;

/**
 * How fast a device multiplies matrices, in 10⁹ floating-point operations a second: 2 side³ for each product.
 * The ends of a run are at the host, so what a device gains must outweigh the way there.
 */
export async function productSpeed(engine: Engine): Promise<number> {
  const graph = new Graph('speed');
  const x = graph.input('x', 'float32', ['side', 'side']);
  let product = x;
  for (let i = 0; i < productCount; i++) product = matMul(product, x);
  graph.output('mean', reduceMean(product, { axes: [0, 1] }));
  const session = await engine.load(graph, { source: 'speed' });
  let gigaflops = 0;
  for (const side of sides) {
    const seconds = await secondsOf(session, side);
    gigaflops = (2 * side ** 3 * productCount) / seconds / 1e9;
    if (seconds > enough) break;
  }
  await session.release();
  return gigaflops;
}

/** Seconds of a run; one before it lets the device build its programs. */
async function secondsOf(session: Session, side: number): Promise<number> {
  // Rows that sum to 1 stay so, however often they are multiplied.
  const x = tensor('float32', [side, side], new Float32Array(side * side).fill(1 / side));
  await session.run({ x });
  const start = performance.now();
  await session.run({ x });
  return (performance.now() - start) / 1000;
}
