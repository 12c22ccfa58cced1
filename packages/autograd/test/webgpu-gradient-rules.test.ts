import { afterAll, describe, expect, it } from 'vitest';
import { createEngine, type Tensor, tensor } from './support/ag.ts';
import { type Check, differentiated, drawFeeds } from './support/gradient-checks/check.ts';
import { listOfChecks } from './support/gradient-checks/index.ts';
import { checksOfLargeTensors } from './support/gradient-checks/large-tensors.ts';
import { webgpuEngine } from './support/software-vulkan.ts';

const processor = await createEngine({ inThread: true });
const device = await webgpuEngine({ inThread: true });
afterAll(async () => {
  await device?.close();
  await processor.close();
});

/** float32 has 24 bits; sums of some hundred products lose a few. */
const tolerance = 2e-5;

function withType(dtype: 'float32' | 'float64', { dims, data }: Tensor): Tensor {
  return tensor(dtype, dims, Array.from(data as Float32Array));
}

/**
 * Runs a check on the device in float32 and on the processor, in float64 where it can, with the same
 * numbers, and compares results and gradients.
 */
async function compareDevices(check: Check): Promise<void> {
  const { sizes = [{}], dtype = 'float64' } = check;
  const narrow: Check = { ...check, dtype: 'float32' };
  const { graph, shape } = differentiated(narrow);
  const reference = await processor.load(differentiated(check).graph);
  const tested = await device!.load(graph);
  for (const symbols of sizes) {
    const feeds = drawFeeds(narrow, shape, symbols);
    const same = Object.entries(feeds).map(([name, value]) => [name, withType(dtype, value)]);
    const expected = (await reference.run(Object.fromEntries(same))).outputs;
    const { outputs } = await tested.run(feeds);
    for (const [name, value] of Object.entries(expected)) {
      expectClose(outputs[name]!, value, name);
    }
  }
  await reference.release();
  await tested.release();
}

function expectClose(got: Tensor, expected: Tensor, name: string): void {
  expect(got.dims, name).toEqual(expected.dims);
  let worst = { error: 0, text: '' };
  for (let i = 0; i < expected.data.length; i++) {
    const [is, wanted] = [Number(got.data[i]), Number(expected.data[i])];
    const error = Math.abs(is - wanted) / Math.max(1, Math.abs(wanted));
    // Not-a-number is the worst of all.
    if (error <= worst.error) continue;
    worst = { error, text: `${name}[${i}] is ${is}, on the processor ${wanted}` };
  }
  expect(worst.error, worst.text).toBeLessThan(tolerance);
}

describe.skipIf(!device)('gradient rules on WebGPU against the processor', () => {
  it.each(listOfChecks)('%s, case %i', async (_op, _index, check) => {
    await compareDevices(check);
  });

  it.each(Object.entries(checksOfLargeTensors))('%s of large tensors', async (_op, check) => {
    await compareDevices(check);
  });
});
