import { join } from 'node:path';
import type { Trainer } from '../training/trainer.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const files = { parameters: 'model.safetensors', optimizer: 'optimizer.safetensors' } as const;

/** Writes a trainer's parameters and optimizer state as two safetensors files into a folder; both say on which device. */
export async function saveTrainer(trainer: Trainer, directory: string): Promise<void> {
  const { step, parameters, optimizer } = await trainer.state();
  const metadata = { step: String(step), device: trainer.device, format: 'pt' };
  await writeSafetensors(join(directory, files.parameters), parameters, metadata);
  await writeSafetensors(join(directory, files.optimizer), optimizer, metadata);
}

/**
 * Restores what {@link saveTrainer} wrote.
 *
 * @throws NotFoundError or InvalidInputError if the files are missing, damaged, or of another model
 */
export async function restoreTrainer(trainer: Trainer, directory: string): Promise<void> {
  const { tensors: parameters } = await readSafetensors(join(directory, files.parameters));
  const { tensors: optimizer, metadata } = await readSafetensors(join(directory, files.optimizer));
  await trainer.restore({ step: Number(metadata.step), parameters, optimizer });
}
