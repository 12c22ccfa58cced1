import { parse } from 'node:path';
import { ShapeError, UsageError } from '@skinr1/core';
import { encodeModel } from '../graph/encode-model.ts';
import { Graph } from '../graph/graph.ts';
import { lowerGraph } from '../graph/lower-graph.ts';
import { formatShape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { checkFileTensors } from '../io/file-tensor.ts';
import type { Device } from './devices/device.ts';
import type { DeviceName } from './devices/index.ts';
import type {
  Engine,
  Feeds,
  LoadOptions,
  Port,
  RunOptions,
  RunResult,
  Session,
  TensorHandle,
} from './engine.ts';
import type { CommandOf, HandleFacts, HandleReference, ReplyOf, Transport } from './protocol.ts';
import { SpecializedSession } from './specialized-session.ts';

/** The engine as users see it, over a transport to its core. */
export class EngineClient implements Engine {
  private readonly where: Device<DeviceName>;
  private readonly send: Transport;
  private closing: Promise<void> | null = null;
  /** Numbers of handles whose release is not sent yet. */
  private readonly released: number[] = [];

  constructor(send: Transport, device: Device<DeviceName>) {
    this.send = send;
    this.where = device;
  }

  get device(): DeviceName {
    return this.where.name;
  }

  async load(
    model: Graph | Uint8Array,
    { sharesMemory = true, repacksFiles = false, ...options }: LoadOptions = {},
  ): Promise<Session> {
    this.requireOpen();
    const keep = [...new Set(options.keep ?? [])];
    if (!(model instanceof Graph)) return this.loadBytes(model, { ...options, keep });
    requireOutputs([...model.outputs.keys()], keep);
    const external = [...model.external.values()];
    await checkFileTensors(external.map(({ tensor }) => tensor));
    const [first] = external;
    const files = first
      ? { fileRoot: parse(first.tensor.path).root, repack: repacksFiles || needsRepacking(model) }
      : {};
    const loadFor = (sizes: Readonly<Record<string, number>>) => {
      const lowered = lowerGraph(model, this.where.lowerings ?? {}, sizes);
      // Memory is shared by shapes whose symbols are known to be equal: the runtime knows few by itself.
      const bytes = encodeModel(lowered, { innerShapes: sharesMemory });
      return this.loadBytes(bytes, { ...options, ...files, keep });
    };
    const specialize = this.where.specialize?.(model);
    return specialize ? new SpecializedSession(model, specialize, loadFor) : loadFor({});
  }

  private async loadBytes(
    bytes: Uint8Array,
    settings: Omit<CommandOf<'load'>, 'type' | 'bytes'>,
  ): Promise<Session> {
    this.requireOpen();
    const reply = await this.send<'load'>({ type: 'load', bytes, ...settings });
    return new ClientSession(this, reply, settings.keep);
  }

  async upload(tensor: Tensor): Promise<TensorHandle> {
    this.requireOpen();
    return this.wrap(await this.send<'upload'>({ type: 'upload', tensor }));
  }

  async download(handle: TensorHandle): Promise<Tensor> {
    this.requireOpen();
    return this.send<'download'>({ type: 'download', handle: this.reference(handle).handle });
  }

  close(): Promise<void> {
    this.closing ??= this.send<'close'>({ type: 'close' }).then(() => undefined);
    return this.closing;
  }

  /** For sessions: runs after the feeds have been checked. */
  async run(session: number, feeds: Feeds, fetch: readonly string[]): Promise<RunResult> {
    this.requireOpen();
    const packed: Record<string, Tensor | HandleReference> = {};
    for (const [name, feed] of Object.entries(feeds)) {
      packed[name] = 'data' in feed ? feed : this.reference(feed);
    }
    const reply = await this.send<'run'>({ type: 'run', session, feeds: packed, fetch });
    const kept: Record<string, TensorHandle> = {};
    for (const [name, facts] of Object.entries(reply.kept)) kept[name] = this.wrap(facts);
    return { outputs: reply.outputs, kept };
  }

  async releaseSession(session: number): Promise<void> {
    if (!this.closing) await this.send<'releaseSession'>({ type: 'releaseSession', session });
  }

  private wrap(facts: HandleFacts): TensorHandle {
    return new ClientHandle(this, facts);
  }

  /** For handles. */
  releaseHandle(id: number): void {
    // Those that are released together go in one message.
    if (this.released.push(id) === 1) queueMicrotask(() => this.sendReleased());
  }

  private sendReleased(): void {
    const handles = this.released.splice(0);
    if (this.closing) return;
    // Nobody waits for it, and of a thread that has ended the memory is free: what failed says so elsewhere.
    this.send<'release'>({ type: 'release', handles }).catch(() => undefined);
  }

  private reference(handle: TensorHandle): HandleReference {
    if (!(handle instanceof ClientHandle) || handle.owner !== this) {
      throw new UsageError('a tensor handle of another engine was used.', {
        mend: 'Download it there and upload it here.',
      });
    }
    if (handle.released) throw new UsageError('a tensor handle was used after its release.');
    return { handle: handle.id };
  }

  private requireOpen(): void {
    if (this.closing) throw new UsageError('the engine is closed.');
  }
}

/** Products of few bits are some forty times as slow unless their kernel has packed the bits its own way. */
function needsRepacking(model: Graph): boolean {
  return model.nodes.some(({ op }) => op === 'MatMulNBits');
}

class ClientHandle implements TensorHandle {
  readonly owner: EngineClient;
  readonly id: number;
  readonly dtype: TensorHandle['dtype'];
  readonly dims: readonly number[];
  readonly place: TensorHandle['place'];
  released = false;

  constructor(owner: EngineClient, { id, dtype, dims, place }: HandleFacts) {
    this.owner = owner;
    this.id = id;
    this.dtype = dtype;
    this.dims = dims;
    this.place = place;
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.owner.releaseHandle(this.id);
  }
}

class ClientSession implements Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  private readonly engine: EngineClient;
  private readonly id: number;
  private readonly inputNames: ReadonlySet<string>;
  private readonly fetchedByDefault: readonly string[];

  constructor(engine: EngineClient, reply: ReplyOf['load'], keep: readonly string[]) {
    this.engine = engine;
    this.id = reply.session;
    this.inputs = reply.inputs;
    this.outputs = reply.outputs;
    this.inputNames = new Set(reply.inputs.map((port) => port.name));
    this.fetchedByDefault = names(reply.outputs).filter((name) => !keep.includes(name));
  }

  async run(feeds: Feeds, options: RunOptions = {}): Promise<RunResult> {
    const { fetch = this.fetchedByDefault } = options;
    requireOutputs(names(this.outputs), fetch);
    checkFeeds(this.inputs, this.inputNames, feeds);
    return this.engine.run(this.id, feeds, fetch);
  }

  async release(): Promise<void> {
    await this.engine.releaseSession(this.id);
  }
}

function names(ports: readonly Port[]): string[] {
  return ports.map(({ name }) => name);
}

function requireOutputs(known: readonly string[], wanted: readonly string[]): void {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`the model has no output '${unknown}'; it has ${known.join(', ')}.`);
}

/** Wrong feeds get a message here that names symbols; onnxruntime's own does not. */
function checkFeeds(inputs: readonly Port[], names: ReadonlySet<string>, feeds: Feeds): void {
  for (const name of Object.keys(feeds)) {
    if (!names.has(name)) {
      throw new UsageError(`the model has no input '${name}'; it has ${[...names].join(', ')}.`);
    }
  }
  const sizes = new Map<string, number>();
  for (const { name, dtype, shape } of inputs) {
    const feed = feeds[name];
    if (!feed) throw new UsageError(`input '${name}' (${dtype} ${formatShape(shape)}) is missing.`);
    const fits =
      feed.dtype === dtype &&
      feed.dims.length === shape.length &&
      shape.every((dim, axis) => fitsDim(dim, feed.dims[axis]!, sizes));
    if (!fits) {
      const known = [...sizes].map(([symbol, size]) => `${symbol} = ${size}`).join(', ');
      throw new ShapeError(
        `input '${name}' must be ${dtype} ${formatShape(shape)}, got ${feed.dtype} [${feed.dims.join(', ')}]` +
          `${known ? ` with ${known} from the inputs before it` : ''}.`,
      );
    }
  }
}

function fitsDim(dim: string | number, size: number, sizes: Map<string, number>): boolean {
  if (typeof dim === 'number') return dim === size;
  if (dim === '') return true;
  const known = sizes.get(dim);
  if (known === undefined) sizes.set(dim, size);
  return known === undefined || known === size;
}
