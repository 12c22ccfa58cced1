import { availableParallelism } from 'node:os';
import { InvalidInputError, ResourceError, ShapeError, UsageError } from '@skinr1/core';
import type * as ort from 'onnxruntime-node';
import type { DType, TensorData } from '../graph/dtype.ts';
import { copyOf, type Tensor } from '../graph/tensor.ts';
import type { EngineOptions, Port } from './engine.ts';
import { freeMemory } from './free-memory.ts';
import type { Command, CommandOf, HandleFacts, HandleReference, ReplyOf } from './protocol.ts';

type Ort = typeof ort;

/**
 * How the operators' threads wait for work: they spin for some microseconds, then sleep, and never spin
 * between runs. Left alone they spin for long, which gains nothing on a quiet machine and on a busy one
 * takes the processor from whoever has the work.
 */
const waiting = { force_spinning_stop: '1', intra_op: { spin_duration_us: '20' } } as const;

/** Holds onnxruntime's sessions and tensors and executes commands one at a time. Runs in any thread. */
export class EngineCore {
  private readonly sessions = new Map<number, ort.InferenceSession>();
  private readonly tensors = new Map<number, ort.Tensor>();
  private readonly options: EngineOptions;
  private runtime: Ort | null = null;
  private queue: Promise<unknown> = Promise.resolve();
  private nextId = 1;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  /** Queues a command behind those before it. */
  execute<T extends Command['type']>(command: CommandOf<T>): Promise<ReplyOf[T]> {
    const result = this.queue.then(() => this.dispatch(command as Command));
    this.queue = result.catch(() => undefined);
    return result as Promise<ReplyOf[T]>;
  }

  private async dispatch(command: Command): Promise<ReplyOf[Command['type']]> {
    switch (command.type) {
      case 'load':
        return this.load(command);
      case 'run':
        return this.run(command);
      case 'upload':
        return this.store(await this.toOrt(command.tensor));
      case 'download':
        return copyOf(fromOrt(this.find(command.handle)));
      case 'release':
        this.release(command.handle);
        return null;
      case 'releaseSession':
        await this.releaseSession(command.session);
        return null;
      case 'close':
        for (const id of [...this.sessions.keys()]) await this.releaseSession(id);
        this.tensors.clear();
        return null;
    }
  }

  private async ort(): Promise<Ort> {
    if (this.runtime) return this.runtime;
    // Read by the native library when it is loaded, so it must be set before.
    process.env.ORT_DISABLE_TELEMETRY = '1';
    const module = await import('onnxruntime-node');
    this.runtime = ('default' in module ? module.default : module) as Ort;
    return this.runtime;
  }

  private async load(command: CommandOf<'load'>): Promise<ReplyOf['load']> {
    const runtime = await this.ort();
    const { threads = availableParallelism(), executionProviders = ['cpu'] } = this.options;
    let session: ort.InferenceSession;
    try {
      session = await runtime.InferenceSession.create(command.bytes, {
        executionProviders: [...executionProviders],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        // Patterns hold a second copy of a run's peak memory, and one more for every shape that is fed.
        enableMemPattern: false,
        extra: { session: waiting },
        ...(command.profile ? { enableProfiling: true, profileFilePrefix: command.profile } : {}),
      });
    } catch (cause) {
      throw new InvalidInputError(`onnxruntime refuses the model: ${messageOf(cause)}`, {
        source: command.source,
        cause,
      });
    }
    const id = this.nextId++;
    this.sessions.set(id, session);
    return {
      session: id,
      inputs: session.inputMetadata.map(toPort),
      outputs: session.outputMetadata.map(toPort),
    };
  }

  private async run(command: CommandOf<'run'>): Promise<ReplyOf['run']> {
    const session = this.sessions.get(command.session);
    if (!session) throw new UsageError('the session was released.');
    const feeds: Record<string, ort.Tensor> = {};
    for (const [name, feed] of Object.entries(command.feeds)) {
      feeds[name] = isReference(feed) ? this.find(feed.handle) : await this.toOrt(feed);
    }
    let results: ort.InferenceSession.OnnxValueMapType;
    try {
      results = await session.run(feeds, [...command.keep, ...command.fetch]);
    } catch (cause) {
      throw mapRunError(cause);
    }
    const outputs: Record<string, Tensor> = {};
    const kept: Record<string, HandleFacts> = {};
    for (const name of command.keep) kept[name] = this.store(results[name] as ort.Tensor);
    for (const name of command.fetch) {
      const output = fromOrt(results[name] as ort.Tensor);
      // What leaves must outlive what stays.
      outputs[name] = command.keep.includes(name) ? copyOf(output) : output;
    }
    return { outputs, kept };
  }

  private async releaseSession(id: number): Promise<void> {
    const session = this.sessions.get(id);
    this.sessions.delete(id);
    session?.endProfiling();
    await session?.release();
  }

  private store(tensor: ort.Tensor): HandleFacts {
    const id = this.nextId++;
    this.tensors.set(id, tensor);
    return { id, dtype: tensor.type as DType, dims: [...tensor.dims] };
  }

  private release(id: number): void {
    const tensor = this.tensors.get(id);
    this.tensors.delete(id);
    if (tensor) freeMemory(fromOrt(tensor));
  }

  private find(id: number): ort.Tensor {
    const found = this.tensors.get(id);
    if (found) return found;
    throw new UsageError('a tensor handle was used after its release.');
  }

  private async toOrt({ dtype, dims, data }: Tensor): Promise<ort.Tensor> {
    const runtime = await this.ort();
    return new runtime.Tensor(dtype as 'float32', data as Float32Array, dims);
  }
}

function isReference(feed: Tensor | HandleReference): feed is HandleReference {
  return 'handle' in feed;
}

function fromOrt(tensor: ort.Tensor): Tensor {
  return {
    dtype: tensor.type as DType,
    dims: [...tensor.dims],
    data: tensor.data as TensorData as never,
  };
}

function toPort(metadata: ort.InferenceSession.ValueMetadata): Port {
  if (!metadata.isTensor) {
    throw new InvalidInputError(`'${metadata.name}' is not a tensor; sequences are not supported.`);
  }
  return { name: metadata.name, dtype: metadata.type as DType, shape: [...metadata.shape] };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function mapRunError(cause: unknown): Error {
  const message = messageOf(cause);
  if (/alloc|out of memory/i.test(message)) {
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
