import { InvalidInputError } from '@skinr1/core';
import type { ReportRollout, RunReport } from './run-report.ts';

/** What fits in a page that opens quickly: the last rollouts, long texts cut. */
export const reportLimits = {
  rollouts: 400,
  examples: 24,
  textLength: 4000,
  imageLength: 4_000_000,
  configLength: 60_000,
} as const;

/** A text, cut where it is too long, with a word on how much is missing. */
export function cut(text: string, length: number = reportLimits.textLength): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length)}… (${text.length - length} more characters)`;
}

/** The rollouts that the page keeps. */
export function keepRollouts(rollouts: readonly ReportRollout[]): ReportRollout[] {
  return rollouts.slice(-reportLimits.rollouts).map((rollout) => ({
    ...rollout,
    promptId: cut(rollout.promptId, 200),
    prompt: cut(rollout.prompt),
    completion: cut(rollout.completion),
    // JSON has no NaN; the page shows numbers or a dash.
    reward: Number.isFinite(rollout.reward) ? rollout.reward : null,
    advantage: Number.isFinite(rollout.advantage) ? rollout.advantage : 0,
  }));
}

const dataAddress = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * Checks that images are embedded: a page must not load anything. Throws InvalidInputError naming the
 * example.
 */
export function checkImages({ examples }: RunReport): void {
  for (const { title, image } of examples) {
    if (image.length > reportLimits.imageLength || !dataAddress.test(image)) {
      throw new InvalidInputError('the image of an example is not an embedded PNG, JPEG or WebP.', {
        source: 'renderReport',
        place: title,
        mend: `Give a data:image/png;base64 address of at most ${reportLimits.imageLength} characters.`,
      });
    }
  }
}

/** The configuration as text. Throws InvalidInputError if it is not JSON (a cycle, a BigInt). */
export function configText(config: unknown): string {
  try {
    return cut(JSON.stringify(config, null, 2) ?? 'null', reportLimits.configLength);
  } catch (cause) {
    throw new InvalidInputError('the configuration cannot be written as JSON.', {
      source: 'renderReport',
      place: 'config',
      cause,
    });
  }
}
