import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeReadFailure, InvalidInputError, NotFoundError } from '@skinr1/core';
import * as z from 'zod';
import type { Calibration } from './calibration.ts';

/** Name of the file that holds a model's calibration, in the model's folder. */
export const calibrationFile = 'diagnosis-calibration.json';

const share = z.number().min(0).max(1);
const figures = z.object({ negativeLogLikelihood: z.number(), calibrationError: share });
const schema: z.ZodType<Calibration> = z.object({
  version: z.literal(1),
  model: z.record(z.string(), z.string()),
  candidates: z.array(z.string()).min(1),
  temperature: z.number().positive(),
  threshold: z.number().min(0),
  targetAccuracy: share,
  fitted: z.object({
    questions: z.int().min(1),
    accuracy: share,
    coverage: share,
    accuracyOfGiven: share.nullable(),
    before: figures,
    after: figures,
  }),
});

/**
 * The calibration in a model's folder; `null` where there is none.
 *
 * @throws InvalidInputError for a file that is no calibration
 */
export async function readCalibration(folder: string): Promise<Calibration | null> {
  const source = join(folder, calibrationFile);
  const text = await readFile(source, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    const { reason, mend } = describeReadFailure(cause);
    throw new NotFoundError(reason, { source, mend, cause });
  });
  if (text === null) return null;
  const mend = 'Delete the file, or fit the calibration again.';
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new InvalidInputError('is no calibration.', { source, mend, cause });
  }
}

/** Writes a calibration beside the model that it is of. */
export async function writeCalibration(folder: string, calibration: Calibration): Promise<void> {
  const text = `${JSON.stringify(calibration, null, 2)}\n`;
  await writeFile(join(folder, calibrationFile), text);
}
