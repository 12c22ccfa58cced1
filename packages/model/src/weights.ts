import type { Engine, Tensor, TensorHandle } from '@skinr1/autograd';

/**
 * The weights of a model, by Hugging Face name, as tensors in the engine. While a learner trains them,
 * it holds them and they are only looked up here.
 */
export class Weights {
  private tensors: Readonly<Record<string, TensorHandle>>;
  private owned = true;

  constructor(tensors: Readonly<Record<string, TensorHandle>>) {
    this.tensors = tensors;
  }

  /** The weights as they are now; valid until the next training step. */
  get handles(): Readonly<Record<string, TensorHandle>> {
    return this.tensors;
  }

  /** True while a learner holds the weights. */
  get isFollowing(): boolean {
    return !this.owned;
  }

  /** Looks weights up in a record that a learner keeps current; frees its own. */
  follow(live: Readonly<Record<string, TensorHandle>>): void {
    this.release();
    this.tensors = live;
    this.owned = false;
  }

  /** Takes over tensors of its own. */
  own(tensors: Readonly<Record<string, TensorHandle>>): void {
    this.release();
    this.tensors = tensors;
    this.owned = true;
  }

  /** Frees the tensors, unless a learner holds them. */
  release(): void {
    if (this.owned) for (const handle of Object.values(this.tensors)) handle.release();
    this.tensors = {};
  }
}

type NamedTensor = { readonly name: string; readonly tensor: Tensor };
type NamedTensors = Iterable<NamedTensor> | AsyncIterable<NamedTensor>;

/** Uploads weights one after the other. */
export async function uploadWeights(engine: Engine, tensors: NamedTensors): Promise<Weights> {
  const handles: Record<string, TensorHandle> = {};
  for await (const { name, tensor } of tensors) handles[name] = await engine.upload(tensor);
  return new Weights(handles);
}
