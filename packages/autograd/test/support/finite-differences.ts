import { expect } from 'vitest';
import { createEngine, type Engine, type Tensor } from './ag.ts';
import { type Check, differentiated, drawFeeds, resolve } from './gradient-checks/check.ts';

let shared: Promise<Engine> | undefined;

/** An engine for tests that may block. */
export function testEngine(): Promise<Engine> {
  shared ??= createEngine({ inThread: true });
  return shared;
}

/**
 * Compares the gradients of Σ f(x)·c, c fixed random numbers, with central differences
 * (L(x + h) − L(x − h)) / 2h. The error of these is about h²·f‴/6 + ulp/h: 1e-10 relative in float64 with
 * h = 1e-5, and 1e-4 in float32 with h = 1e-2.
 */
export async function checkGradient(check: Check): Promise<void> {
  const { operands, sizes = [{}], dtype = 'float64' } = check;
  const engine = await testEngine();
  const { graph, shape } = differentiated(check);
  const session = await engine.load(graph);
  for (const symbols of sizes) {
    const feeds = drawFeeds(check, shape, symbols);
    const run = async (names: string[]) => (await session.run(feeds, { fetch: names })).outputs;
    // The shape worked out while building is the shape that comes out.
    expect((await run(['y'])).y!.dims).toEqual(resolve(shape, symbols));
    const exact = await run(operands.map((_, i) => `g${i}`));
    const lossAt = async () => Number((await run(['loss'])).loss!.data[0]);
    for (let i = 0; i < operands.length; i++) {
      await compare(feeds[`x${i}`]!, exact[`g${i}`]!, lossAt, dtype);
    }
  }
  await session.release();
}

async function compare(
  x: Tensor,
  exact: Tensor,
  lossAt: () => Promise<number>,
  dtype: string,
): Promise<void> {
  const step = dtype === 'float64' ? 1e-5 : 1e-2;
  const tolerance = dtype === 'float64' ? 1e-7 : 5e-3;
  expect(exact.dims).toEqual(x.dims);
  const data = x.data as Float64Array;
  for (let k = 0; k < data.length; k++) {
    const before = data[k]!;
    data[k] = before + step;
    const up = data[k]!;
    const high = await lossAt();
    data[k] = before - step;
    const low = await lossAt();
    const numeric = (high - low) / (up - data[k]!);
    data[k] = before;
    const error = Math.abs(Number(exact.data[k]) - numeric) / Math.max(1, Math.abs(numeric));
    expect(error, `element ${k}: exact ${exact.data[k]}, numeric ${numeric}`).toBeLessThan(
      tolerance,
    );
  }
}
