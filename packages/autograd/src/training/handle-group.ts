import type { Engine, TensorHandle } from '../engine/engine.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Named } from '../named.ts';

/** Tensors in the engine by name. Those that the caller gave as handles stay the caller's. */
export class HandleGroup {
  /** The handles as they are now: one record for good, whose entries are replaced. */
  readonly live: Record<string, TensorHandle>;
  private readonly borrowed: ReadonlySet<TensorHandle>;

  private constructor(live: Record<string, TensorHandle>, borrowed: ReadonlySet<TensorHandle>) {
    this.live = live;
    this.borrowed = borrowed;
  }

  /** Uploads those that are not in the engine yet, one after the other. */
  static async create(engine: Engine, values: Named<Tensor | TensorHandle>): Promise<HandleGroup> {
    const live: Record<string, TensorHandle> = {};
    for (const [name, value] of Object.entries(values)) {
      live[name] = isHandle(value) ? value : await engine.upload(value);
    }
    return new HandleGroup(live, new Set(Object.values(values).filter(isHandle)));
  }

  /** Whether a tensor is the caller's. */
  isBorrowed(name: string): boolean {
    const handle = this.live[name];
    return handle !== undefined && this.borrowed.has(handle);
  }

  /** Takes tensors over in place of those of the same names, which are freed unless they are the caller's. */
  replace(next: Named<TensorHandle>): void {
    for (const [name, handle] of Object.entries(next)) {
      if (!this.isBorrowed(name)) this.live[name]?.release();
      this.live[name] = handle;
    }
  }

  /** Frees all but the caller's. */
  release(): void {
    for (const [name, handle] of Object.entries(this.live)) {
      if (!this.isBorrowed(name)) handle.release();
    }
  }
}

function isHandle(value: Tensor | TensorHandle): value is TensorHandle {
  return !('data' in value);
}
