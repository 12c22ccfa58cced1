import { UsageError } from '@skinr1/core';
import type * as ort from 'onnxruntime-node';
import type { DType, TensorData } from '../graph/dtype.ts';
import { encodeModel } from '../graph/encode-model.ts';
import { Graph } from '../graph/graph.ts';
import { copyOf, type Tensor } from '../graph/tensor.ts';
import { identity } from '../ops/gradient-control.ts';
import type { Device } from './devices/device.ts';
import { freeMemory } from './free-memory.ts';
import type { HandleFacts } from './protocol.ts';
import { createSession, onnxruntime } from './runtime.ts';

/**
 * The engine's tensors by number, each in the host's memory or the device's. onnxruntime's binding moves
 * tensors only as feeds and outputs of a session, so what must move runs through a graph of one Identity.
 */
export class TensorStore {
  private readonly device: Device;
  private readonly threads: number | undefined;
  private readonly tensors = new Map<number, ort.Tensor>();
  private readonly movers = new Map<string, Promise<ort.InferenceSession>>();
  private nextId = 1;

  constructor(device: Device, threads: number | undefined) {
    this.device = device;
    this.threads = threads;
  }

  /** Takes over a tensor of onnxruntime, wherever it lies. */
  add(tensor: ort.Tensor): HandleFacts {
    const id = this.nextId++;
    this.tensors.set(id, showBits(tensor));
    const dtype = tensor.type as DType;
    return { id, dtype, dims: [...tensor.dims], place: isOnDevice(tensor) ? 'device' : 'host' };
  }

  /** Takes over a tensor and puts it where the device computes, if it can stay there. */
  async put(tensor: Tensor): Promise<HandleFacts> {
    const onHost = await toOrt(tensor);
    if (!this.device.holds(tensor.dtype)) return this.add(onHost);
    const moved = await this.move(onHost, 'device');
    freeMemory(tensor);
    return this.add(moved);
  }

  /** Throws UsageError for a number whose tensor was released. */
  find(id: number): ort.Tensor {
    const found = this.tensors.get(id);
    if (found) return found;
    throw new UsageError('a tensor handle was used after its release.');
  }

  /** A copy in the host's memory. */
  async read(id: number): Promise<Tensor> {
    return this.copy(this.find(id));
  }

  /** A copy of a tensor of onnxruntime in the host's memory. */
  async copy(tensor: ort.Tensor): Promise<Tensor> {
    // Data of a tensor on the device must never be asked for: the binding ends the process.
    return isOnDevice(tensor) ? fromOrt(await this.move(tensor, 'host')) : copyOf(fromOrt(tensor));
  }

  /** Frees a tensor's memory at once. */
  release(id: number): void {
    const tensor = this.tensors.get(id);
    this.tensors.delete(id);
    if (tensor) free(tensor);
  }

  /** Frees everything. */
  async clear(): Promise<void> {
    for (const id of [...this.tensors.keys()]) this.release(id);
    const movers = [...this.movers.values()];
    this.movers.clear();
    for (const mover of movers) await (await mover).release();
  }

  private async move(tensor: ort.Tensor, to: 'host' | 'device'): Promise<ort.Tensor> {
    const rank = tensor.dims.length;
    const key = `${to} ${tensor.type} ${rank}`;
    let mover = this.movers.get(key);
    if (!mover) {
      mover = createSession(encodeModel(identityGraph(tensor.type as DType, rank)), {
        device: this.device,
        threads: this.threads,
        keep: to === 'device' ? ['y'] : [],
      });
      mover.catch(() => this.movers.delete(key));
      this.movers.set(key, mover);
    }
    return (await (await mover).run({ x: tensor })).y as ort.Tensor;
  }
}

function identityGraph(dtype: DType, rank: number): Graph {
  const graph = new Graph('move');
  const x = graph.input(
    'x',
    dtype,
    Array.from({ length: rank }, (_, axis) => `axis${axis}`),
  );
  graph.output('y', identity(x));
  return graph;
}

/** A tensor as onnxruntime takes it; no copy. Throws UsageError for bfloat16, which it does not. */
export async function toOrt({ dtype, dims, data }: Tensor): Promise<ort.Tensor> {
  if (dtype === 'bfloat16') {
    throw new UsageError('a bfloat16 tensor cannot be fed.', {
      mend: 'Store it in the graph as an initializer, or widen it to float32.',
    });
  }
  const runtime = await onnxruntime();
  return showBits(new runtime.Tensor(dtype as 'float32', data as Float32Array, dims));
}

/**
 * On Node 24 onnxruntime's tensors show float16 as a `Float16Array`, which its own binding cannot read: it is
 * shown the bits instead, as on Node 20.
 */
function showBits(tensor: ort.Tensor): ort.Tensor {
  if (tensor.type !== 'float16' || isOnDevice(tensor)) return tensor;
  if ((tensor.data as unknown) instanceof Uint16Array) return tensor;
  return Object.defineProperty(tensor, 'data', { value: halfBits(tensor.data as Uint16Array) });
}

/** The bits of float16 values that onnxruntime gives; no copy. */
function halfBits({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/** A tensor of onnxruntime in the host's memory as ours; no copy. */
export function fromOrt(tensor: ort.Tensor): Tensor {
  const data = tensor.data as unknown as TensorData;
  return {
    dtype: tensor.type as DType,
    dims: [...tensor.dims],
    data: (tensor.type === 'float16' ? halfBits(data as Uint16Array) : data) as never,
  };
}

export function isOnDevice(tensor: ort.Tensor): boolean {
  return tensor.location === 'gpu-buffer';
}

/** Gives a tensor's memory up. */
export function free(tensor: ort.Tensor): void {
  if (isOnDevice(tensor)) tensor.dispose();
  else freeMemory(fromOrt(tensor));
}
