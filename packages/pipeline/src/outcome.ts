import { compareResults, type ItemResult, type SummaryRow, summarize } from '@skinr1/eval';
import type { Ontology } from '@skinr1/ontology';
import type { CorpusBuild } from '@skinr1/rationale';
import { comparedRows, methodRow } from './model-rows.ts';
import type { RunData } from './stages/data.ts';
import type { ModelResult } from './stages/evaluations.ts';

/** What a finished run found. */
export interface RunOutcome {
  readonly ontology: Ontology;
  readonly data: RunData;
  readonly reasoning: CorpusBuild;
  /** One per row of the results table, in order. */
  readonly results: readonly ModelResult[];
}

/** Rows of the results table. */
export function summaryRows({ results }: RunOutcome): SummaryRow[] {
  return results.map(({ title, benchmarks }) => summarize(title, benchmarks));
}

/** What the paired tests say about the method's two steps, on the in-domain questions. */
export function comparisonNotes({ results }: RunOutcome): string[] {
  return comparedRows.flatMap(([first, second]) => {
    const [a, b] = [first, second].map((id) => results.find((result) => result.id === id));
    const [left, right] = [a?.benchmarks[0], b?.benchmarks[0]];
    if (!a || !b || !left || !right) return [];
    const { accuracy, pValue } = compareResults(left, right);
    const points = (value: number): string => (value * 100).toFixed(1);
    return [
      `${a.title} against ${b.title}, in-domain: ${points(accuracy.difference)} points ` +
        `(95 % interval ${points(accuracy.low)} to ${points(accuracy.high)}), McNemar p = ${pValue.toPrecision(2)}.`,
    ];
  });
}

/** What the whole method's model answered to the questions of training's kind. */
export function methodItems(outcome: RunOutcome): readonly ItemResult[] {
  return methodResult(outcome)?.benchmarks[0]?.items ?? [];
}

/** A case to show, and the title of the model that answered it. */
export interface ShownCase {
  readonly result: ItemResult;
  readonly model: string;
}

/** The case to show: the first held-out question that the last model of the method answers rightly. */
export function shownCase(outcome: RunOutcome): ShownCase | undefined {
  const items = methodItems(outcome);
  const result = items.find(({ correct }) => correct) ?? items[0];
  const model = methodResult(outcome)?.title;
  return result === undefined || model === undefined ? undefined : { result, model };
}

function methodResult({ results }: RunOutcome): ModelResult | undefined {
  return results.find(({ id }) => id === methodRow);
}
