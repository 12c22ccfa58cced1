import { type Case, createRandom, type Split } from '@skinr1/core';
import { assignSplits } from '../splits.ts';
import type { DatasetWarning, LoadOptions } from './adapter.ts';

/** A case with the part that its data set publishes it in. */
export interface PlacedCase {
  readonly case: Case;
  readonly publishedSplit: Split | undefined;
}

/** What must stay together: images of one patient, of one lesion, and images that are equal byte by byte. */
export interface Togetherness {
  readonly groupBy: 'lesionId' | 'patientId';
  /** Groups of equal images, as indices of cases. */
  readonly equal: readonly (readonly number[])[];
}

/** Cases with their part of the split. */
export interface SplitCases {
  readonly cases: readonly Case[];
  readonly warnings: readonly DatasetWarning[];
}

/**
 * Puts every case into a part: the published one where there is one, else by {@link assignSplits}. What belongs
 * together goes to one part; where the publisher has put it into several, to the training part.
 */
export function splitCases(
  placed: readonly PlacedCase[],
  dataset: { readonly name: string; readonly directory: string },
  together: Togetherness,
  { seed, shares }: Pick<LoadOptions, 'seed' | 'shares'>,
): SplitCases {
  const groups = joinGroups(placed, together);
  const published = publishedSplits(placed, groups);
  const free = placed.flatMap((item, index) => {
    const id = groups[index]!;
    return published.has(id) ? [] : [{ id, stratum: item.case.diagnosisId }];
  });
  const random = createRandom(seed).fork(`splits of ${dataset.name}`);
  const drawn = assignSplits(free, random, shares);
  const warnings: DatasetWarning[] = [];
  const cases = placed.map(({ case: item, publishedSplit }, index) => {
    const id = groups[index]!;
    const split = (published.get(id) ?? drawn.get(id))!;
    if (publishedSplit && publishedSplit !== split) {
      const message = `published in '${publishedSplit}', but belongs to a lesion, patient or equal image in '${split}': kept there`;
      warnings.push({ source: dataset.directory, place: item.id, message });
    }
    return { ...item, split };
  });
  return { cases, warnings };
}

/** The group of each case, named by the smallest of the patients, lesions or images joined in it. */
function joinGroups(
  placed: readonly PlacedCase[],
  { groupBy, equal }: Togetherness,
): readonly string[] {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) {
      parent.set(root, parent.get(up) ?? up);
      root = up;
    }
    return root;
  };
  const join = (a: string, b: string): void => {
    const [low, high] = [find(a), find(b)].sort() as [string, string];
    parent.set(high, low);
  };
  const groups = placed.map(
    ({ case: item }) => item[groupBy] ?? item.lesionId ?? `image ${item.id}`,
  );
  const ofLesion = new Map<string, string>();
  placed.forEach(({ case: { lesionId } }, index) => {
    if (lesionId === null) return;
    const known = ofLesion.get(lesionId);
    if (known === undefined) ofLesion.set(lesionId, groups[index]!);
    else join(known, groups[index]!);
  });
  for (const same of equal) {
    for (const index of same) join(groups[same[0]!]!, groups[index]!);
  }
  return groups.map(find);
}

/** Parts that publishers have chosen, by group. */
function publishedSplits(
  placed: readonly PlacedCase[],
  groups: readonly string[],
): ReadonlyMap<string, Split> {
  const order: readonly Split[] = ['train', 'validation', 'test'];
  const result = new Map<string, Split>();
  placed.forEach(({ publishedSplit }, index) => {
    if (!publishedSplit) return;
    const before = result.get(groups[index]!) ?? publishedSplit;
    const first = order.indexOf(before) < order.indexOf(publishedSplit) ? before : publishedSplit;
    result.set(groups[index]!, first);
  });
  return result;
}
