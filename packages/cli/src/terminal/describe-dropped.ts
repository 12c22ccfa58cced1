import { type DroppedRecord, summarizeDropped } from '@skinr1/rationale';

/** Most reasons that are written out under one cause. */
const shown = 4;

/** How many images and figures bear no trajectory, by cause, with the commonest reasons under each. */
export function describeDropped(dropped: readonly DroppedRecord[]): string[] {
  return summarizeDropped(dropped).map(({ cause, count, reasons }) => {
    const [first] = reasons;
    if (reasons.length === 1 && first?.reason === cause) return `  ${count}: ${cause}`;
    const listed = reasons.slice(0, shown).map((one) => `${one.reason} (${one.count})`);
    const rest = reasons.length > shown ? ['…'] : [];
    return `  ${count}: ${cause}: ${[...listed, ...rest].join('; ')}`;
  });
}
