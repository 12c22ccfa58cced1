import type { SummaryRow } from '../../tables/summary.ts';
import { unionOfKeys } from '../../tables/text-table.ts';
import { html, type Markup } from '../html.ts';
import { type ModelCell, type ModelRow, modelTable } from '../model-table.ts';
import type { ReportSection } from '../section.ts';
import { shareCell } from '../share-cell.ts';

/**
 * The results: a table with a row per model, each share with interval and a mark for guessing, and one with the
 * mean rewards on the first benchmark, if there are any.
 *
 * @param notes lines below the tables: paired tests, what was left out
 */
export function resultsSection(
  summary: readonly SummaryRow[],
  notes: readonly string[] = [],
): ReportSection {
  const content = html`${accuracyTable(summary)}
${rewardTable(summary)}
<ul class="notes"><li>Greedy answers, exact form and letter. Shaded: 95 % Wilson intervals; thin marks: guessing. Best per column in bold.</li>
${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  return { id: 'results', title: 'Results on held-out cases', content };
}

function accuracyTable(summary: readonly SummaryRow[]): Markup {
  const benchmarks = unionOfKeys(summary.map(({ accuracies }) => accuracies));
  const titleOf = (name: string): string =>
    summary.find(({ accuracies }) => accuracies[name])?.accuracies[name]?.title ?? name;
  const cellOf = ({ accuracies }: SummaryRow, name: string): ModelCell => {
    const cell = accuracies[name];
    if (!cell) return { content: '–' };
    const shares = summary.map((row) => row.accuracies[name]?.share ?? -1);
    const best = summary.length > 1 && cell.share === largest(shares);
    return shareCell(cell, { chance: cell.chance, best });
  };
  const rows = summary.map((row): ModelRow => {
    const cells = benchmarks.map((name) => cellOf(row, name));
    return { name: row.name, cells: [shareCell(row.format), ...cells] };
  });
  return modelTable(['format', ...benchmarks.map(titleOf)], rows);
}

/** The mean of each reward; nothing where no answer was rewarded. */
function rewardTable(summary: readonly SummaryRow[]): Markup | null {
  const rewards = unionOfKeys(summary.map((row) => row.rewards));
  if (rewards.length === 0) return null;
  const cellOf = (row: SummaryRow, name: string): ModelCell => {
    const value = row.rewards[name] ?? null;
    if (value === null) return { content: '–' };
    const values = summary.map((other) => other.rewards[name] ?? Number.NEGATIVE_INFINITY);
    return { content: value.toFixed(3), best: summary.length > 1 && value === largest(values) };
  };
  const rows = summary.map((row): ModelRow => {
    return { name: row.name, cells: rewards.map((name) => cellOf(row, name)) };
  });
  return html`<h3 class="beside">Mean rewards on the first benchmark</h3>
${modelTable(rewards, rows)}`;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
