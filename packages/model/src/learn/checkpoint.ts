import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readSafetensors,
  restoreTrainer,
  saveTrainer,
  type Tensor,
  type TensorHandle,
  type Trainer,
  writeSafetensors,
} from '@skinr1/autograd';
import { openAdapter, readMatrices } from '../folder/read-adapter.ts';
import { writeAdapter } from '../folder/write-adapter.ts';
import type { Model } from '../model.ts';

type Handles = Readonly<Record<string, TensorHandle>>;
type Tensors = Readonly<Record<string, Tensor>>;

/** File and folder names in a learner's checkpoint. */
const files = {
  optimizer: 'optimizer.safetensors',
  reference: 'reference.safetensors',
  referenceAdapter: 'reference',
} as const;

/** What a checkpoint is of. */
interface Learning {
  readonly trainer: Trainer;
  /** The adapter that learns; null: the weights themselves. */
  readonly adapter: string | null;
}

/**
 * Writes what learns, the optimizer's state and, if there is one, the reference. An adapter is written as a
 * PEFT folder, its reference as another inside it; neither holds the model below.
 */
export async function saveLearning(
  model: Model,
  { trainer, adapter, reference }: Learning & { readonly reference: Handles | null },
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const { engine } = model;
  if (adapter === null) {
    await saveTrainer(trainer, directory);
    if (!reference) return;
    const sources = Object.entries(reference).map(([name, handle]) => ({
      name,
      dtype: handle.dtype,
      dims: handle.dims,
      load: () => engine.download(handle),
    }));
    await writeSafetensors(join(directory, files.reference), sources);
    return;
  }
  const { settings, parts } = model.weights.adapter(adapter);
  const write = (folder: string, handles: Handles) =>
    writeAdapter(folder, model, settings, (part) => engine.download(handles[part] as TensorHandle));
  const { step, optimizer } = await trainer.state();
  const metadata = { step: String(step), device: trainer.device };
  await writeSafetensors(join(directory, files.optimizer), optimizer, metadata);
  if (reference) await write(join(directory, files.referenceAdapter), { ...parts, ...reference });
  await write(directory, parts);
}

/**
 * Restores what {@link saveLearning} wrote, and gives the reference if there is to be one.
 *
 * @throws NotFoundError or InvalidInputError for files that are missing, damaged or of another model
 */
export async function restoreLearning(
  model: Model,
  { trainer, adapter, hasReference }: Learning & { readonly hasReference: boolean },
  directory: string,
): Promise<Tensors | null> {
  if (adapter === null) {
    const path = join(directory, files.reference);
    const reference = hasReference ? (await readSafetensors(path)).tensors : null;
    await restoreTrainer(trainer, directory);
    return reference;
  }
  const learning = async (folder: string): Promise<Tensors> => {
    const open = await openAdapter(folder, model);
    try {
      const entries = Object.entries(await readMatrices(open));
      return Object.fromEntries(entries.filter(([name]) => name in trainer.parameters));
    } finally {
      await open.close();
    }
  };
  const reference = hasReference ? await learning(join(directory, files.referenceAdapter)) : null;
  const { tensors: optimizer, metadata } = await readSafetensors(join(directory, files.optimizer));
  const parameters = await learning(directory);
  await trainer.restore({ step: Number(metadata.step), parameters, optimizer });
  return reference;
}
