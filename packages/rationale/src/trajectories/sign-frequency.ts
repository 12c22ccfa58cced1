import type { CardSigns, SupportedSign } from './card-signs.ts';

/** How many diseases share a sign; the fewer, the more telling the sign. */
export type SignFrequency = (termId: string) => number;

/** Counts the diseases by the signs that their cards affirm. */
export function signFrequency(diseases: Iterable<CardSigns>): SignFrequency {
  const counts = new Map<string, number>();
  for (const { present } of diseases) {
    for (const termId of present.keys()) counts.set(termId, (counts.get(termId) ?? 0) + 1);
  }
  return (termId) => counts.get(termId) ?? 0;
}

/** The same signs, those that a card affirms with the most telling first. */
export function mostTellingFirst(signs: CardSigns, frequency: SignFrequency): CardSigns {
  const order = (a: SupportedSign, b: SupportedSign): number =>
    frequency(a.termId) - frequency(b.termId) || compare(a.termId, b.termId);
  const sorted = [...signs.present.values()].sort(order);
  return { ...signs, present: new Map(sorted.map((sign) => [sign.termId, sign])) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
