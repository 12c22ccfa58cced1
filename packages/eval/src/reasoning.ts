import type { ReasoningJudgement, SelfContradiction } from '@skinr1/core';
import { type Proportion, proportionOf } from './statistics/wilson.ts';

/** A share of the answers whose reasoning was judged. */
export interface ReasoningMeasure {
  /** Key of its share in {@link ReasoningFigures}. */
  readonly name: string;
  /** Heading of its column. */
  readonly title: string;
  /** What is counted, in words for a note under the table. */
  readonly meaning: string;
  /** Whether an answer counts; `null` leaves it out of the share. */
  readonly counts: (judgement: ReasoningJudgement) => boolean | null;
}

/** What is reported of reasoning, in the order of the tables. A new measure is an entry here. */
export const reasoningMeasures: readonly ReasoningMeasure[] = [
  {
    name: 'right diagnosis',
    title: 'reasons to label',
    meaning: 'the reasoning concludes on the labeled disease, a wider class or a kind of it',
    counts: ({ withLabel }) => withLabel === 'agrees',
  },
  {
    name: 'wrong diagnosis',
    title: 'to another disease',
    meaning: 'it concludes on another disease',
    counts: ({ withLabel }) => withLabel === 'disagrees',
  },
  {
    name: 'coherent',
    title: 'answer follows',
    meaning: 'the chosen option is what the reasoning concludes on, or lies above or below it',
    counts: ({ withOption }) => withOption === 'agrees',
  },
  {
    name: 'malignancy disagrees',
    title: 'malignancy differs',
    meaning: 'reasoning and answer state different malignancies, of those where both state one',
    counts: ({ withMalignancy }) =>
      withMalignancy === 'unclear' ? null : withMalignancy === 'disagrees',
  },
  {
    name: 'contradicts itself',
    title: 'contradicts itself',
    meaning: 'it states a sign and denies it, or disowns its conclusion',
    counts: ({ contradictions }) =>
      contradicts(contradictions, 'sign shown and denied', 'conclusion disowned'),
  },
  {
    name: 'compares itself',
    title: 'compares with itself',
    meaning: 'it sets a disease against itself',
    counts: ({ contradictions }) => contradicts(contradictions, 'disease compared with itself'),
  },
  {
    name: 'grounded',
    title: 'fully grounded',
    meaning: 'no claim is contradicted or unlicensed',
    counts: ({ claims }) =>
      claims.length > 0 &&
      claims.every(({ verdict }) => verdict === 'supported' || verdict === 'unverifiable'),
  },
];

/** Shares by the names of {@link reasoningMeasures}, in their order. */
export type ReasoningFigures = Readonly<Record<string, Proportion>>;

/** Counts every measure; answers that were not judged are left out. `null` if none was. */
export function measureReasoning(
  judgements: readonly (ReasoningJudgement | null)[],
): ReasoningFigures | null {
  const judged = judgements.filter((judgement) => judgement !== null);
  if (judged.length === 0) return null;
  const figures = reasoningMeasures.map(({ name, counts }): [string, Proportion] => [
    name,
    proportionOf(judged.map(counts).filter((value) => value !== null)),
  ]);
  return Object.fromEntries(figures);
}

function contradicts(
  found: readonly SelfContradiction[],
  ...looked: readonly SelfContradiction[]
): boolean {
  return found.some((one) => looked.includes(one));
}
