import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceChoice } from '@skinr1/autograd';
import { NotFoundError } from '@skinr1/core';
import { type OpenedModel, openDiagnosisModel } from '@skinr1/diagnose';
import { runFolders } from '@skinr1/pipeline';
import type { Command } from 'commander';
import { deviceOption } from './option-values.ts';

/** Which model a command is to ask. */
export interface ModelChoice {
  readonly model?: string;
  readonly adapter?: string;
  readonly device: DeviceChoice;
}

/** Adds the options of {@link ModelChoice}. */
export function addModelOptions(command: Command): Command {
  return command
    .option('--model <folder>', "a model's folder (default: that of the newest demonstration)")
    .option('--adapter <folder>', 'a PEFT adapter beside it')
    .addOption(deviceOption('auto'));
}

/** Opens the model that was chosen; `folder` is where its calibration is kept. Close it. */
export async function openChosenModel({
  model,
  adapter,
  device,
}: ModelChoice): Promise<{ readonly opened: OpenedModel; readonly folder: string }> {
  const directory = model ?? (await demonstrationModel());
  const beside = adapter === undefined ? {} : { adapter };
  const opened = await openDiagnosisModel({ directory, device, ...beside });
  return { opened, folder: adapter ?? directory };
}

/** The model that the newest demonstration ended with. Throws NotFoundError where there is none. */
async function demonstrationModel(): Promise<string> {
  const { newest } = await runFolders('demo');
  const directory = join(newest, 'models', 'sft-grpo');
  if (await stat(join(directory, 'model.safetensors')).catch(() => null)) return directory;
  throw new NotFoundError('holds no model of a demonstration.', {
    source: directory,
    mend: 'Give one with --model, or make one with `skinr1 demo`.',
  });
}
