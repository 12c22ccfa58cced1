import labelWords from '../data/language/label-words.json' with { type: 'json' };
import type { Hierarchy } from '../hierarchy.ts';
import { foldCharacters } from '../text/characters.ts';
import type { Resolution } from '../types.ts';
import type { PartReader } from './part-reader.ts';

/** What the abbreviations of a label stand for; more than one condition each where they are shared. */
export interface Expansion {
  /** The label with its abbreviations written out; `null` where none has just one meaning. */
  readonly text: string | null;
  readonly meanings: readonly (readonly string[])[];
  /** Those of words that may as well be no abbreviations. */
  readonly doubtful: readonly (readonly string[])[];
}

const mayHold = /[A-Z][A-Za-z0-9]{0,7}[A-Z]/;
const word = /(?<![\p{L}\p{N}])[A-Za-z][A-Za-z0-9]*/gu;
const units: ReadonlySet<string> = new Set(labelWords.units);

/**
 * Reads the abbreviations of a label; `null` where there are none. Only words with two
 * capitals are abbreviations, and one all in capitals among other words in capitals only if it stands alone
 * between signs: "SCC in situ", "AK/SCC", "NEVUS, MM", but not "ACNE AD FACIEM". A unit behind a number is none.
 * An abbreviation that several conditions share is left as it is.
 */
export function expandAbbreviations(
  label: string,
  abbreviations: ReadonlyMap<string, readonly string[]>,
  hierarchy: Hierarchy,
): Expansion | null {
  if (!mayHold.test(label)) return null;
  const folded = foldCharacters(label);
  const found = [...folded.matchAll(word)].map(
    (match): FoundWord => ({
      text: match[0],
      start: match.index,
      ids: meaningAt(folded, match[0], match.index, abbreviations),
    }),
  );
  const others = found.filter(({ ids }) => !ids);
  const isMixed = others.length === 0 || others.some(({ text }) => /[a-z]/.test(text));
  const meant = found.filter(
    ({ text, start }) => isMixed || /[a-z][A-Z]/.test(text) || standsAlone(folded, start, text),
  );
  const meanings = meant.flatMap(({ ids }) => (ids ? [ids] : []));
  const doubtful = found.flatMap((each) => (each.ids && !meant.includes(each) ? [each.ids] : []));
  if (meanings.length + doubtful.length === 0) return null;
  return { text: writeOut(folded, meant, hierarchy), meanings, doubtful };
}

/** Reads abbreviations as the names they stand for: "nevus, MM"; `null` where those are not understood. */
export function readExpansion(
  label: string,
  { text }: Expansion,
  reader: PartReader,
): Resolution | null {
  if (text === null) return null;
  const found = reader.resolve(text);
  if (found.status === 'unresolved') return found.reason === 'unknown' ? null : { ...found, label };
  const confidence = found.confidence * 0.97;
  return { ...found, label, method: 'qualified', confidence, note: `Read as "${text}".` };
}

interface FoundWord {
  readonly text: string;
  readonly start: number;
  /** What it stands for as an abbreviation. */
  readonly ids: readonly string[] | undefined;
}

function writeOut(label: string, found: readonly FoundWord[], hierarchy: Hierarchy): string | null {
  let text = '';
  let end = 0;
  for (const { start, text: short, ids } of found) {
    if (ids?.length !== 1) continue;
    text += label.slice(end, start) + hierarchy.get(ids[0] as string).name;
    end = start + short.length;
  }
  return end === 0 ? null : text + label.slice(end);
}

function meaningAt(
  label: string,
  short: string,
  start: number,
  abbreviations: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  if (!/[A-Z].*[A-Z]/.test(short)) return undefined;
  const isUnit = units.has(short.toLowerCase()) && /\d$/.test(label.slice(0, start).trimEnd());
  // The classification of that name: "ICD-10".
  const isCode = short === 'ICD' && /^[- ]?(?:\d|O)/.test(label.slice(start + short.length));
  if (isUnit || isCode) return undefined;
  return abbreviations.get(short) ?? abbreviations.get(short.replace(/([A-Z])s$/, '$1'));
}

const joining = /[\p{L}\p{N}.'’_-]/u;
const dash = /[-–—]/;

/** True for a word with a sign that divides, or the end of the label, on either side. */
function standsAlone(label: string, start: number, short: string): boolean {
  const before = label.slice(0, start);
  const behind = label.slice(start + short.length);
  const isEdge = (text: string, sign: string, gap: string): boolean =>
    text.trim() === '' || !joining.test(sign) || (dash.test(sign) && /\s/.test(gap));
  return (
    isEdge(before, before.trimEnd().slice(-1), before.slice(-1)) &&
    isEdge(behind, behind.trimStart().slice(0, 1), behind.slice(0, 1))
  );
}
