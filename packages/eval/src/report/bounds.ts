/** What fits in a page that opens quickly: the last rollouts, long texts cut. */
export const reportLimits = {
  rollouts: 400,
  examples: 24,
  textLength: 4000,
  imageLength: 4_000_000,
  configLength: 60_000,
} as const;

/** A text, cut where it is too long, with a word on how much is missing. */
export function cut(text: string, length: number = reportLimits.textLength): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
