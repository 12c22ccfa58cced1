import { join } from 'node:path';
import type { Trainer } from '../training/trainer.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const files = { parameters: 'model.safetensors', optimiser: 'optimiser.safetensors' } as const;

/** Writes a trainer's parameters and optimiser state as two safetensors files into a folder. */
export async function saveTrainer(trainer: Trainer, directory: string): Promise<void> {
  const { step, parameters, optimiser } = await trainer.state();
  const metadata = { step: String(step), format: 'pt' };
  await writeSafetensors(join(directory, files.parameters), parameters, metadata);
  await writeSafetensors(join(directory, files.optimiser), optimiser, metadata);
}

/**
 * Restores what {@link saveTrainer} wrote.
 *
 * @throws NotFoundError or InvalidInputError if the files are missing, damaged, or of another model
 */
export async function restoreTrainer(trainer: Trainer, directory: string): Promise<void> {
  const { tensors: parameters } = await readSafetensors(join(directory, files.parameters));
  const { tensors: optimiser, metadata } = await readSafetensors(join(directory, files.optimiser));
  await trainer.restore({ step: Number(metadata.step), parameters, optimiser });
}
