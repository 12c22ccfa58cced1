import { ResourceError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createEngine,
  type Engine,
  encodeModel,
  type Graph,
  mul,
  reduceMean,
  rmsNorm,
  type Session,
  sgd,
  sub,
  type Tensor,
  Trainer,
  type TrainerOptions,
  tensor,
} from './support/ag.ts';
import { webgpuEngine } from './support/software-vulkan.ts';

const processor = await createEngine({ inThread: true });
const webgpu = await webgpuEngine();
afterAll(async () => {
  await webgpu?.close();
  await processor.close();
});

/** A trainer of one matrix behind an RMS norm. */
function options(engine: Engine): TrainerOptions {
  return {
    engine,
    parameters: {
      scale: tensor('float32', [3], [1, 2, 0.5]),
      w: tensor('float32', [2, 3], [1, -2, 3, 0.5, 4, -1]),
    },
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
    loss: ({ graph, parameters }) => {
      const y = rmsNorm(parameters.w!, parameters.scale!);
      const error = sub(y, graph.input('target', 'float32', [2, 3]));
      return { loss: reduceMean(mul(error, error)) };
    },
  };
}

const batch = { target: tensor('float32', [2, 3], [0.1, 0.2, 0.3, -0.4, 0.5, 0.6]) };

/** The processor under another name, with one output of each run spoilt. */
function lyingEngine(spoil: (name: string, data: Float32Array) => void): Engine {
  const load = async (graph: Graph | Uint8Array): Promise<Session> => {
    const session = await processor.load(graph);
    const run: Session['run'] = async (feeds, choice) => {
      const result = await session.run(feeds, choice);
      for (const [name, { data }] of Object.entries(result.outputs)) {
        if (data instanceof Float32Array) spoil(name, data);
      }
      return result;
    };
    return {
      ...session,
      inputs: session.inputs,
      outputs: session.outputs,
      run,
      release: () => session.release(),
    };
  };
  return {
    device: 'cuda',
    load,
    upload: (value: Tensor) => processor.upload(value),
    download: (handle) => processor.download(handle),
    close: () => Promise.resolve(),
  };
}

describe('a device that is to be trained on', () => {
  it('is taken when its gradients are those of the processor', async () => {
    const trainer = await Trainer.create(options(lyingEngine(() => undefined)));
    await trainer.dispose();
  });

  it.each([
    ['a wrong number', 0.5, "LayerNormalization differs from the processor's by 0.50"],
    ['not a number', Number.NaN, "LayerNormalization differs from the processor's by Infinity"],
  ])('is refused for %s in one gradient, by the name of the operator', async (_, change, text) => {
    // The second function of the self-test, the gradient by its scale.
    const engine = lyingEngine((name, data) => {
      if (name === '1.gradient1') data[3]! += change;
    });
    for (let i = 0; i < 2; i++) {
      await expect(Trainer.create(options(engine))).rejects.toThrow(ResourceError);
      await expect(Trainer.create(options(engine))).rejects.toThrow(
        `the device 'cuda' cannot be trained on: its gradient of ${text}`,
      );
    }
  });

  it.skipIf(!webgpu)('is refused on WebGPU with the kernel of the RMS norm as it is', async () => {
    // Bytes run as they are: what is done for the kernel in graphs is left out.
    const plain: Engine = {
      device: 'webgpu',
      load: (graph, choice) => webgpu!.load(encodeModel(graph as Graph), choice),
      upload: (value) => webgpu!.upload(value),
      download: (handle) => webgpu!.download(handle),
      close: () => Promise.resolve(),
    };
    await expect(Trainer.create(options(plain))).rejects.toThrow(
      "the device 'webgpu' cannot be trained on: its gradient of SimplifiedLayerNormalization",
    );
  });
});

describe.skipIf(!webgpu)('training on WebGPU', () => {
  it('goes as on the processor, and nothing that learns leaves the device', async () => {
    const [here, there] = [
      await Trainer.create(options(processor)),
      await Trainer.create(options(webgpu!)),
    ];
    for (let step = 0; step < 5; step++) {
      const [expected, got] = [await here.update(batch), await there.update(batch)];
      expect(got.loss).toBeCloseTo(expected.loss, 5);
      expect(got.gradientNorm).toBeCloseTo(expected.gradientNorm, 5);
    }
    // Two micro-batches: gradients are kept between them.
    const [expected, got] = [await here.update([batch, batch]), await there.update([batch, batch])];
    expect(got.loss).toBeCloseTo(expected.loss, 5);
    for (const handle of Object.values(there.parameters)) expect(handle.place).toBe('device');
    const [a, b] = [await here.state(), await there.state()];
    for (const [name, { data }] of Object.entries(a.optimizer)) {
      expect(b.optimizer[name]!.data).toHaveLength(data.length);
    }
    (a.parameters.w!.data as Float32Array).forEach((value, i) => {
      expect(Number(b.parameters.w!.data[i])).toBeCloseTo(value, 5);
    });
    await here.dispose();
    await there.dispose();
  });
});
