import {
  type Answer,
  type Case,
  type ChoiceLabels,
  formatChoiceAnswer,
  type Prompt,
  type SampleOptions,
  type SamplingPolicy,
} from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology, type Ontology } from '@skinr1/ontology';

export const ontology: Ontology = loadOntology();

export const cases: readonly Case[] = syntheticLesions({
  seed: 3,
  casesPerDisease: 5,
  size: 32,
  ontology,
});

/** A policy that answers by a function of the question; records how it was called. */
export class ScriptedPolicy implements SamplingPolicy {
  readonly calls: { readonly prompts: number; readonly options: SampleOptions }[] = [];
  private readonly write: (prompt: Prompt<ChoiceLabels>) => string;

  constructor(write: (prompt: Prompt<ChoiceLabels>) => string) {
    this.write = write;
  }

  async sample(prompts: readonly Prompt[], options: SampleOptions): Promise<Answer[][]> {
    this.calls.push({ prompts: prompts.length, options });
    return prompts.map((prompt) => [completion(this.write(prompt as Prompt<ChoiceLabels>))]);
  }
}

export function completion(text: string): Answer {
  return { text, finishReason: 'stop' };
}

/** The right answer, well formed. */
export function rightAnswer({ labels }: Prompt<ChoiceLabels>): string {
  return formatChoiceAnswer({
    thinking: 'Signs fit.',
    letter: labels.answer,
    malignancy: labels.malignancy,
  });
}

/** Always the letter A and benign, well formed. */
export function alwaysA(): string {
  return formatChoiceAnswer({ thinking: 'Hm.', letter: 'A', malignancy: 'benign' });
}
