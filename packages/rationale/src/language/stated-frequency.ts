/** How often a text says that a sign is there, from always or usually to never. */
export const statedFrequencies = ['typical', 'possible', 'rare', 'absent'] as const;

/**
 * What a text says of a sign: `typical` where it affirms it without reserve, `possible` where it hedges
 * ("may", "sometimes", "in some"), `rare` where it calls it exceptional ("seldom", "hardly ever", "in a
 * few"), `absent` where it denies it.
 */
export type StatedFrequency = (typeof statedFrequencies)[number];

/** Below 0 where `a` is the more frequent; for sorting, and for keeping the stronger of two statements. */
export function compareFrequencies(a: StatedFrequency, b: StatedFrequency): number {
  return statedFrequencies.indexOf(a) - statedFrequencies.indexOf(b);
}
