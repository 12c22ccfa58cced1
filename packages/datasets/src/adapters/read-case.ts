import type { Case, MalignancyClass } from '@skinr1/core';
import type { SizedFile } from '../images/equal-images.ts';
import type { ImageIndex } from '../images/image-index.ts';
import type { LoadOptions, RowReading } from './adapter.ts';

/** How the labels of a data set are read. */
export interface LabelReading {
  readonly name: string;
  /** The ontology's list of this data set's own codes, if it has one. */
  readonly vocabulary?: string;
}

/** Where the reason lies that a row is no case. */
export type CaseFault = 'row' | 'label' | 'image';

/** A row that is a case, or the reason why not. */
export type CaseReading =
  | {
      readonly case: Case;
      readonly file: SizedFile;
      /** True where only a coarser label than the row's own is known. */
      readonly isCoarser: boolean;
    }
  | { readonly reason: string; readonly fault: CaseFault };

/**
 * Makes a case of a row: resolves the label and finds the image.
 *
 * @param seen labels of the images that are cases already, by id
 */
export async function readCase(
  dataset: LabelReading,
  row: RowReading,
  seen: ReadonlyMap<string, string>,
  images: ImageIndex,
  { ontology }: LoadOptions,
): Promise<CaseReading> {
  const before = seen.get(row.imageId);
  if (before !== undefined) {
    const [now, then] = [row.label, before].map((label) => `'${label.slice(0, 80)}'`);
    const unlike =
      row.label === before ? '' : `, and under unlike labels: ${now} here, ${then} before`;
    return { reason: `image listed twice${unlike}`, fault: 'row' };
  }
  const label = resolveLabel(dataset, row, ontology);
  if ('reason' in label) return { reason: label.reason, fault: 'label' };
  const image = await (row.imagePath === undefined
    ? images.find(row.imageId)
    : images.findPath(row.imagePath));
  if (image.path === null) return { reason: image.reason, fault: 'image' };
  const { diagnosisId, path, malignancy, isCoarser } = label;
  return {
    file: image,
    isCoarser,
    case: {
      id: row.imageId,
      dataset: dataset.name,
      image: { kind: 'file', path: image.path },
      label: row.label,
      diagnosisId,
      path,
      malignancy,
      lesionId: row.lesionId,
      patientId: row.patientId,
      split: 'train',
      signs: null,
      metadata: row.metadata,
    },
  };
}

interface Diagnosis {
  readonly diagnosisId: string;
  readonly path: readonly string[];
  readonly malignancy: MalignancyClass;
  readonly isCoarser: boolean;
}

function resolveLabel(
  { vocabulary }: LabelReading,
  row: RowReading,
  ontology: LoadOptions['ontology'],
): Diagnosis | { readonly reason: string } {
  if (row.label === '') return { reason: 'no label' };
  const options = vocabulary === undefined ? {} : { dataset: vocabulary };
  let unresolved = '';
  for (const label of [row.label, ...(row.coarserLabels ?? [])]) {
    const resolution = ontology.resolve(label, options);
    if (resolution.status === 'unresolved') {
      unresolved ||= `label '${row.label.slice(0, 80)}' not resolved: ${resolution.message}`;
      continue;
    }
    const { node, path } = resolution;
    const known = ontology.malignancyClass(node.id);
    const stated = row.publishedMalignancy;
    if (known && stated && contradict(known, stated)) {
      return { reason: `'${node.name}' is ${known}, and the data set calls it ${stated}` };
    }
    const malignancy = known ?? stated;
    if (!malignancy) {
      return { reason: `malignancy of '${node.id}' varies and the data set does not state it` };
    }
    return { diagnosisId: node.id, path, malignancy, isCoarser: unresolved !== '' };
  }
  return { reason: unresolved };
}

/** Precancerous and in situ stand between, and are filed under either. */
function contradict(a: MalignancyClass, b: MalignancyClass): boolean {
  return a !== b && a !== 'precancerous_in_situ' && b !== 'precancerous_in_situ';
}
