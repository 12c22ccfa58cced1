import type { Engine, Session, Tensor, TensorHandle } from '@skinr1/autograd';
import { isAdapterPart, isQuantizedPart } from './part-names.ts';

/** A stored part of a weight: in the engine and fed at each run, or in this thread and part of each graph. */
export type WeightPart = TensorHandle | Tensor;

type Handles = Readonly<Record<string, TensorHandle>>;

/**
 * The weights of a model, by Hugging Face name or, where a weight has several parts, by the parts'. Those
 * that a learner trains are looked up in what it holds; the others stay here, untouched.
 */
export class ModelWeights {
  private stored: Record<string, WeightPart>;
  private learning: Handles | null = null;
  private revision = 0;

  constructor(stored: Readonly<Record<string, WeightPart>>) {
    this.stored = { ...stored };
  }

  /** All parts as they are now; handles are valid until the next training step. */
  get parts(): Readonly<Record<string, WeightPart>> {
    return this.learning ? { ...this.stored, ...this.learning } : this.stored;
  }

  /** The parts that lie in the engine. */
  get handles(): Handles {
    const entries = Object.entries(this.parts).filter(([, part]) => !('data' in part));
    return Object.fromEntries(entries) as Record<string, TensorHandle>;
  }

  /** Changes whenever parts are added or taken away: graphs made before do not fit any more. */
  get layout(): number {
    return this.revision;
  }

  /** True while a learner holds some of the weights. */
  get isLearning(): boolean {
    return this.learning !== null;
  }

  get hasAdapter(): boolean {
    return Object.keys(this.parts).some(isAdapterPart);
  }

  /** Adds parts. */
  add(parts: Readonly<Record<string, WeightPart>>): void {
    this.stored = { ...this.stored, ...parts };
    this.revision++;
  }

  /** Puts other values in the place of parts, which are freed. */
  replace(parts: Handles): void {
    for (const [name, part] of Object.entries(parts)) {
      if (this.stored[name] !== part) releasePart(this.stored[name]);
    }
    this.stored = { ...this.stored, ...parts };
  }

  /** Looks the parts that learn up in a record that a learner keeps current; those stored here are its too. */
  follow(live: Handles): void {
    for (const name of Object.keys(live)) delete this.stored[name];
    this.learning = live;
  }

  /** Takes the parts that learnt back. */
  takeBack(trained: Handles): void {
    this.learning = null;
    this.stored = { ...this.stored, ...trained };
  }

  /** Frees all but what a learner holds. */
  release(): void {
    for (const part of Object.values(this.stored)) releasePart(part);
    this.stored = {};
    this.learning = null;
  }
}

function releasePart(part: WeightPart | undefined): void {
  if (part && !('data' in part)) part.release();
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

type NamedPart = { readonly name: string; readonly tensor: Tensor };
type NamedParts = Iterable<NamedPart> | AsyncIterable<NamedPart>;

/**
 * Takes weights over one after the other: what a session can be fed goes to the engine, bfloat16, for
 * which onnxruntime's binding has no tensors, and parts of quantized weights, whose kernel is slow unless
 * they are constants of the graph, stay here and are written into each graph.
 */
export async function storeWeights(engine: Engine, parts: NamedParts): Promise<ModelWeights> {
  const stored: Record<string, WeightPart> = {};
  for await (const { name, tensor } of parts) {
    const isConstant = tensor.dtype === 'bfloat16' || isQuantizedPart(name);
    stored[name] = isConstant ? tensor : await engine.upload(tensor);
  }
  return new ModelWeights(stored);
}
