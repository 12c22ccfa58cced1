import { type Engine, type Tensor, type TensorHandle, tensor } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';

type Handles = Readonly<Record<string, TensorHandle>>;

/**
 * What learns, as it was at the start: the reference model that a policy is kept close to. Where nothing needs one
 * it lasts until the first update, since it is of no use once what learns has changed.
 */
export class Reference {
  /** Whether it stays when what learns changes. */
  readonly isKept: boolean;
  private readonly engine: Engine;
  private handles: Handles;

  constructor(engine: Engine, start: Handles, isKept: boolean) {
    this.engine = engine;
    this.handles = start;
    this.isKept = isKept;
  }

  /** What a checkpoint holds of it. */
  get stored(): Handles | null {
    return this.isKept ? this.handles : null;
  }

  /** Throws UsageError where none is kept. */
  require(): Handles {
    if (this.isKept) return this.handles;
    throw new UsageError('the learner keeps no reference model.', {
      mend: 'Pass `keepReference: true` to createLearner, or a loss with a beta above 0.',
    });
  }

  /** To be called when what learns has changed: frees a reference that nothing needs. */
  learnt(): void {
    if (!this.isKept) this.release({});
  }

  /** `reference ← α · learnt + (1 − α) · reference`, one weight at a time. */
  async mixIn(learnt: Handles, mixup: number): Promise<void> {
    if (!(mixup > 0 && mixup <= 1)) {
      throw new UsageError(`mixup must be above 0 and at most 1, got ${mixup}.`);
    }
    const mixed: Record<string, TensorHandle> = {};
    for (const [name, before] of Object.entries(this.require())) {
      const now = learnt[name]!;
      if (now === before) mixed[name] = before;
      else {
        const [a, b] = [await this.engine.download(now), await this.engine.download(before)];
        mixed[name] = await this.engine.upload(mixture(a, b, mixup));
      }
    }
    this.release(mixed);
    this.handles = mixed;
  }

  /** Puts what a checkpoint held in its place. */
  async restore(tensors: Readonly<Record<string, Tensor>>): Promise<void> {
    this.release({});
    const handles: Record<string, TensorHandle> = {};
    for (const [name, value] of Object.entries(tensors)) {
      handles[name] = await this.engine.upload(value);
    }
    this.handles = handles;
  }

  /** Frees all that is not among what others hold. */
  release(held: Handles): void {
    for (const [name, handle] of Object.entries(this.handles)) {
      if (held[name] !== handle) handle.release();
    }
    this.handles = {};
  }
}

function mixture(learnt: Tensor, reference: Tensor, mixup: number): Tensor {
  const before = reference.data as Float32Array;
  const data = Float32Array.from(
    learnt.data as Float32Array,
    (value, i) => mixup * value + (1 - mixup) * (before[i] as number),
  );
  return tensor('float32', learnt.dims, data);
}
