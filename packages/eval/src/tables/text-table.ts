import stringWidth from 'string-width';
import { reasoningMeasures } from '../reasoning.ts';
import type { Proportion } from '../statistics/wilson.ts';
import type { GroupRow } from './groups.ts';
import type { SummaryRow } from './summary.ts';

/** A share in per cent: `72.1 %`. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** A share with its interval: `72.1 % (68.0–75.9)`. */
export function percentWithInterval({ share, low, high }: Proportion): string {
  if (share === null) return '–';
  return `${percent(share)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`;
}

/**
 * The results table for a terminal: one line per model; format rate, accuracies with 95 % intervals,
 * mean reward by component; a last line with the accuracies of guessing.
 */
export function renderTable(rows: readonly SummaryRow[]): string {
  const benchmarks = unionOfKeys(rows.map(({ accuracies }) => accuracies));
  const rewards = unionOfKeys(rows.map((row) => row.rewards));
  const titleOf = (name: string): string =>
    rows.find(({ accuracies }) => accuracies[name])?.accuracies[name]?.title ?? name;
  const head = ['', 'format', ...benchmarks.map(titleOf), ...rewards.map((name) => `r: ${name}`)];
  const body = rows.map((row) => [
    row.name,
    percent(row.format.share),
    ...benchmarks.map((name) => cell(row.accuracies[name])),
    ...rewards.map((name) => row.rewards[name]?.toFixed(3) ?? '–'),
  ]);
  const chance = benchmarks.map(
    (name) => rows.find(({ accuracies }) => accuracies[name])?.accuracies[name]?.chance ?? null,
  );
  const guess = ['(guessing)', '', ...chance.map(percent), ...rewards.map(() => '')];
  return alignColumns([head, ...body, ...(rows.length > 0 ? [guess] : [])]);
}

/**
 * How well models reason, for a terminal: one line per model whose reasoning was judged, shares with 95 %
 * intervals; empty if none was.
 */
export function renderReasoningTable(rows: readonly SummaryRow[]): string {
  const head = ['', ...reasoningMeasures.map(({ title }) => title)];
  const body = rows.flatMap(({ name, reasoning }) =>
    reasoning ? [[name, ...reasoningMeasures.map((measure) => cell(reasoning[measure.name]))]] : [],
  );
  return body.length === 0 ? '' : alignColumns([head, ...body]);
}

/** A table by class or subgroup for a terminal. */
export function renderGroups(rows: readonly GroupRow[], heading: string): string {
  const body = rows.map(({ group, accuracy, malignancy }) => [
    group,
    String(accuracy.total),
    percentWithInterval(accuracy),
    percentWithInterval(malignancy),
  ]);
  return alignColumns([[heading, 'n', 'accuracy', 'malignancy right'], ...body]);
}

/**
 * Lines with the columns padded to equal width in a terminal, the first to the left, the others to the right, and a
 * rule under the head. Control characters are shown as spaces: a name must not steer the terminal.
 */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((text) => text.replaceAll(/\p{Cc}/gu, ' ')));
  const widths: number[] = [];
  for (const row of clean) {
    row.forEach((text, column) => {
      widths[column] = Math.max(widths[column] ?? 0, stringWidth(text));
    });
  }
  const lines = clean.map((row) =>
    widths
      .map((width, column) => {
        const text = row[column] ?? '';
        const space = ' '.repeat(width - stringWidth(text));
        return column === 0 ? text + space : space + text;
      })
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [lines[0] ?? '', rule, ...lines.slice(1)].join('\n');
}

/** All keys of the records, in the order they first appear. */
export function unionOfKeys(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function cell(proportion: Proportion | undefined): string {
  return proportion ? percentWithInterval(proportion) : '–';
}
