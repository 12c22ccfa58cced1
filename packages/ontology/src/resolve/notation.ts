import { readClassDenial } from './class-denials.ts';
import { readCoded } from './classification-codes.ts';
import type { PartReader, PartReading } from './part-reader.ts';
import { readCodeAndName } from './parts.ts';
import { readShortForms } from './short-forms.ts';
import { readWeights } from './weights.ts';

/** Reads what tables and notes write around names: weights, short forms of doubt, codes of classifications. */
export function readNotation(label: string, reader: PartReader): PartReading | null {
  return (
    readWeights(label, reader) ??
    readShortForms(label, reader) ??
    readCoded(label, reader) ??
    readCodeAndName(label, reader) ??
    readClassDenial(label, reader)
  );
}
