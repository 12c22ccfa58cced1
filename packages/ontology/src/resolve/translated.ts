import type { UnresolvedReason } from '../types.ts';
import type { Match } from './match.ts';
import type { Translator } from './translator.ts';

/** What a label in another language than English means, or why that cannot be said. */
export type TranslatedReading =
  | { readonly id: string; readonly confidence: number; readonly note: string }
  | { readonly refused: UnresolvedReason; readonly ids: readonly string[] };

/** A label that is a name in some language; refused where languages differ in what it names. */
export function readForeignName(label: string, translator: Translator): TranslatedReading | null {
  const names = translator.namesOf(label);
  if (names.size === 0) return null;
  const found = [...names];
  const first = found[0] as (typeof found)[number];
  if (found.length > 1) return { refused: 'ambiguous', ids: found.map(([id]) => id) };
  const [id, languages] = first;
  return { id, confidence: 0.97, note: `A name in: ${languages.join(', ')}.` };
}

/**
 * A label in which every word is understood in some language: put into English and read by the same rules.
 * What one language reads as negated or doubtful is refused, and so are two readings that differ.
 */
export function readTranslation(
  label: string,
  translator: Translator,
  match: (forms: readonly string[]) => Match | null,
): TranslatedReading | null {
  const readings = translator.translations(label).flatMap(({ language, forms }) => {
    const found = match(forms);
    return found ? [{ language, forms, found }] : [];
  });
  const cautious = readings.find(
    ({ found }) =>
      'refused' in found && (found.refused === 'negated' || found.refused === 'uncertain'),
  );
  const ids = [
    ...new Set(readings.flatMap(({ found }) => ('id' in found ? [found.id] : found.ids))),
  ];
  if (cautious && 'refused' in cautious.found) return { refused: cautious.found.refused, ids };
  for (const { language, forms, found } of readings) {
    if (!('id' in found)) continue;
    const differs = readings.some((other) => 'id' in other.found && other.found.id !== found.id);
    if (differs) return { refused: 'ambiguous', ids };
    const note = `Read as "${forms.join(' ')}" (${language}).`;
    return { id: found.id, confidence: found.confidence * 0.95, note };
  }
  const [refused] = readings;
  return refused && 'refused' in refused.found ? { refused: refused.found.refused, ids } : null;
}
