import { type Session, type TensorHandle, tensor } from '@skinr1/autograd';
import { cacheNames } from '../architecture/graphs.ts';
import type { TextConfig } from '../config.ts';

/**
 * Keys and values of a decoding, as tensors that stay in the engine: one copy of each prompt's, shared
 * by the rows of its group, and those of the rows' own tokens. Owns its tensors.
 */
export class DecodingCache {
  private readonly text: TextConfig;
  /** By the names of {@link cacheNames}. */
  private tensors: Map<string, TensorHandle>;

  constructor(text: TextConfig, promptCache: Readonly<Record<string, TensorHandle>>) {
    this.text = text;
    this.tensors = new Map(Object.entries(promptCache));
  }

  /** What a decoding step is fed. */
  get feeds(): Readonly<Record<string, TensorHandle>> {
    return Object.fromEntries(this.tensors);
  }

  /** Takes the rows' keys and values from a step's outputs in place of the old ones. */
  advance(kept: Readonly<Record<string, TensorHandle>>): void {
    for (let layer = 0; layer < this.text.layerCount; layer++) {
      const names = cacheNames(layer);
      this.replace(names.key, kept[names.nextKey] as TensorHandle);
      this.replace(names.value, kept[names.nextValue] as TensorHandle);
    }
  }

  /**
   * Drops prompts and rows.
   *
   * @param kept prompts that stay, each with its rows that stay, the same number for all
   * @param group rows of each prompt before
   */
  async compact(
    session: Session,
    kept: readonly { readonly prompt: number; readonly rows: readonly number[] }[],
    group: number,
  ): Promise<void> {
    const { keyValueHeadCount: heads } = this.text;
    const places = kept.flatMap(({ prompt, rows }) =>
      Array.from({ length: heads }, (_, head) =>
        rows.map((row) => (prompt * heads + head) * group + row),
      ).flat(),
    );
    const prompts = kept.map(({ prompt }) => prompt);
    const names = [...this.tensors.keys()];
    const width = kept[0]?.rows.length ?? 0;
    const result = await session.run(
      {
        ...this.feeds,
        prompts: tensor('int32', [prompts.length], prompts),
        rows: tensor('int32', [prompts.length, heads, width], places),
      },
      { keep: names.map((name) => `kept.${name}`) },
    );
    for (const name of names) this.replace(name, result.kept[`kept.${name}`] as TensorHandle);
  }

  release(): void {
    for (const handle of this.tensors.values()) handle.release();
    this.tensors = new Map();
  }

  private replace(name: string, handle: TensorHandle): void {
    this.tensors.get(name)?.release();
    this.tensors.set(name, handle);
  }
}
