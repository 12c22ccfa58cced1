import type { Engine, FileTensor, Session, TensorHandle } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { CallQueue } from '../call-queue.ts';
import { isQuantizedPart, partNames } from './part-names.ts';
import type { StoredAdapter } from './stored-adapter.ts';
import {
  identityOf,
  isHandle,
  type NamedPart,
  releaseAll,
  releasePart,
  storePart,
  type WeightPart,
} from './weight-part.ts';

type Parts = Readonly<Record<string, WeightPart>>;
type Origins = ReadonlyMap<WeightPart, FileTensor>;

/** Bytes of weights that may be in memory a second time, packed. */
const mostPackedBytes = 2 ** 30;
type Handles = Readonly<Record<string, TensorHandle>>;

/** What a learner holds in place of what is stored. */
interface Learning {
  /** The adapter that learns; null: the weights themselves. */
  readonly adapter: string | null;
  readonly live: Handles;
}

/**
 * The weights of a model, by Hugging Face name or, where a weight has several parts, by the parts', and the
 * adapters that can stand beside them, by name. What a learner trains is looked up in what it holds; the
 * rest stays here, untouched.
 */
export class ModelWeights {
  /** Calls that read or change the weights, one after the other. */
  readonly calls: CallQueue = new CallQueue();
  private stored: Record<string, WeightPart>;
  private readonly adapters = new Map<string, StoredAdapter>();
  /** Parts of rank 0 beside every weight that any adapter has stood beside. */
  private idle: Handles = {};
  private learning: Learning | null = null;
  private readonly origins: Origins;
  private revision = 0;
  private isOpen = true;

  /** @param origins where handles' numbers stand in files */
  constructor(stored: Parts, origins: Origins = new Map()) {
    this.stored = { ...stored };
    this.origins = origins;
  }

  /** All parts of the weights themselves as they are now; handles are valid until the next training step. */
  get parts(): Parts {
    return this.withLearning(null, this.stored);
  }

  /** The parts of the weights themselves that lie in the engine. */
  get handles(): Handles {
    return handlesOf(this.parts);
  }

  /** What graphs are declared from: the weights, and beside those that any adapter has, parts of rank 0. */
  get declared(): Parts {
    return { ...this.parts, ...this.idle };
  }

  /**
   * The weights that were read from files, which nothing learns, as they stand there: a graph that only answers points
   * at them, so that kernels can pack matrices once instead of at every run, and nothing is fed. None where the packed copies, which are second
   * ones, would take more than a GiB, or where weights are left in files to take no memory.
   */
  get packable(): Parts {
    const { live = {}, adapter = null } = this.learning ?? {};
    const learns = (name: string) => adapter === null && name in live;
    const found = Object.entries(this.stored).flatMap(([name, part]) => {
      const file = this.origins.get(part);
      return file && !learns(name) ? [[name, file] as const] : [];
    });
    const bytes = found.reduce((sum, [, { length }]) => sum + length, 0);
    const isMapped = Object.values(this.stored).some((part) => 'path' in part);
    return isMapped || bytes > mostPackedBytes ? {} : Object.fromEntries(found);
  }

  /** Bytes of weights that lie in files as they are; none where some were rounded, whose sessions take long to make. */
  get mappedBytes(): number {
    const parts = Object.entries(this.stored);
    if (parts.some(([name]) => isQuantizedPart(name))) return 0;
    return parts.reduce((sum, [, part]) => sum + ('path' in part ? part.length : 0), 0);
  }

  /** Changes when graphs that were made before do not fit any more. */
  get layout(): number {
    return this.revision;
  }

  /** True while a learner holds some of the weights. */
  get isLearning(): boolean {
    return this.learning !== null;
  }

  /** Names of the adapters, oldest first. */
  get adapterNames(): readonly string[] {
    return [...this.adapters.keys()];
  }

  /** The adapter that is in use unless another is asked for: the one added last; null where there is none. */
  get defaultAdapter(): string | null {
    return this.adapterNames.at(-1) ?? null;
  }

  /** An adapter with its parts as they are now. Throws UsageError for a name that none has. */
  adapter(name: string): StoredAdapter {
    const adapter = this.adapters.get(name);
    if (adapter) return { ...adapter, parts: handlesOf(this.withLearning(name, adapter.parts)) };
    const known = this.adapterNames.map((each) => `'${each}'`).join(', ');
    throw new UsageError(`the model has no adapter '${name}'.`, {
      mend: known ? `It has ${known}.` : 'Load one with loadAdapter, or make one with addAdapter.',
    });
  }

  /**
   * Tells apart what answers come from: another string when any weight, or anything of the adapter, was replaced,
   * as each training step does.
   */
  identity(adapter: string | null): string {
    const beside = adapter === null ? {} : this.adapter(adapter).parts;
    return Object.values({ ...this.parts, ...beside })
      .map(identityOf)
      .join();
  }

  /** Whether graphs have a place for an adapter beside a weight. */
  hasPlace(weight: string): boolean {
    return this.idle[partNames.adapterA(weight)] !== undefined;
  }

  /** Puts an adapter beside the weights, with a place in the graphs for each that had none. */
  addAdapter(name: string, adapter: StoredAdapter, places: Handles): void {
    this.adapters.set(name, adapter);
    this.idle = { ...this.idle, ...places };
    if (Object.keys(places).length > 0) this.revision++;
  }

  /** Takes an adapter away and frees it. Throws UsageError while it learns. */
  removeAdapter(name: string): void {
    const { parts } = this.adapter(name);
    if (this.learning?.adapter === name) {
      throw new UsageError(`adapter '${name}' is learning.`, {
        mend: 'Release its learner first.',
      });
    }
    this.adapters.delete(name);
    releaseAll(parts);
    if (this.adapters.size > 0) return;
    releaseAll(this.idle);
    this.idle = {};
    this.revision++;
  }

  /** Those parts that a session is fed, with an adapter or without. Throws UsageError for an unknown one. */
  feeds(session: Session, adapter: string | null): Record<string, TensorHandle> {
    const beside = adapter === null ? {} : this.adapter(adapter).parts;
    return weightFeeds(session, { ...this.handles, ...this.idle, ...beside });
  }

  /** Puts other values in the place of parts of the weights or of an adapter; what was there is freed. */
  replace(parts: Parts, adapter: string | null = null): void {
    const before: Parts = this.storedParts(adapter);
    for (const [name, part] of Object.entries(parts)) {
      if (before[name] !== part) releasePart(before[name]);
    }
    this.forgetPacked(adapter, parts);
    this.store(adapter, { ...before, ...parts });
  }

  /** Looks what learns up in a record that a learner keeps current; what is stored here of it is its too. */
  follow(live: Handles, adapter: string | null): void {
    this.forgetPacked(adapter, live);
    const kept = Object.entries(this.storedParts(adapter)).filter(([name]) => !(name in live));
    this.store(adapter, Object.fromEntries(kept));
    this.learning = { adapter, live };
  }

  /** Takes what learnt back. */
  takeBack(trained: Handles): void {
    const adapter = this.learning?.adapter ?? null;
    this.learning = null;
    this.store(adapter, { ...this.storedParts(adapter), ...trained });
  }

  /** Lets no call begin any more; those that wait their turn still use the weights. */
  close(): void {
    this.isOpen = false;
  }

  /** Throws UsageError when the model was released. */
  checkOpen(): void {
    if (this.isOpen) return;
    throw new UsageError('the model was released.', {
      mend: 'Release it after the last call, or load it again.',
    });
  }

  /** Frees all but what a learner holds. */
  release(): void {
    releaseAll(this.stored);
    releaseAll(this.idle);
    for (const { parts } of this.adapters.values()) releaseAll(parts);
    this.adapters.clear();
    this.stored = {};
    this.idle = {};
    this.learning = null;
  }

  /** Graphs that point at parts in files do not fit when others take their place. */
  private forgetPacked(adapter: string | null, parts: Parts): void {
    const isPacked = (name: string) => this.origins.has(this.stored[name] as WeightPart);
    if (adapter === null && Object.keys(parts).some(isPacked)) this.revision++;
  }

  private withLearning(adapter: string | null, parts: Parts): Parts {
    if (this.learning === null || this.learning.adapter !== adapter) return parts;
    return { ...parts, ...this.learning.live };
  }

  private storedParts(adapter: string | null): Parts {
    return adapter === null ? this.stored : (this.adapters.get(adapter)?.parts ?? {});
  }

  private store(adapter: string | null, parts: Parts): void {
    if (adapter === null) this.stored = { ...parts };
    else {
      const { settings } = this.adapter(adapter);
      this.adapters.set(adapter, { settings, parts: handlesOf(parts) });
    }
  }
}

function handlesOf(parts: Parts): Handles {
  const entries = Object.entries(parts).filter(([, part]) => isHandle(part));
  return Object.fromEntries(entries) as Record<string, TensorHandle>;
}

/** Those handles that a session takes. */
export function weightFeeds(session: Session, handles: Handles): Record<string, TensorHandle> {
  const feeds: Record<string, TensorHandle> = {};
  for (const { name } of session.inputs) {
    const handle = handles[name];
    if (handle) feeds[name] = handle;
  }
  return feeds;
}

type NamedParts = Iterable<NamedPart> | AsyncIterable<NamedPart>;

/**
 * Takes weights over one after the other: what a session can be fed goes to the engine, bfloat16, for
 * which onnxruntime's binding has no tensors, and parts of quantized weights, whose kernel is slow unless
 * they are constants of the graph, stay here and are written into each graph.
 */
export async function storeWeights(engine: Engine, parts: NamedParts): Promise<ModelWeights> {
  const stored: Record<string, WeightPart> = {};
  const origins = new Map<WeightPart, FileTensor>();
  for await (const part of parts) {
    const kept = await storePart(engine, part);
    stored[part.name] = kept;
    if (part.origin && isHandle(kept)) origins.set(kept, part.origin);
  }
  return new ModelWeights(stored, origins);
}
