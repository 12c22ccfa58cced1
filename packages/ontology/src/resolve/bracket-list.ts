import { commonAncestor } from './compound.ts';
import { asReading, type PartReader, type PartReading } from './part-reader.ts';
import { splitBrackets } from './parts.ts';
import { disagreement } from './path-label.ts';

const signs = /[,;，、；・]/;

/**
 * Reads a list in brackets behind a heading ("Benign tumor (nevus, lipoma)"): what its members have in common,
 * if the heading agrees with each of them. `null` for any other label.
 */
export function readBracketList(label: string, reader: PartReader): PartReading | null {
  const found = splitBrackets(label);
  if (!found || !signs.test(found[1])) return null;
  const [heading, inner] = found;
  const parts = inner.split(signs).map((part) => part.trim());
  const ids: string[] = [];
  for (const part of parts) {
    const reading = asReading(reader.resolve(part));
    if ('refused' in reading) return reading.refused === 'unknown' ? null : reading;
    ids.push(reading.id);
  }
  const caution = reader.cautionOf(heading);
  if (caution) return { refused: caution, ids, message: null };
  for (const id of ids) {
    const refusal = disagreement(heading, id, null, reader);
    if (refusal) return refusal;
  }
  return inCommon(heading, ids, reader) ?? { refused: 'ambiguous', ids, message: null };
}

function inCommon(heading: string, ids: readonly string[], reader: PartReader): PartReading | null {
  const { hierarchy } = reader;
  const members = [...new Set(ids)];
  const common = commonAncestor(members, hierarchy, 1);
  const above = asReading(reader.resolve(heading));
  if ('refused' in above) return common;
  const isWithin = (id: string): boolean =>
    id === above.id || hierarchy.ancestors(id).has(above.id);
  if (common && isWithin(common.id)) return common;
  if (!members.every(isWithin)) return commonAncestor([above.id, ...members], hierarchy, 1);
  return { id: above.id, confidence: 0.85, note: 'The heading of the list in brackets.' };
}
