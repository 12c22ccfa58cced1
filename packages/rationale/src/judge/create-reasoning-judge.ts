import {
  type Answer,
  type Case,
  type ChoiceLabels,
  described,
  parseChoiceAnswer,
  type ReasoningJudge,
  type ReasoningJudgement,
  splitConfidence,
} from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { type MeasureCase, recordFromCase } from '../trajectories/records.ts';
import { noteOf } from '../trajectories/training-targets.ts';
import type { TrajectoryRecord } from '../trajectories/types.ts';
import { judgeText } from './judge-reasoning.ts';
import { judgeKnowledge } from './knowledge.ts';

/** Options of {@link createReasoningJudge}. */
export interface ReasoningJudgeOptions {
  readonly ontology: Ontology;
  readonly cards: readonly DiseaseCard[];
  /** The case that a question is about, by the question's id. */
  readonly caseOf: (promptId: string) => Case | undefined;
  /** Measures cases without annotated signs; by default those whose pixels are in memory. */
  readonly measure?: MeasureCase;
}

/**
 * A judge of answers to the method's questions, of the note and neither of the options gone through after it nor of a
 * confidence stated at its end, for rewards (`coherenceReward`, `groundingReward` of `@skinr1/grpo`) and evaluation (`judge` of `@skinr1/eval`'s `evaluate`). An answer is judged once, however
 * many ask.
 */
export function createReasoningJudge(options: ReasoningJudgeOptions): ReasoningJudge<ChoiceLabels> {
  const { ontology, cards, caseOf, measure } = options;
  const knowledge = judgeKnowledge(cards, ontology);
  const records = new Map<string, TrajectoryRecord | null>();
  const recordOf = (promptId: string): TrajectoryRecord | null => {
    const known = records.get(promptId);
    if (known !== undefined) return known;
    const of = caseOf(promptId);
    const record = of ? recordFromCase(of, ontology, measure) : null;
    const usable = record === null || 'reason' in record ? null : record;
    records.set(promptId, usable);
    return usable;
  };
  const judgements = new WeakMap<Answer, ReasoningJudgement>();
  const judge: ReasoningJudge<ChoiceLabels> = ({ prompt, completion }) => {
    const known = judgements.get(completion);
    if (known) return known;
    const answer = parseChoiceAnswer(completion.text);
    const record = answer ? recordOf(prompt.id) : null;
    if (!answer || !record) return null;
    const option = prompt.labels.options.find(({ letter }) => letter === answer.letter);
    const stated = { diagnosisId: option?.diagnosisId ?? null, malignancy: answer.malignancy };
    const { reasoning } = splitConfidence(noteOf(answer.thinking));
    const judgement = judgeText(reasoning, knowledge, { record, answer: stated });
    judgements.set(completion, judgement);
    return judgement;
  };
  return described('createReasoningJudge', { cards: cards.map(({ id }) => id) }, judge);
}
