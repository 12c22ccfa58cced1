import { readClassDenial } from './class-denials.ts';
import { readCoded } from './classification-codes.ts';
import type { PartReader, PartReading } from './part-reader.ts';
import { readCodeAndName } from './parts.ts';
import { readShortForms } from './short-forms.ts';
import { readWeights } from './weights.ts';

/** Every notation has one of these signs: a quick answer that most labels get. */
const anySign = /[\d./=:–—-]|\bnon|true|false|^\s*[a-z]{2}\s/i;

/** Reads what tables and notes write around names: weights, short forms of doubt, codes of classifications. */
export function readNotation(label: string, reader: PartReader): PartReading | null {
  if (!anySign.test(label)) return null;
  return (
    readWeights(label, reader) ??
    readShortForms(label, reader) ??
    readCoded(label, reader) ??
    readCodeAndName(label, reader) ??
    readClassDenial(label, reader)
  );
}
