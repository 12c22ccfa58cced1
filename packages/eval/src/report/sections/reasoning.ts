import { reasoningMeasures } from '../../reasoning.ts';
import type { SummaryRow } from '../../tables/summary.ts';
import { html } from '../html.ts';
import { modelTable } from '../model-table.ts';
import type { ReportSection } from '../section.ts';
import { shareCell } from '../share-cell.ts';

/** How well each model reasons: a row per model, a share per measure; `null` if no reasoning was judged. */
export function reasoningSection(summary: readonly SummaryRow[]): ReportSection | null {
  const rows = summary.flatMap(({ name, reasoning }) =>
    reasoning
      ? [{ name, cells: reasoningMeasures.map((measure) => shareCell(reasoning[measure.name])) }]
      : [],
  );
  if (rows.length === 0) return null;
  const columns = reasoningMeasures.map(({ title }) => title);
  const content = html`${modelTable(columns, rows)}
<ul class="notes"><li>Over the answers in the asked form to all benchmarks, judged against image, cards and hierarchy. Shaded: 95 % Wilson intervals.</li>
${reasoningMeasures.map(({ title, meaning }) => html`<li><strong>${title}</strong>: ${meaning}.</li>`)}</ul>`;
  return { id: 'reasoning', title: 'Reasoning on held-out cases', content };
}
