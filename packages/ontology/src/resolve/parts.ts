import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { foldCharacters } from '../text/characters.ts';
import { words } from '../text/normalize.ts';
import { commonAncestor } from './compound.ts';
import { asReading, type PartReader, type PartReading } from './part-reader.ts';
import { disagreement, isClassHeading, isDescending, readPath } from './path-label.ts';
import { mustBeRead } from './safety.ts';

/*
 * Labels that punctuation divides: paths ("Malignant > Melanoma"), lists ("acne, rosacea") and a name in
 * brackets behind a heading ("Solar damage (actinic keratosis)").
 */

/** More parts than this are no label. */
const maximumParts = 12;

const pathSigns = /[:：>›»→⟩|｜\\]+/;
const slashes = /[/／]/;
const listSigns = /[,;，、；]/;

const foreignSigns = /[：›»→⟩｜／，、；・]/;

/** True for a sign of other scripts that divides a label into parts, as `/ , ; : > | \` do. */
export function hasForeignSign(label: string): boolean {
  return foreignSigns.test(label);
}

/** A dash with a space behind it; one without any may stand within a name. */
const spacedDash = /\s?[-–—]\s/;
const shortHeading = new RegExp(
  `^(${Object.values(labelWords.classShortForms).flat().join('|')})\\s?[-–—_]`,
  'i',
);

/**
 * Reads a label that a class of malignancy heads, a dash between them: "MAL - melanoma", "Benign - nevus". A
 * short form needs no spaces ("BEN_nevus"); a word before a dash without any may be the beginning of a name.
 */
export function readHeaded(label: string, reader: PartReader): PartReading | null {
  const short = shortHeading.exec(label);
  const [heading, ...rest] = short
    ? [short[1] as string, ...label.slice(short[0].length).split(spacedDash)]
    : label.split(spacedDash);
  const parts = [heading as string, ...rest].map((part) => part.trim());
  if (parts.length < 2 || parts.length > maximumParts || parts.includes('')) return null;
  return isClassHeading(parts[0] as string) ? readPath(parts, reader) : null;
}

const codeAndName = /^\s*([\p{L}\d]{2,8})\s[-–—]\s(?=\S)/u;

/** Reads a code of a data set or an abbreviation before a dash and a name: "akiec - kératoses actiniques". */
export function readCodeAndName(label: string, reader: PartReader): PartReading | null {
  const found = codeAndName.exec(label);
  if (!found) return null;
  const code = found[1] as string;
  const name = label.slice(found[0].length);
  const isCode = [code, code.toUpperCase()].some((each) => {
    const { status, ...rest } = reader.resolve(each);
    return 'method' in rest && (rest.method === 'dataset_code' || rest.method === 'abbreviation');
  });
  if (!isCode) return null;
  const path = readPath([code, name], reader);
  return 'refused' in path && path.refused === 'unknown' ? null : path;
}

/** Reads a label whose punctuation says how its parts belong together; `null` for any other label. */
export function readParts(label: string, reader: PartReader): PartReading | null {
  const path = partsBetween(label, pathSigns);
  if (path) return readPath(path, reader);
  const slashed = partsBetween(label, slashes);
  if (slashed && reader.nameOf(label) === null && isDescending(slashed, reader))
    return readPath(slashed, reader);
  const listed = partsBetween(label, listSigns);
  if (!listed) return null;
  return (
    readList(listed, reader) ?? (isCommaPath(listed, reader) ? readPath(listed, reader) : null)
  );
}

/**
 * True for a path that is written with commas: "malignant, keratinocytic, basal cell carcinoma". Each part but the
 * last is a class, the name of a condition above it, or no name.
 */
function isCommaPath(parts: readonly string[], { hierarchy, nameOf }: PartReader): boolean {
  const before = parts.slice(0, -1);
  const id = nameOf(parts.at(-1) as string);
  if (id === null || before.length < 2 || !before.slice(0, 2).some(isClassHeading)) return false;
  return before.every((part) => {
    const above = nameOf(part);
    return above === null || hierarchy.ancestors(id).has(above);
  });
}

function partsBetween(label: string, sign: RegExp): readonly string[] | null {
  if (!sign.test(label)) return null;
  const parts = label.split(sign).map((part) => part.trim());
  const named = parts.filter((part) => /[\p{L}\p{N}]/u.test(part));
  return named.length > 1 && named.length <= maximumParts ? named : null;
}

/**
 * Names of unrelated conditions between commas are a list, even where they would make up another name
 * without them: "acne, rosacea" is not "acne rosacea".
 */
function readList(parts: readonly string[], { hierarchy, nameOf }: PartReader): PartReading | null {
  const named: string[] = [];
  for (const part of parts) {
    const id = nameOf(part);
    if (id === null) return null;
    named.push(id);
  }
  const isRelated = (a: string, b: string): boolean => a === b || hierarchy.ancestors(a).has(b);
  for (const [at, a] of named.entries()) {
    if (named.slice(at + 1).some((b) => isRelated(a, b) || isRelated(b, a))) return null;
  }
  const refusal: PartReading = { refused: 'ambiguous', ids: named, message: null };
  return commonAncestor(named, hierarchy, 1) ?? refusal;
}

const bracketed = /^([^()（）[\]]+)[(（[]([^()（）[\]]+)[)）\]]\s*$/;

/** The text before brackets at the end of a label, and the text in them; `null` for any other label. */
export function splitBrackets(label: string): readonly [heading: string, inner: string] | null {
  const found = bracketed.exec(label);
  return found ? [found[1] as string, found[2] as string] : null;
}

/** True for a label whose brackets hold a short form of what stands before them. */
export function isShortened(label: string): boolean {
  const found = splitBrackets(label);
  return found !== null && isShortFor(found[1], found[0]);
}

/**
 * True for letters of the words before it, in their order: "Clear cell acanthoma (CCA)", "Carcinome
 * basocellulaire (CBC)", "Systemic sclerosis (SSc)". The first is that of the heading, and two are capitals.
 */
function isShortFor(short: string, heading: string): boolean {
  const text = short.trim();
  if (!/^\p{Lu}[\p{L}\d]{1,7}$/u.test(text)) return false;
  if (!/^\P{Lu}*\p{Lu}\P{Lu}*\p{Lu}/u.test(text)) return false;
  const letters = foldCharacters(text).toLowerCase();
  const within = words(heading).join('');
  if (letters[0] !== within[0]) return false;
  let at = -1;
  for (const letter of letters) {
    at = within.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function readShortened(heading: string, reader: PartReader): PartReading | null {
  const found = reader.resolve(heading);
  if (found.status === 'unresolved') return null;
  return {
    id: found.node.id,
    confidence: found.confidence * 0.98,
    note: 'Its short form in brackets.',
  };
}

const inclusion = new RegExp(
  `^(?:${labelWords.inclusions.map((each) => each.replace('-', '\\s')).join('|')})(?![\\p{L}\\p{N}])[.:]?\\s*(?=[\\p{L}\\p{N}])`,
  'iu',
);

/** What brackets give as an example of what stands before them ("incl. leprosy"); `null` for other brackets. */
function exampleIn(inner: string): string | null {
  const text = foldCharacters(inner).trim();
  const found = inclusion.exec(text);
  return found ? text.slice(found[0].length) : null;
}

/** The heading is meant, and it is as grave as its example. */
function readWithExample(heading: string, example: string, reader: PartReader): PartReading {
  const reading = asReading(reader.resolve(heading));
  if ('refused' in reading) return reading;
  const refusal = disagreement(example, reading.id, null, reader);
  if (refusal) return refusal;
  return { ...reading, note: `"${example}" in brackets is an example.` };
}

/**
 * A heading that is no name with a name in brackets: the name is meant. Two names, one in brackets: the
 * finer of them, if it is a kind of the other. A heading that negates, doubts or speaks of malignancy without
 * being a name is read with the rest, not here.
 */
export function readBrackets(label: string, reader: PartReader): PartReading | null {
  const found = splitBrackets(label);
  if (!found) return null;
  const [heading, name] = found;
  const example = exampleIn(name);
  if (example !== null) return readWithExample(heading, example, reader);
  const inner = reader.resolve(name);
  if (inner.status === 'unresolved')
    return isShortFor(name, heading) ? readShortened(heading, reader) : null;
  const note = 'The name in brackets.';
  const confidence = inner.confidence * 0.9;
  const outer = reader.resolve(heading);
  if (outer.status === 'unresolved') {
    const forms = words(heading);
    const caution = reader.cautionOf(heading);
    if (caution) return { refused: caution, ids: [inner.node.id], message: null };
    const isUnsafe = outer.reason !== 'unknown' || forms.some(mustBeRead);
    return isUnsafe ? null : { id: inner.node.id, confidence, note };
  }
  const { hierarchy } = reader;
  const isKindOf = (id: string, above: string): boolean =>
    id === above || hierarchy.ancestors(id).has(above);
  if (isKindOf(inner.node.id, outer.node.id)) return { id: inner.node.id, confidence, note };
  return isKindOf(outer.node.id, inner.node.id) ? { id: outer.node.id, confidence, note } : null;
}
