import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { asReading, type PartReader, type PartReading } from './part-reader.ts';

/** The conditions, by adjective, that such a class leaves out; `null` for one that says "benign". */
const leftOut: Readonly<Record<string, string | null>> = labelWords.classDenials;

const denial = new RegExp(
  `(^|[^\\p{L}])non[-_ ]?(${Object.keys(leftOut).join('|')})(?![\\p{L}])[ _]?`,
  'iu',
);

/**
 * Reads a label that holds the name of a class such as "nonmelanocytic" or "non-neoplastic": it denies nothing
 * of what follows, which must lie outside of that class. `null` for any other label.
 */
export function readClassDenial(label: string, reader: PartReader): PartReading | null {
  if (!/non/i.test(label)) return null;
  const found = denial.exec(label);
  const adjective = found?.[2]?.toLowerCase();
  if (!found || adjective === undefined) return null;
  const excluded = leftOut[adjective] ?? null;
  const instead = excluded === null ? 'benign ' : '';
  const behind = label.slice(found.index + found[0].length);
  const rest = `${label.slice(0, found.index)}${found[1]}${instead}${behind}`;
  if (!/\p{L}/u.test(rest)) return null;
  const reading = asReading(reader.resolve(rest.replace(/^[\s,;:>/|\\-]+/, '')));
  if ('refused' in reading) return reading.refused === 'unknown' ? null : reading;
  const { hierarchy } = reader;
  const isWithin = reading.id === excluded || hierarchy.ancestors(reading.id).has(excluded ?? '');
  if (excluded === null || !isWithin) return reading;
  return { refused: 'ambiguous', ids: [reading.id], message: null };
}
