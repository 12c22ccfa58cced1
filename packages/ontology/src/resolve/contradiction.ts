import type { Hierarchy } from '../hierarchy.ts';
import type { Resolution, UnresolvedReason } from '../types.ts';
import type { Expansion } from './abbreviations.ts';
import { playsDown } from './safety.ts';

const anySign = /[^A-Za-z0-9 _'-]| - /;
const division = /[^\p{L}\p{N}\p{M}_\s'’-]+|\s[-–—]+\s/u;

/**
 * The condition that a part between signs names by itself and that the answer would play down: what is left to
 * catch once a label is read, whichever way it was. `null` where there is none.
 */
export function findPlayedDown(
  label: string,
  answer: string,
  hierarchy: Hierarchy,
  idsOf: (part: string) => Iterable<string>,
): string | null {
  if (!anySign.test(label)) return null;
  const { malignancy } = hierarchy.get(answer);
  const parts = label.split(division);
  if (parts.length < 2) return null;
  for (const part of parts) {
    const text = part.trim();
    if (text === '') continue;
    for (const id of idsOf(text)) {
      if (playsDown(malignancy, hierarchy.get(id).malignancy)) return id;
    }
  }
  return null;
}

/**
 * Why an answer that read the abbreviations of a label as other words does not hold: it plays down what one
 * stands for, or has nothing to do with it. `null` where it holds.
 */
export function contradictAbbreviations(
  answer: Resolution,
  { meanings, doubtful }: Expansion,
  hierarchy: Hierarchy,
): { readonly refused: UnresolvedReason; readonly ids: readonly string[] } | null {
  if (answer.status === 'unresolved' || answer.method === 'dataset_code') return null;
  const { id } = answer.node;
  const graver = [...meanings, ...doubtful]
    .flat()
    .filter((other) => playsDown(answer.malignancy, hierarchy.get(other).malignancy));
  if (graver.length > 0) return { refused: 'malignancy_risk', ids: [...graver, id] };
  const isNear = (other: string): boolean =>
    id === other || hierarchy.ancestors(id).has(other) || hierarchy.ancestors(other).has(id);
  if (meanings.every((ids) => ids.some(isNear))) return null;
  return { refused: 'ambiguous', ids: [id, ...meanings.flat()] };
}
