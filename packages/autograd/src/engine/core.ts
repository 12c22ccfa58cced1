import { InvalidInputError, ResourceError, ShapeError, UsageError } from '@skinr1/core';
import type * as ort from 'onnxruntime-node';
import type { DType } from '../graph/dtype.ts';
import { encodeModel } from '../graph/encode-model.ts';
import { Graph } from '../graph/graph.ts';
import { type Tensor, tensor } from '../graph/tensor.ts';
import { add } from '../ops/arithmetic.ts';
import type { Device } from './devices/device.ts';
import { deviceOf } from './devices/index.ts';
import type { Port, StartOptions } from './engine.ts';
import type { Command, CommandOf, HandleFacts, HandleReference, ReplyOf } from './protocol.ts';
import { createSession, messageOf } from './runtime.ts';
import { fromOrt, isOnDevice, TensorStore, toOrt } from './tensor-store.ts';

/** A session and the outputs that stay in the engine. */
interface LoadedSession {
  readonly session: ort.InferenceSession;
  readonly keep: readonly string[];
}

/** Holds onnxruntime's sessions and tensors and executes commands one at a time. Runs in any thread. */
export class EngineCore {
  private readonly sessions = new Map<number, LoadedSession>();
  private readonly device: Device;
  private readonly threads: number | undefined;
  private readonly flush: boolean;
  private readonly tensors: TensorStore;
  private queue: Promise<unknown> = Promise.resolve();
  private nextId = 1;

  constructor({ device, threads, inThread = false }: StartOptions) {
    this.device = deviceOf(device);
    this.flush = !inThread;
    this.threads = threads;
    this.tensors = new TensorStore(this.device, threads);
  }

  /** Queues a command behind those before it. */
  execute<T extends Command['type']>(command: CommandOf<T>): Promise<ReplyOf[T]> {
    const result = this.queue.then(() => this.dispatch(command as Command));
    this.queue = result.catch(() => undefined);
    return result as Promise<ReplyOf[T]>;
  }

  private async dispatch(command: Command): Promise<ReplyOf[Command['type']]> {
    switch (command.type) {
      case 'probe':
        return this.probe();
      case 'load':
        return this.load(command);
      case 'run':
        return this.run(command);
      case 'upload':
        return this.tensors.put(command.tensor);
      case 'download':
        return this.tensors.read(command.handle);
      case 'release':
        for (const handle of command.handles) this.tensors.release(handle);
        return null;
      case 'releaseSession':
        await this.releaseSession(command.session);
        return null;
      case 'close':
        await this.tensors.clear();
        for (const id of [...this.sessions.keys()]) await this.releaseSession(id);
        return null;
    }
  }

  /** Adds 1 + 1 on the device. Returns why it does not, or null. */
  private async probe(): Promise<string | null> {
    const graph = new Graph('probe');
    graph.output('y', add(graph.input('x', 'float32', [1]), 1));
    try {
      const session = await createSession(encodeModel(graph), {
        device: this.device,
        flush: this.flush,
      });
      const { y } = await session.run({ x: await toOrt(tensor('float32', [1], [1])) });
      await session.release();
      const [sum] = fromOrt(y as ort.Tensor).data;
      return sum === 2 ? null : `1 + 1 came out as ${sum}`;
    } catch (cause) {
      return messageOf(cause).trim();
    }
  }

  private async load(command: CommandOf<'load'>): Promise<ReplyOf['load']> {
    const { bytes, source, type: _, ...settings } = command;
    let session: ort.InferenceSession;
    try {
      const { device, threads, flush } = this;
      session = await createSession(bytes, { device, threads, flush, ...settings });
    } catch (cause) {
      if (cause instanceof ResourceError) throw cause;
      if (isOutOfMemory(messageOf(cause))) {
        throw new ResourceError(`not enough memory for the model: ${messageOf(cause)}`, {
          source,
          mend: 'Free memory, or use a model of fewer or narrower weights.',
          cause,
        });
      }
      throw new InvalidInputError(`onnxruntime refuses the model: ${messageOf(cause)}`, {
        source,
        cause,
      });
    }
    const id = this.nextId++;
    this.sessions.set(id, { session, keep: command.keep });
    return {
      session: id,
      inputs: session.inputMetadata.map(toPort),
      outputs: session.outputMetadata.map(toPort),
    };
  }

  private async run(command: CommandOf<'run'>): Promise<ReplyOf['run']> {
    const loaded = this.sessions.get(command.session);
    if (!loaded) throw new UsageError('the session was released.');
    const { session, keep } = loaded;
    const feeds: Record<string, ort.Tensor> = {};
    for (const [name, feed] of Object.entries(command.feeds)) {
      feeds[name] = isReference(feed) ? this.tensors.find(feed.handle) : await toOrt(feed);
    }
    let results: ort.InferenceSession.OnnxValueMapType;
    try {
      results = await session.run(feeds, [...new Set([...keep, ...command.fetch])]);
    } catch (cause) {
      throw mapRunError(cause);
    }
    const outputs: Record<string, Tensor> = {};
    for (const name of command.fetch) {
      const output = results[name] as ort.Tensor;
      // What leaves must outlive what stays.
      const stays = keep.includes(name) || isOnDevice(output);
      outputs[name] = stays ? await this.tensors.copy(output) : fromOrt(output);
    }
    const kept: Record<string, HandleFacts> = {};
    for (const name of keep) kept[name] = this.tensors.add(results[name] as ort.Tensor);
    return { outputs, kept };
  }

  private async releaseSession(id: number): Promise<void> {
    const loaded = this.sessions.get(id);
    this.sessions.delete(id);
    loaded?.session.endProfiling();
    await loaded?.session.release();
  }
}

function isReference(feed: Tensor | HandleReference): feed is HandleReference {
  return 'handle' in feed;
}

function toPort(metadata: ort.InferenceSession.ValueMetadata): Port {
  if (!metadata.isTensor) {
    throw new InvalidInputError(`'${metadata.name}' is not a tensor; sequences are not supported.`);
  }
  return { name: metadata.name, dtype: metadata.type as DType, shape: [...metadata.shape] };
}

/** As the runtime, its arena, the system and JavaScript say it. Messages name files too, so that a word is not enough. */
function isOutOfMemory(message: string): boolean {
  return /bad_alloc|(failed|unable|cannot) (to )?allocate|allocation failed|out of memory/i.test(
    message,
  );
}

function mapRunError(cause: unknown): Error {
  const message = messageOf(cause);
  if (isOutOfMemory(message)) {
    return new ResourceError(`not enough memory for the run: ${message}`, {
      mend: 'Use a smaller batch or shorter sequences.',
      cause,
    });
  }
  if (/invalid dimension|shape|broadcast|dimension|indices/i.test(message)) {
    return new ShapeError(`onnxruntime: ${message}`, { cause });
  }
  return new InvalidInputError(`onnxruntime: ${message}`, { cause });
}
