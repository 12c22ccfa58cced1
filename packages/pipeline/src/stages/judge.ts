import type { ChoiceLabels, ReasoningJudge } from '@skinr1/core';
import { createReasoningJudge } from '@skinr1/rationale';
import { defineStage, type Stage } from '../stage.ts';
import { ontologyStage } from './ontology.ts';
import { questionsStage } from './questions.ts';
import { reasoningStage } from './reasoning.ts';

/** Judges the reasoning of answers against the cards of the run's books and what is known of its images. */
export const judgeStage: Stage<ReasoningJudge<ChoiceLabels>> = defineStage({
  name: 'judge',
  needs: { ontology: ontologyStage, reasoning: reasoningStage, questions: questionsStage },
  run: async ({ ontology, reasoning, questions }) =>
    createReasoningJudge({
      ontology,
      cards: reasoning.cards,
      caseOf: (promptId) => questions.caseOf.get(promptId),
    }),
});
