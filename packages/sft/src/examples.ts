import {
  checkNumber,
  checkWholeNumber,
  type ImageSource,
  InvalidInputError,
  type Prompt,
  type Random,
  type SkippedRow,
} from '@skinr1/core';
import type { LearningCompletion, LearningGroup, Tokenizer } from '@skinr1/model';
import { methodRecipe } from './method-recipe.ts';

/** A question with the answer to learn. */
export interface SftExample {
  readonly prompt: Prompt;
  /** The whole answer as the model should write it, without the end token; or its parts, one after the other. */
  readonly answer: string | readonly AnswerPart[];
}

/** A part of an answer. */
export interface AnswerPart {
  readonly text: string;
  /**
   * Factor on the loss of its tokens, from 0: what has 0 is seen by what comes after it, and not learnt. A token
   * that reaches into a part belongs to it. The end token belongs to the last part. @defaultValue 1
   */
  readonly weight?: number;
}

/** Examples that are put together anew each time they are shown: another question about an image, another wording. */
export interface DrawnExamples {
  /** Names them in errors. */
  readonly id: string;
  /** What is shown together: one prompt with its answers. The same draws give the same. */
  readonly draw: (random: Random) => readonly SftExample[];
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
  const packed = packWhatFits(examples, tokenizer, options);
  if (packed.groups.length > 0) return packed;
  throw nothingToLearn(packed.skipped);
}

/** The error where all examples are left out, or there are none. */
export function nothingToLearn({ length }: readonly SkippedRow[]): InvalidInputError {
  return new InvalidInputError(`none of ${length} examples can be learnt.`, {
    mend: length > 0 ? 'Raise `maxAnswerTokens`.' : 'Give at least one example.',
  });
}

/** {@link packExamples}, where nothing may be left. */
export function packWhatFits(
  examples: readonly SftExample[],
  tokenizer: Pick<Tokenizer, 'encode' | 'endOfTurnId'>,
  options: PackOptions = {},
): PackedExamples {
  const { maxAnswerTokens = methodRecipe.training.maxAnswerTokens, answersPerPrompt = 8 } = options;
  checkWholeNumber('maxAnswerTokens', maxAnswerTokens, 1);
  checkWholeNumber('answersPerPrompt', answersPerPrompt, 1);
  const skipped: SkippedRow[] = [];
  const byPrompt = new Map<string, { prompt: Prompt; answers: LearningCompletion[] }>();
  examples.forEach(({ prompt, answer }, index) => {
    const place = `example ${index}`;
    if (textOfAnswer({ answer }).trim() === '') {
      throw new InvalidInputError('the answer is empty.', {
        source: `prompt '${prompt.id}'`,
        place,
      });
    }
    const completion = encodeAnswer(answer, tokenizer, prompt.id);
    const { tokenIds } = completion;
    if (tokenIds.length > maxAnswerTokens) {
      const reason = `the answer has ${tokenIds.length} tokens, more than ${maxAnswerTokens}`;
      skipped.push({ source: `prompt '${prompt.id}'`, place, reason });
      return;
    }
    const known = byPrompt.get(prompt.id) ?? { prompt, answers: [] };
    byPrompt.set(prompt.id, known);
    refuseOtherPrompt(known.prompt, prompt, place);
    known.answers.push(completion);
  });
  const groups = [...byPrompt.values()].flatMap(({ prompt, answers }) =>
    chunks(answers, answersPerPrompt).map((completions) => ({ prompt, completions })),
  );
  return { groups, skipped };
}

/** The whole answer of an example. */
export function textOfAnswer({ answer }: Pick<SftExample, 'answer'>): string {
  return typeof answer === 'string' ? answer : answer.map(({ text }) => text).join('');
}

/** Token ids with their weights: those of the text before a part that stay the same with it are of what is before. */
function encodeAnswer(
  answer: SftExample['answer'],
  { encode, endOfTurnId }: Pick<Tokenizer, 'encode' | 'endOfTurnId'>,
  promptId: string,
): LearningCompletion & { readonly tokenIds: Int32Array } {
  const tokenIds = Int32Array.from([...encode(textOfAnswer({ answer })), endOfTurnId]);
  if (typeof answer === 'string') return { tokenIds };
  const weight = new Float32Array(tokenIds.length);
  let before = '';
  for (const { text, weight: factor = 1 } of answer) {
    checkNumber(`prompt '${promptId}': the weight of an answer's part`, factor, { from: 0 });
    const known = encode(before);
    const differs = known.findIndex((id, at) => id !== tokenIds[at]);
    weight.fill(factor, differs < 0 ? known.length : differs);
    before += text;
  }
  return { tokenIds, weight };
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
