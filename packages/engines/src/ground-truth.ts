import { InvalidInputError, type Prompt } from '@skinr1/core';

/** A question without its images: what rewards look at beside the answer. */
export type GroundTruth = Omit<Prompt, 'images'>;

/**
 * The ground truth of a question as one JSON text. Engines hand one text of a row to rewards, some no other; so
 * everything is in it: `{"id", "prompt", "labels"}`, named as an item of the reward service has them.
 */
export function writeGroundTruth({ id, text, labels }: GroundTruth): string {
  return JSON.stringify({ id, prompt: text, labels });
}

/**
 * Reads what {@link writeGroundTruth} wrote.
 *
 * @throws InvalidInputError for a text that is something else.
 */
export function readGroundTruth(text: string): GroundTruth {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError('the ground truth is not JSON.', { mend, cause });
  }
  const { id, prompt, labels } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof prompt !== 'string' || labels === undefined) {
    throw new InvalidInputError('the ground truth has no id, prompt and labels.', { mend });
  }
  return { id, text: prompt, labels };
}

const mend = 'Give it as the export wrote it: {"id": …, "prompt": …, "labels": …}.';
