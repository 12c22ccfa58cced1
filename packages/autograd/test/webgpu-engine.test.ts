import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ResourceError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { add, cast, createEngine, Graph, tensor, zeros } from './support/ag.ts';
import { itIsAnEngine } from './support/engine-contract.ts';
import { softwareVulkan, webgpuEngine } from './support/software-vulkan.ts';

const engines = [await webgpuEngine({ inThread: true }), await webgpuEngine()];
const available = engines[0] !== null;
afterAll(async () => {
  for (const engine of engines) await engine?.close();
});

describe.each([
  ['in this thread', engines[0]],
  ['in a worker thread', engines[1]],
])('an engine on WebGPU %s', (_, engine) => {
  describe.skipIf(!engine)('behaves as on the processor:', () => {
    if (engine) itIsAnEngine(engine);
  });
});

describe.skipIf(!available)('tensors on WebGPU', () => {
  /** Adds 1 to what it is fed, and gives the same in float64. */
  function counter(): Graph {
    const graph = new Graph('counter');
    const next = add(graph.input('x', 'float32', [4]), 1);
    graph.output('next', next);
    graph.output('double', cast(next, 'float64'));
    return graph;
  }

  it('stay on the device from run to run; those of a type that it cannot hold on the host', async () => {
    const engine = engines[0]!;
    expect(engine.device).toBe('webgpu');
    const session = await engine.load(counter(), { keep: ['next', 'double'] });
    let x = await engine.upload(zeros('float32', [4]));
    expect(x.place).toBe('device');
    for (let i = 1; i <= 5; i++) {
      const { kept } = await session.run({ x });
      expect([kept.next!.place, kept.double!.place]).toEqual(['device', 'host']);
      expect((await engine.download(kept.double!)).data[0]).toBe(i);
      kept.double!.release();
      x.release();
      x = kept.next!;
    }
    expect(await engine.download(x)).toEqual(tensor('float32', [4], [5, 5, 5, 5]));
    x.release();
    await session.release();
  });
});

const run = promisify(execFile);

/** Runs a program from source in a process of its own. */
async function execute(program: string, environment: Record<string, string>): Promise<string> {
  const flags = ['--conditions=@skinr1/source', '--import', 'tsx', '--input-type=module'];
  const { stdout } = await run(process.execPath, [...flags, '--eval', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  return stdout.trim();
}

describe('a process with WebGPU', () => {
  it.skipIf(!available)(
    'ends by itself when tensors on the device were never released',
    async () => {
      const program = (options: string) => `
      import { createEngine, tensor } from './src/index.ts';
      const engine = await createEngine(${options});
      const handle = await engine.upload(tensor('float32', [2], [1, 2]));
      console.log(handle.place, ...(await engine.download(handle)).data);`;
      for (const options of ["{ device: 'webgpu' }", "{ device: 'webgpu', inThread: true }"]) {
        expect(await execute(program(options), softwareVulkan() ?? {})).toBe('device 1 2');
      }
    },
  );

  it('says why the device is not available, and what to do, where there is no driver', async () => {
    const none = { VK_DRIVER_FILES: '/no/driver.json', VK_ICD_FILENAMES: '/no/driver.json' };
    const program = `
      import { createEngine } from './src/index.ts';
      await createEngine({ device: 'webgpu' }).catch((error) => console.log(error.name, error.message));`;
    const message = await execute(program, none);
    expect(message).toMatch(/^ResourceError the device 'webgpu' is not available: .+\n?.*\./);
    expect(message).toMatch(/Vulkan|Metal|Direct3D/);
    expect(message).toContain('use the device "cpu"');
  });
});

describe('a device', () => {
  it.skipIf(process.env.CUDA_HOME)(
    'that is not installed is refused, with what to install',
    async () => {
      for (const inThread of [true, false]) {
        const engine = createEngine({ device: 'cuda', inThread });
        await expect(engine).rejects.toThrow(ResourceError);
        await expect(engine).rejects.toThrow(/'cuda' is not available.*ONNXRUNTIME_NODE_INSTALL/s);
      }
    },
  );

  it('that there is not is refused by name', async () => {
    await expect(createEngine({ device: 'tpu' as 'cpu' })).rejects.toThrow(
      "there is no device 'tpu'. Choose one of auto, cpu, webgpu, cuda.",
    );
  });
});
