import type { NodeMalignancy } from '../data/format.ts';
import { asReading, type PartReader, type PartReading } from './part-reader.ts';
import { isGraver } from './safety.ts';

/*
 * Names beside the code of a classification: "C43.9 Malignant melanoma of skin", "Psoriasis vulgaris (L40.0)",
 * "8720/3 Malignant melanoma". The name is meant; a code of a graver class contradicts it.
 */

const icd = String.raw`[A-Z]\d{2}(?:\.[\dX]{1,4})?|(?:2[A-F]|E[A-M])\d[\dA-Z](?:\.[\dA-Z]{1,2})?`;
const icdO = String.raw`\d{4}/[0-9]`;
const leading = new RegExp(`^\\s*(${icd}|${icdO})\\s?[-–—:]?\\s(?=.*\\p{L})`, 'u');
const bracketed = new RegExp(
  `\\s?[([](?:ICD[- ]?(?:10|11|O)[: ]{0,2})?(${icd}|${icdO})[)\\]]\\s*$`,
);

/** Reads a label that has such a code; `null` for any other, and where the rest of it is not understood. */
export function readCoded(label: string, reader: PartReader): PartReading | null {
  const found = leading.exec(label) ?? bracketed.exec(label);
  if (!found) return null;
  const rest = label.slice(0, found.index) + label.slice(found.index + found[0].length);
  const reading = asReading(reader.resolve(rest));
  if ('refused' in reading) return reading.refused === 'unknown' ? null : reading;
  const code = found[1] as string;
  const stated = statedBy(code);
  const node = reader.hierarchy.get(reading.id);
  if (stated === null || !isGraver(stated, node.malignancy)) return reading;
  const message = `The code ${code} contradicts the malignancy of "${node.name}".`;
  return { refused: 'malignancy_risk', ids: [node.id], message };
}

/** The class that a code states: the chapter of neoplasms of ICD-10 and ICD-11, and the last digit of ICD-O's codes. */
function statedBy(code: string): NodeMalignancy | null {
  const behavior = /\/(\d)$/.exec(code)?.[1];
  if (behavior !== undefined) {
    if (behavior === '2') return 'precancerous_in_situ';
    return Number(behavior) >= 3 ? 'malignant' : null;
  }
  if (/^(?:C|2[A-D])/.test(code)) return 'malignant';
  return /^(?:D0|2E6)/.test(code) ? 'precancerous_in_situ' : null;
}
