import { InvalidInputError, type Prompt } from '@skinr1/core';
import type { Model } from '../model.ts';

/** Prompts that a message names; the rest are counted. */
const named = 3;

/**
 * Finds prompts that, with the tokens to generate, do not fit the model's positions. Images are decoded only
 * where the largest that the processor makes might be too much.
 *
 * @throws InvalidInputError naming the prompts with their lengths
 */
export async function checkPrompts(
  model: Model,
  prompts: readonly Prompt[],
  maxTokens: number,
): Promise<void> {
  const room = model.config.text.maxPositions - maxTokens;
  const overlong: string[] = [];
  for (const prompt of prompts) {
    if (longestPossible(model, prompt) <= room) continue;
    const { length } = (await model.encodePrompt(prompt)).tokenIds;
    if (length > room) overlong.push(`'${prompt.id}' (${length} tokens)`);
  }
  if (overlong.length === 0) return;
  const more = overlong.length > named ? ` and ${overlong.length - named} more` : '';
  throw new InvalidInputError(
    `the model has ${model.config.text.maxPositions} positions and ${maxTokens} are for the answer; too long: ${overlong.slice(0, named).join(', ')}${more}.`,
    { mend: 'Shorten or leave out these prompts, use smaller images, or generate less.' },
  );
}

/** Tokens of a prompt if its images were as large as the processor lets them be. */
function longestPossible(model: Model, prompt: Prompt): number {
  const { family, config, tokenizer, imageProcessor } = model;
  const { text, images } = prompt;
  const content = [
    ...images.map(() => ({ type: 'image' as const })),
    { type: 'text' as const, text },
  ];
  const perImage = family.mostImageTokens(imageProcessor.config, config);
  return tokenizer.encodeChat([{ role: 'user', content }]).length + images.length * perImage;
}
