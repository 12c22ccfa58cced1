import assert from 'node:assert/strict';
import type { ModelAnswer, ModelReply, TextQuestion, VisionLanguageModel } from '@skinr1/core';

/** Longest answer that is asked for, in tokens. */
export const maxTokens = 12;

/** A sentence on what a model must do, and the proof. */
export type Check = readonly [
  name: string,
  check: (model: VisionLanguageModel, question: TextQuestion) => Promise<void>,
];

/** The one answer that was asked for. */
export function only(answers: readonly ModelAnswer[]): ModelAnswer {
  assert.equal(answers.length, 1);
  return answers[0] as ModelAnswer;
}

/** Texts of all answers. */
export function textsOf({ answers }: ModelReply): string[] {
  return answers.map(({ text }) => text);
}

/** Tokens spell the text, unless a character is split over some of them. */
export function checkTokens(
  tokens: readonly { readonly text: string; readonly logProb: number }[],
  text: string,
): void {
  for (const { logProb } of tokens) assert.ok(Number.isFinite(logProb) && logProb <= 0);
  const spelled = tokens.map((token) => token.text).join('');
  if (!spelled.includes('\uFFFD')) assert.equal(spelled, text);
}

/** Whether an error is the reason of an abort, or says that there was one. */
export function isAbort(reason: Error): (error: Error) => boolean {
  return (error) => error === reason || error.name === 'AbortError';
}

/** Asks once more: what went before must have freed what it held. */
export async function works(model: VisionLanguageModel, question: TextQuestion): Promise<void> {
  const { answers } = await model.answer(question, { maxTokens: 2, seed: 1 });
  assert.equal(answers.length, 1);
}
