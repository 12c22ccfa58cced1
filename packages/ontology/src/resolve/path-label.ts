import type { NodeMalignancy } from '../data/format.ts';
import labelWords from '../data/language/label-words.json' with { type: 'json' };
import type { Hierarchy } from '../hierarchy.ts';
import { words } from '../text/normalize.ts';
import { denialByHeading } from './lexicon.ts';
import type { PartReader, PartReading } from './part-reader.ts';
import { isHarmless, playsDown, speaksOfMalignancy } from './safety.ts';
import { formsOf, hasKind, kind } from './word-kinds.ts';

/**
 * Reads "Malignant > Melanoma > Melanoma in situ": the last element is meant, and each one before it must
 * agree in malignancy and lie in the same branch. A last element that is no name of its own qualifies the
 * one before it ("basal cell carcinoma: nodular").
 */
export function readPath(elements: readonly string[], reader: PartReader): PartReading {
  const last = elements[elements.length - 1] as string;
  const before = elements.slice(0, -1);
  const dataset = reader.datasetOf(elements);
  const end = endOf(last, before[before.length - 1] as string, dataset, reader);
  if ('refused' in end) return end;
  for (const element of before) {
    const refusal = disagreement(element, end.id, dataset, reader);
    if (refusal) return refusal;
  }
  return { ...end, note: `The last element of "${elements.join(' > ')}".` };
}

/**
 * A slashed label is a path only if each element is a name and each next one is below the one before. A milder
 * one behind a malignant one is its alternative: "squamous cell carcinoma / keratoacanthoma".
 */
export function isDescending(elements: readonly string[], reader: PartReader): boolean {
  const { hierarchy } = reader;
  let above: string | null = null;
  for (const [at, element] of elements.entries()) {
    if (words(element).some((form) => hasKind(form, kind.conjunction))) return false;
    if (isClassHeading(element) && at < elements.length - 1) continue;
    const found = reader.resolve(element);
    if (found.status === 'unresolved') return false;
    if (above !== null) {
      if (!hierarchy.ancestors(found.node.id).has(above)) return false;
      const isMalignant = hierarchy.get(above).malignancy === 'malignant';
      if (isMalignant && found.malignancy !== 'malignant') return false;
    }
    above = found.node.id;
  }
  return true;
}

/** True for an element that names a class of malignancy: "Benign", "malignant lesions", "MAL". */
export function isClassHeading(element: string): boolean {
  return classOf(element) !== null;
}

function endOf(
  last: string,
  previous: string,
  dataset: string | null,
  reader: PartReader,
): PartReading {
  const found = reader.resolve(last, dataset);
  if (found.status === 'resolved') {
    return { id: found.node.id, confidence: found.confidence * 0.98, note: null };
  }
  const ids = found.alternatives.map((each) => each.id);
  if (found.reason !== 'unknown') {
    return { refused: found.reason, ids, message: found.message };
  }
  const above = reader.resolve(previous);
  const joined = reader.resolve(`${last} ${previous}`);
  if (joined.status === 'unresolved') return { refused: joined.reason, ids, message: null };
  if (above.status === 'unresolved') return { refused: 'unknown', ids, message: null };
  const { id } = joined.node;
  const isBelow = id === above.node.id || reader.hierarchy.ancestors(id).has(above.node.id);
  if (!isBelow) return { refused: 'unknown', ids: [above.node.id], message: null };
  return { id, confidence: joined.confidence * 0.95, note: null };
}

/** Why an element above forbids the end of the path, or `null`. */
export function disagreement(
  element: string,
  id: string,
  dataset: string | null,
  reader: PartReader,
): PartReading | null {
  const node = reader.hierarchy.get(id);
  const heading = classOf(element);
  if (heading) return heading(node.malignancy) ? null : clash(element, node.name, id);
  const found = reader.resolve(element, dataset);
  if (found.status === 'resolved') {
    if (areOpposed(found.malignancy, node.malignancy)) return clash(element, node.name, id);
    if (dataset !== null || sharesBranch(found.node.id, id, reader.hierarchy)) return null;
    const message = `"${element}" and "${node.name}" lie in different branches.`;
    return { refused: 'ambiguous', ids: [id, found.node.id], message };
  }
  const forms = words(element);
  const caution = dataset === null ? reader.cautionOf(element) : denialByHeading(forms);
  if (caution) return { refused: caution, ids: [id], message: null };
  const tells = (malignancy: NodeMalignancy): boolean => areOpposed(malignancy, node.malignancy);
  if (forms.some(speaksOfMalignancy) && tells('malignant')) return clash(element, node.name, id);
  return forms.includes('benign') && tells('benign') ? clash(element, node.name, id) : null;
}

function clash(element: string, name: string, id: string): PartReading {
  const message = `The label files "${name}" under "${element}", which contradicts its malignancy.`;
  return { refused: 'malignancy_risk', ids: [id], message };
}

function areOpposed(a: NodeMalignancy, b: NodeMalignancy): boolean {
  return playsDown(a, b) || playsDown(b, a);
}

function sharesBranch(a: string, b: string, hierarchy: Hierarchy): boolean {
  return hierarchy.path(hierarchy.lowestCommonAncestor(a, b)).length > 1;
}

type ClassTest = (malignancy: NodeMalignancy) => boolean;

const { classShortForms } = labelWords;

/** Headings that name a class of malignancy, and which classes they admit. */
const classHeadings: readonly (readonly [readonly string[], ClassTest])[] = [
  [
    [...labelWords.classes.benign, ...classShortForms.benign],
    (each) => isHarmless(each) || each === 'variable',
  ],
  [[...labelWords.classes.malignant, ...classShortForms.malignant], (each) => !isHarmless(each)],
  [
    labelWords.classes.precancerous,
    (each) => each === 'precancerous_in_situ' || each === 'variable',
  ],
  [labelWords.classes.indeterminate, (each) => each !== 'malignant'],
];

/** The classes that a heading admits, or `null` for an element that is no such heading. */
function classOf(element: string): ClassTest | null {
  const forms = words(element).filter((form) => !hasKind(form, kind.classHeading));
  if (forms.length === 0) return null;
  for (const [names, test] of classHeadings) {
    const known = formsOf(names);
    if (forms.every((form) => known.has(form))) return test;
  }
  return null;
}
