import type { AccuracyCell, SummaryRow } from '../../tables/summary.ts';
import { unionOfKeys } from '../../tables/text-table.ts';
import { html, type Markup } from '../html.ts';
import type { ReportSection } from '../section.ts';
import { shareCell } from '../share-cell.ts';

/**
 * The results table: a row per model, each share with interval and a mark for guessing.
 *
 * @param notes lines below the table: paired tests, what was left out
 */
export function resultsSection(
  summary: readonly SummaryRow[],
  notes: readonly string[] = [],
): ReportSection {
  const benchmarks = unionOfKeys(summary.map(({ accuracies }) => accuracies));
  const rewards = unionOfKeys(summary.map((row) => row.rewards));
  const titleOf = (name: string): string =>
    summary.find(({ accuracies }) => accuracies[name])?.accuracies[name]?.title ?? name;
  const content = html`<div class="card scroll"><table><thead><tr><th scope="col">model</th><th scope="col">format</th>
${benchmarks.map((name) => html`<th scope="col">${titleOf(name)}</th>`)}
${rewards.map((name) => html`<th scope="col">reward: ${name}</th>`)}</tr></thead>
<tbody>${summary.map((row) => summaryRow(row, summary, benchmarks, rewards))}</tbody></table></div>
<ul class="notes"><li>Greedy answers, exact form and letter. Shaded: 95 % Wilson intervals; thin marks: guessing. Best per column in bold.</li>
${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  return { id: 'results', title: 'Results on held-out cases', content };
}

function summaryRow(
  row: SummaryRow,
  all: readonly SummaryRow[],
  benchmarks: readonly string[],
  rewards: readonly string[],
): Markup {
  const bestAccuracy = (name: string): number =>
    largest(all.map(({ accuracies }) => accuracies[name]?.share ?? -1));
  const bestReward = (name: string): number =>
    largest(all.map((other) => other.rewards[name] ?? Number.NEGATIVE_INFINITY));
  return html`<tr><th scope="row">${row.name}</th>${shareCell(row.format)}
${benchmarks.map((name) => {
  const cell: AccuracyCell | undefined = row.accuracies[name];
  if (!cell) return html`<td>–</td>`;
  const best = all.length > 1 && cell.share === bestAccuracy(name);
  return shareCell(cell, { chance: cell.chance, best });
})}
${rewards.map((name) => {
  const value = row.rewards[name] ?? null;
  const best = all.length > 1 && value !== null && value === bestReward(name);
  return html`<td${best ? html` class="best"` : null}>${value === null ? '–' : value.toFixed(3)}</td>`;
})}</tr>`;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
