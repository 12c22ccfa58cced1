import { type LoadedDataset, summarizeSkips } from '@skinr1/datasets';

/** Most reasons, and most warnings, that are written out. */
const shown = 5;

/** What was read of a data set, what was not and why, and what a person should know. */
export function describeDataset({ name, cases, skipped, warnings }: LoadedDataset): string {
  const reasons = summarizeSkips(skipped).map(({ reason, count }) => `${count}: ${reason}`);
  const doubts = warnings.map(({ place, message }) => `${place}: ${message}`);
  const list = (title: string, count: number, lines: readonly string[]): string[] => {
    if (count === 0) return [];
    const rest = lines.length > shown ? [`  and ${lines.length - shown} more`] : [];
    return [`${count} ${title}`, ...lines.slice(0, shown).map((line) => `  ${line}`), ...rest];
  };
  return [
    `${name}: ${cases.length} images.`,
    ...list('rows skipped:', skipped.length, reasons),
    ...list('doubts about images or labels that are used:', warnings.length, doubts),
  ].join('\n');
}
