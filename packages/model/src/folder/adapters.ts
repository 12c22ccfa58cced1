import { UsageError } from '@skinr1/core';
import type { Model } from '../model.ts';
import { attachAdapter } from '../weights/adapter.ts';
import { mergedWeight } from '../weights/merged-weights.ts';
import { openAdapter, readMatrices } from './read-adapter.ts';
import { type AdapterNaming, writeAdapter } from './write-adapter.ts';

/** Options of {@link loadAdapter}. */
export interface LoadAdapterOptions {
  /** What to call it. @defaultValue 'default' */
  readonly name?: string;
}

/**
 * Puts an adapter from a PEFT folder beside a model's weights, whatever their precision. Several can be
 * loaded; `generate` takes the one added last unless it is told another.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws UsageError when the model has an adapter of that name
 */
export async function loadAdapter(
  model: Model,
  directory: string,
  { name = 'default' }: LoadAdapterOptions = {},
): Promise<void> {
  const { engine, weights } = model;
  const adapter = await openAdapter(directory, model);
  try {
    await adapter.checkCopies(async (spec) => {
      if (weights.parts[spec.name]) return mergedWeight(engine, weights, spec, null);
      throw new UsageError(`the adapter holds a copy of '${spec.name}', which is quantized here.`, {
        mend: "Load the model as 'stored' or 'float32', or save the adapter without embedding layers.",
      });
    });
    await attachAdapter(model, name, adapter.settings, await readMatrices(adapter));
  } finally {
    await adapter.close();
  }
}

/** Options of {@link saveAdapter}. */
export interface SaveAdapterOptions extends AdapterNaming {
  /** Which. @defaultValue the one added last */
  readonly name?: string;
  /** Name or folder of the model it belongs to, for those who load it. @defaultValue that it was read with */
  readonly base?: string;
}

/**
 * Writes an adapter of a model as a folder that PEFT and {@link loadAdapter} open.
 *
 * @throws UsageError when there is none, or for one beside an embedding; ResourceError when it cannot be
 *   written
 */
export async function saveAdapter(
  model: Model,
  directory: string,
  { name, base, naming }: SaveAdapterOptions = {},
): Promise<void> {
  const { engine, weights } = model;
  const { settings, parts } = weights.adapter(name ?? weights.defaultAdapter ?? 'default');
  await writeAdapter(
    directory,
    model,
    base === undefined ? settings : { ...settings, base },
    (part) => engine.download(parts[part] as NonNullable<(typeof parts)[string]>),
    naming === undefined ? {} : { naming },
  );
}
