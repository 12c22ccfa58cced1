import type { NodeMalignancy } from '../data/format.ts';
import { hasKind, kind } from './word-kinds.ts';

/*
 * The rule that stands above all others: a label that speaks of malignancy never resolves to something
 * harmless, and a label that does not never resolves to something malignant by a guess.
 */

/** True for a word that names or implies a malignant growth. */
export function speaksOfMalignancy(form: string): boolean {
  return hasKind(form, kind.malignant);
}

/** True for a word that must be part of the matched name: left over, it could change the class. */
export function mustBeRead(form: string): boolean {
  return hasKind(form, kind.mustBeRead);
}

/** True if the leftover word agrees with the class: "invasive" with a carcinoma, "benign" with a nevus. */
export function agreesWith(form: string, malignancy: NodeMalignancy): boolean {
  if (malignancy === 'malignant') return hasKind(form, kind.agreeing);
  if (malignancy === 'benign') return form === 'benign' || form === 'tumor' || form === 'neoplasm';
  return false;
}

/** How grave, for comparing; a class that varies could be any. */
const gravity: Readonly<Record<NodeMalignancy, number>> = {
  not_neoplastic: 0,
  benign: 0,
  variable: 1,
  precancerous_in_situ: 1,
  malignant: 2,
};

/** True for a class that needs no treatment as a growth. */
export function isHarmless(malignancy: NodeMalignancy): boolean {
  return malignancy === 'benign' || malignancy === 'not_neoplastic';
}

/** True if answering `answer` for something that is `truth` would play it down. */
export function playsDown(answer: NodeMalignancy, truth: NodeMalignancy): boolean {
  return gravity[answer] === 0 && (gravity[truth] > 1 || truth === 'precancerous_in_situ');
}

/** True if the first class is graver than the second; one that varies is graver than a harmless one. */
export function isGraver(a: NodeMalignancy, b: NodeMalignancy): boolean {
  return gravity[a] > gravity[b];
}

/** True if two classes may stand for one another: both harmless, or the same. */
export function sameClass(a: NodeMalignancy, b: NodeMalignancy): boolean {
  return a === b || (gravity[a] === 0 && gravity[b] === 0);
}
