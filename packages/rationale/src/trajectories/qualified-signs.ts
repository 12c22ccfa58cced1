import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findSigns } from '../language/find-signs.ts';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import { isKnownAbsent } from './records.ts';
import type { TrajectoryRecord } from './types.ts';

/** Words before a sign's name that narrow nothing: what joins, counts, points, and says how well it is seen. */
const neutral: WordSet = wordSet(
  'a an the this that these those its their his her of by with without and or nor but than rather in on to from for as at into over under between',
  'is are was were be been being has have had shows show showing presents forms form forming becomes become absence presence tendency finding sign signs',
  'no not never neither none any some several many few numerous multiple one two three more most much other such both all each every also only often usually',
  'characteristic typical distinct distinctive marked well definite definitely clearly evident obvious constant true',
);

/** Characters before a sign in which its last qualifier stands. */
const near = 40;

/**
 * True if the word before a sign narrows it: "infiltrated papules", "the central black eschar". An image that is
 * known to show papules is not known to show those.
 */
export function isQualified(passage: string, { start }: TextRange): boolean {
  const before = passage.slice(Math.max(0, start - near), start);
  if (!/\p{L}\s*$/u.test(before)) return false;
  const word = formsOf(before).at(-1);
  return word !== undefined && !neutral.has(word);
}

/** Characters before a sign in which a color of it stands. */
const nearColor = 16;

/** The color that a passage gives a sign right before its name, "white spots"; `null` if it gives none. */
export function colorBefore(passage: string, at: TextRange, ontology: Ontology): string | null {
  const range = { start: Math.max(0, at.start - nearColor), end: at.start };
  if (!/\p{L}\s$/u.test(passage.slice(range.start, range.end))) return null;
  const color = findSigns(passage, range, ontology).at(-1);
  if (color === undefined || color.end !== at.start - 1) return null;
  return ontology.morphologyTerm(color.termId)?.group === 'color' ? color.termId : null;
}

/** True if the color that a passage gives a sign is another than the image shows: "white spots" of a brown one. */
export function isOfOtherColor(
  color: string | null,
  record: Pick<TrajectoryRecord, 'shown' | 'absent' | 'complete'>,
  ontology: Ontology,
): boolean {
  if (color === null || !isKnownAbsent(color, record)) return false;
  return record.shown.some((termId) => ontology.morphologyTerm(termId)?.group === 'color');
}
