import labelWords from '../data/language/label-words.json' with { type: 'json' };
import type { Hierarchy } from '../hierarchy.ts';
import { words } from '../text/normalize.ts';
import { asReading, type PartReader, type PartReading } from './part-reader.ts';
import { isGraver, speaksOfMalignancy } from './safety.ts';
import { formsOf } from './word-kinds.ts';

/*
 * Labels that weigh conditions against each other: "{'Eczema': 0.67, 'Tinea': 0.33}", "melanoma 90%, nevus 10%",
 * one-hot cells ("melanoma=0"). Weights are probabilities, percentages or counts of votes.
 */

/** A name of the label and its weight. */
interface Weighed {
  readonly name: string;
  readonly weight: number;
}

/** A condition with the names that mean it, or a name that means none. */
interface Candidate {
  readonly reading: PartReading;
  readonly names: string[];
  weight: number;
}

/** The share from which a leader is believed, and how many times that of each rival it must be. */
const leadingShare = 0.5;
const leadOverRivals = 2;
const leadOverGraver = 4;
/** More names than this are no label. */
const maximumNames = 24;

const weightBehind =
  /[:=,(\s_-] ?['"]?((?:\d{1,6}(?:[.,]\d{0,20})?|\.\d{1,20})(?:e[-+]?\d{1,3})? ?%?|true|false)(?=['")\]} ]{0,4}(?:[,;|]|$))/gi;
const weightBefore = /(?:^|[,;|]) ?(\d{1,3}(?:\.\d{1,9})? ?%)(?= )/g;
/** The weight of a one-hot row whose cells only spaces part: "MEL=0 NV=1". */
const weightBetween = /([:=] ?[\d.]{1,12}%?) (?=\p{L})/gu;
const edge = /[\s'"“”‘’()[\]{},;:=|_-]/;

const measures = formsOf(labelWords.measures);

/**
 * Reads a label whose names have weights; `null` for any other. The heaviest name is meant if it has half of the
 * weight, twice that of every other that is neither above nor below it, and four times that of a graver one.
 * Otherwise the label is uncertain; where all weigh nothing it denies them.
 */
export function readWeights(label: string, reader: PartReader): PartReading | null {
  const found = /\d|true|false/i.test(label) ? weighedNames(label) : null;
  if (!found) return null;
  const given = found.filter(({ weight }) => weight > 0);
  const candidates = merge(given.length > 0 ? given : found, reader);
  const ids = candidates.flatMap(({ reading }) => ('id' in reading ? [reading.id] : []));
  if (given.length === 0) {
    return { refused: ids.length > 0 ? 'negated' : 'unknown', ids, message: null };
  }
  const leader = leaderOf(candidates, reader.hierarchy);
  const { reading } = leader;
  if ('refused' in reading) return reading;
  const share = leader.weight / wholeOf(given);
  const isClear =
    share >= leadingShare &&
    candidates.every(
      (other) => other === leader || yields(other, leader, reading.id, reader.hierarchy),
    );
  if (!isClear) return { refused: 'uncertain', ids, message: null };
  const note = `"${leader.names.join('", "')}" has most of the weight.`;
  return { id: reading.id, confidence: reading.confidence * Math.min(1, share), note };
}

/** The names of a label, each with its weight; `null` where some name has none or nothing is weighed. */
function weighedNames(label: string): Weighed[] | null {
  const text = label.trim().replace(/\s+/g, ' ').replace(weightBetween, '$1, ');
  const found = namesBefore(text) ?? namesBehind(text);
  if (!found || found.length > maximumNames) return null;
  return found.some(({ name }) => name === '') ? null : found;
}

function namesBefore(text: string): Weighed[] | null {
  const marks = [...text.matchAll(weightBefore)];
  if (marks.length === 0 || marks[0]?.index !== 0) return null;
  return marks.map((mark, at) => ({
    name: bare(text.slice(mark.index + mark[0].length, marks[at + 1]?.index)),
    weight: toWeight(mark[1] as string),
  }));
}

function namesBehind(text: string): Weighed[] | null {
  const isEnclosed = /^[{[]/.test(text);
  const found: Weighed[] = [];
  let start = 0;
  for (const mark of text.matchAll(weightBehind)) {
    const name = bare(text.slice(start, mark.index));
    const sign = mark[0].slice(0, 1);
    if (!isEnclosed && !isWeight(name, sign, mark[1] as string)) continue;
    found.push({ name, weight: toWeight(mark[1] as string) });
    start = mark.index + mark[0].length;
  }
  if (found.length === 0 || bare(text.slice(start)) !== '') return null;
  const isKindNumber = found.length === 1 && !isEnclosed && /\d$/.test(text);
  return isKindNumber && (found[0] as Weighed).weight >= 1 ? null : found;
}

/** False for the number of a kind or a degree: "herpes simplex virus 1, genital", "melanoma, stage 0". */
function isWeight(name: string, sign: string, text: string): boolean {
  if (measures.has(words(name).at(-1) ?? '')) return false;
  return /[:=]/.test(sign) || text === '0' || /[.,%]|^[tf]/i.test(text);
}

function bare(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && edge.test(text.charAt(start))) start++;
  while (end > start && edge.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function toWeight(text: string): number {
  if (/^[tf]/i.test(text)) return /^t/i.test(text) ? 1 : 0;
  const weight = Number.parseFloat(text.replace(',', '.'));
  return text.endsWith('%') ? weight / 100 : weight;
}

/** What the weights are shares of: 1 for probabilities, the number of all votes for counts. */
function wholeOf(given: readonly Weighed[]): number {
  const total = given.reduce((sum, { weight }) => sum + weight, 0);
  return given.some(({ weight }) => weight > 1) ? total : Math.max(1, total);
}

/** One candidate for each condition, and one for each name that means none. */
function merge(given: readonly Weighed[], reader: PartReader): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { name, weight } of given) {
    const reading = asReading(reader.resolve(name));
    const key = 'id' in reading ? reading.id : `?${name}`;
    const candidate = found.get(key) ?? { reading, names: [], weight: 0 };
    candidate.names.push(name);
    candidate.weight += weight;
    found.set(key, candidate);
  }
  return [...found.values()];
}

/** The heaviest; of two that weigh the same the one above the other. */
function leaderOf(candidates: readonly Candidate[], hierarchy: Hierarchy): Candidate {
  return candidates.reduce((a, b) => {
    if (a.weight !== b.weight) return a.weight > b.weight ? a : b;
    return 'id' in b.reading && isBelow(a, b.reading.id, hierarchy) ? b : a;
  });
}

function isBelow({ reading }: Candidate, id: string, hierarchy: Hierarchy): boolean {
  return 'id' in reading && hierarchy.ancestors(reading.id).has(id);
}

/** True if the other one does not put the leader, which means `id`, in question. */
function yields(other: Candidate, leader: Candidate, id: string, hierarchy: Hierarchy): boolean {
  const { malignancy } = hierarchy.get(id);
  const { reading } = other;
  const isGrave =
    'id' in reading
      ? isGraver(hierarchy.get(reading.id).malignancy, malignancy)
      : words(other.names.join(' ')).some(speaksOfMalignancy) && malignancy !== 'malignant';
  if (isGrave) return leader.weight >= leadOverGraver * other.weight;
  if (isBelow(other, id, hierarchy)) return true;
  if ('id' in reading && hierarchy.ancestors(id).has(reading.id)) return true;
  return leader.weight >= leadOverRivals * other.weight;
}
