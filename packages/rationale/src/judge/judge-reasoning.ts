import type { JudgedClaim, MalignancyClass, ReasoningJudgement } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import type { Claim } from '../claims/claim.ts';
import { readClaims } from '../claims/read-claims.ts';
import type { TrajectoryRecord } from '../trajectories/types.ts';
import { agreementWith, conclusionOf, malignancyAgreement } from './conclusion.ts';
import { findContradictions } from './contradictions.ts';
import { judgeClaim } from './judge-claim.ts';
import { type JudgeKnowledge, judgeKnowledge } from './knowledge.ts';

/** What reasoning is judged by. */
export interface JudgeContext {
  readonly ontology: Ontology;
  /** Cards of the books, joined by disease. */
  readonly cards: readonly DiseaseCard[];
  /** What is known of the image, with its labeled disease. */
  readonly record: TrajectoryRecord;
  /** What the answer itself says; without it nothing is compared with it. */
  readonly answer?: StatedAnswer;
}

/** What an answer states beside its reasoning. */
export interface StatedAnswer {
  /** Ontology id of the chosen or named disease, or a malignancy class where the question asked for one. */
  readonly diagnosisId: string | null;
  readonly malignancy: MalignancyClass | null;
}

/**
 * Judges a reasoning text of whatever origin: every claim that can be read out of it against the image's
 * record, the cards and the hierarchy; where it concludes, against label and answer; and against itself. For
 * many texts make a judge once with `createReasoningJudge`.
 */
export function judgeReasoning(text: string, context: JudgeContext): ReasoningJudgement {
  return judgeText(text, judgeKnowledge(context.cards, context.ontology), context);
}

/** {@link judgeReasoning} with what it needs of the cards at hand. */
export function judgeText(
  text: string,
  knowledge: JudgeKnowledge,
  { record, answer }: Pick<JudgeContext, 'record' | 'answer'>,
): ReasoningJudgement {
  const { ontology } = knowledge;
  const expected = [record.diagnosisId, answer?.diagnosisId ?? ''].filter((id) => ontology.has(id));
  const claims = readClaims(text, { ontology, expected });
  const conclusion = conclusionOf(claims, ontology);
  return {
    claims: claims.flatMap((claim) => judged(claim, knowledge, record)),
    conclusion,
    withLabel: agreementWith(conclusion, record.diagnosisId, ontology),
    withOption: agreementWith(conclusion, answer?.diagnosisId ?? null, ontology),
    withMalignancy: malignancyAgreement(claims, answer?.malignancy ?? null),
    contradictions: findContradictions(claims, conclusion, ontology),
  };
}

function judged(claim: Claim, knowledge: JudgeKnowledge, record: TrajectoryRecord): JudgedClaim[] {
  const finding = judgeClaim(claim, knowledge, record);
  if (finding === null) return [];
  const { kind, start, end } = claim;
  return [{ kind, start, end, ...finding }];
}
