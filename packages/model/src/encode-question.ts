import { checkImageSource, InvalidInputError } from '@skinr1/core';
import type { EncodedPrompt } from './batch/encoded-prompt.ts';
import type { ModelConfig } from './config.ts';
import type { Architecture } from './families/family.ts';
import type { ImageProcessor } from './image/processor.ts';
import { messagesOf, type Question } from './question.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** What turns questions into tokens and patches. */
export interface QuestionEncoder extends Architecture {
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessor;
}

/**
 * Tokens, positions and patches of a question in the chat form, open for the answer.
 *
 * @throws InvalidInputError, NotFoundError for an image that cannot be read
 */
export async function encodeQuestion(
  question: Question,
  { family, config, tokenizer, imageProcessor }: QuestionEncoder,
): Promise<EncodedPrompt> {
  const { messages, images: sources } = messagesOf(question);
  const { id } = question as { readonly id?: unknown };
  const name = typeof id === 'string' ? `prompt '${id}', ` : '';
  sources.forEach((image, index) => {
    checkImageSource(image, `${name}image ${index + 1}`);
  });
  const images = await Promise.all(sources.map((image) => imageProcessor.process(image)));
  let image = 0;
  const tokenIds = tokenizer.encodeChat(messages).flatMap((id) => {
    if (id !== config.imageTokenId) return [id];
    return new Array<number>(images[image++]?.tokenCount ?? 0).fill(id);
  });
  const { positions, next } = family.positions(tokenIds, images, config);
  return { tokenIds: Int32Array.from(tokenIds), positions, next, images };
}

/** Throws InvalidInputError naming the longest question if it does not fit; by its id where it has one. */
export function checkLengths(
  questions: readonly Question[],
  prompts: readonly EncodedPrompt[],
  maxTokens: number,
  { text: { maxPositions } }: ModelConfig,
): void {
  const lengths = prompts.map(({ tokenIds }) => tokenIds.length);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest + maxTokens <= maxPositions) return;
  const index = lengths.indexOf(longest);
  const id = (questions[index] as { readonly id?: unknown } | undefined)?.id;
  const name = typeof id === 'string' ? `'${id}'` : `${index + 1} of ${prompts.length}`;
  throw new InvalidInputError(
    `prompt ${name} has ${longest} tokens; with ${maxTokens} to generate that is over the model's ${maxPositions}.`,
    { mend: 'Shorten the prompt, use smaller images, or generate less.' },
  );
}
