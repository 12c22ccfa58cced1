import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { asReading, type PartReader, type PartReading } from './part-reader.ts';

/*
 * Short forms of clinical notes that doubt, date or deny what follows: "V.a.", "r/o", "s/p", "s/". They are put
 * into words of English before the label is read.
 */

interface ShortForm {
  readonly pattern: RegExp;
  readonly meaning: string;
}

const before = '(^|[\\s(\\[,;:])';
const behind = '(?:\\.|(?=[\\s:,;)\\]]|$))';

/** A sign of a form as a pattern: a space may follow a full stop. */
function patternOf(form: string): string {
  return form.replace(/\.$/, '').replace(/\./g, '\\.\\s?').replace(/\//g, '\\/');
}

function readForms(): readonly ShortForm[] {
  return Object.entries(labelWords.shortForms).flatMap(([meaning, { signed, open, leading }]) => [
    ...signed.map((form) => ({
      pattern: new RegExp(`${before}${patternOf(form)}${behind}`, 'i'),
      meaning,
    })),
    // "s/ atypia", "w/ulceration": what they open must follow.
    ...open.map((form) => ({
      pattern: new RegExp(`${before}${patternOf(form)}(?=\\s?\\p{L}{2})`, 'iu'),
      meaning,
    })),
    // Without a sign only at the beginning: "DD Melanom", but "Darier disease (DD)".
    ...leading.map((form) => ({
      pattern: new RegExp(`^(\\s*)${form}(?=[.: ] ?\\p{L})`, 'iu'),
      meaning,
    })),
  ]);
}

let shortForms: readonly ShortForm[] | undefined;

/** The label with its short forms written out; as it is where it has none. */
function writeOut(label: string): string {
  shortForms ??= readForms();
  return shortForms.reduce(
    (text, { pattern, meaning }) => text.replace(pattern, `$1${meaning} `),
    label,
  );
}

const mayHold = /[a-z][./]|^\s*[a-z]{2}[ :]/i;

/** Reads a label that has such short forms; `null` for any other. */
export function readShortForms(label: string, reader: PartReader): PartReading | null {
  if (!mayHold.test(label)) return null;
  const text = writeOut(label);
  return text === label ? null : asReading(reader.resolve(text));
}
