import type { TextQuestion, VisionLanguageModel } from '@skinr1/core';
import { answeringChecks } from './contract/answering.ts';
import { drawingChecks } from './contract/drawing.ts';
import { refusingChecks } from './contract/refusing.ts';
import { streamingChecks } from './contract/streaming.ts';

/** One thing that every {@link VisionLanguageModel} must do. */
export interface ContractCase {
  readonly name: string;
  /** Rejects with an AssertionError when the model does not. */
  readonly run: () => Promise<void>;
}

/** What the contract is checked with. */
export interface VisionLanguageModelContractOptions {
  /** Gives the model; called once per case, and may give the same one each time. */
  readonly create: () => VisionLanguageModel | Promise<VisionLanguageModel>;
  /** A question with an image that the model can answer with more than four tokens. */
  readonly question: TextQuestion;
}

const checks = [...answeringChecks, ...drawingChecks, ...streamingChecks, ...refusingChecks];

/**
 * The contract of a vision-language model as cases for any test runner:
 *
 *     for (const { name, run } of visionLanguageModelContract({ create, question })) it(name, run);
 */
export function visionLanguageModelContract(
  options: VisionLanguageModelContractOptions,
): ContractCase[] {
  return checks.map(([name, check]) => ({
    name,
    run: async () => check(await options.create(), options.question),
  }));
}
