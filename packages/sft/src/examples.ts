import {
  checkWholeNumber,
  type ImageSource,
  InvalidInputError,
  type Prompt,
  type SkippedRow,
} from '@skinr1/core';
import type { LearningGroup, Tokenizer } from '@skinr1/model';
import { methodRecipe } from './method-recipe.ts';

/** A question with the answer to learn. */
export interface SftExample {
  readonly prompt: Prompt;
  /** The whole answer as the model should write it, without the end token. */
  readonly answer: string;
}

/** How examples are put together. */
export interface PackOptions {
  /** Answers with more tokens, the end token included, are left out and listed. @defaultValue 1024 */
  readonly maxAnswerTokens?: number;
  /**
   * Most answers of one prompt that are learnt together, sharing the computation of question and image.
   * @defaultValue 8
   */
  readonly answersPerPrompt?: number;
}

/** Examples ready to learn from. */
export interface PackedExamples {
  readonly groups: readonly LearningGroup[];
  /** Examples that were left out, with the reason. */
  readonly skipped: readonly SkippedRow[];
}

/**
 * Turns examples into groups: the answers of one prompt (by its id) together, each as token ids that end
 * with the end-of-turn token.
 *
 * @throws InvalidInputError for an empty answer, two prompts with one id, or when nothing is left;
 *   UsageError for limits below 1
 */
export function packExamples(
  examples: readonly SftExample[],
  tokenizer: Pick<Tokenizer, 'encode' | 'endOfTurnId'>,
  options: PackOptions = {},
): PackedExamples {
  const { maxAnswerTokens = methodRecipe.training.maxAnswerTokens, answersPerPrompt = 8 } = options;
  checkWholeNumber('maxAnswerTokens', maxAnswerTokens, 1);
  checkWholeNumber('answersPerPrompt', answersPerPrompt, 1);
  const skipped: SkippedRow[] = [];
  const byPrompt = new Map<string, { prompt: Prompt; answers: Int32Array[] }>();
  examples.forEach(({ prompt, answer }, index) => {
    const place = `example ${index}`;
    if (answer.trim() === '') {
      throw new InvalidInputError('the answer is empty.', {
        source: `prompt '${prompt.id}'`,
        place,
      });
    }
    const tokenIds = Int32Array.from([...tokenizer.encode(answer), tokenizer.endOfTurnId]);
    if (tokenIds.length > maxAnswerTokens) {
      const reason = `the answer has ${tokenIds.length} tokens, more than ${maxAnswerTokens}`;
      skipped.push({ source: `prompt '${prompt.id}'`, place, reason });
      return;
    }
    const known = byPrompt.get(prompt.id) ?? { prompt, answers: [] };
    byPrompt.set(prompt.id, known);
    refuseOtherPrompt(known.prompt, prompt, place);
    known.answers.push(tokenIds);
  });
  if (byPrompt.size === 0) {
    throw new InvalidInputError(`none of ${examples.length} examples can be learnt.`, {
      mend: skipped.length > 0 ? 'Raise `maxAnswerTokens`.' : 'Give at least one example.',
    });
  }
  const groups = [...byPrompt.values()].flatMap(({ prompt, answers }) =>
    chunks(answers, answersPerPrompt).map((chunk) => ({
      prompt,
      completions: chunk.map((tokenIds) => ({ tokenIds })),
    })),
  );
  return { groups, skipped };
}

function refuseOtherPrompt(known: Prompt, prompt: Prompt, place: string): void {
  const { text, images } = known;
  const hasSameImages =
    images.length === prompt.images.length &&
    images.every((image, index) => isSameImage(image, prompt.images[index] as ImageSource));
  if (text === prompt.text && hasSameImages) return;
  throw new InvalidInputError('two different prompts have this id.', {
    source: `prompt '${prompt.id}'`,
    place,
    mend: 'Give each prompt an id of its own.',
  });
}

function isSameImage(one: ImageSource, other: ImageSource): boolean {
  if (one === other) return true;
  if (one.kind === 'file') return other.kind === 'file' && one.path === other.path;
  if (other.kind === 'file' || Buffer.compare(one.data, other.data) !== 0) return false;
  if (one.kind === 'bytes' || other.kind === 'bytes') return one.kind === other.kind;
  return one.width === other.width && one.height === other.height;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
