import { join } from 'node:path';
import type { SafetensorsFile } from '@skinr1/autograd';
import { SkinR1Error } from '@skinr1/core';
import type { Architecture } from '../families/family.ts';
import type { QuantizedBits } from '../weights/quantize.ts';
import type { ShardList } from './shards.ts';
import { checkStored, weightOfTensor } from './weight-files.ts';

/** What the tensors of a folder are to a model. */
export interface MatchedWeights {
  /** Tensors that are weights of the model, or parts of one. */
  readonly mapped: number;
  /** Weights that no tensor gives. */
  readonly lacking: readonly string[];
  /** Tensors that are no weights of the model: they are not read. */
  readonly leftOut: readonly string[];
  /** What is wrong, each with its mend. */
  readonly problems: readonly string[];
  /** Bits of each weight that is there, null of a plain one, by its published name. */
  readonly bits: ReadonlyMap<string, QuantizedBits | null>;
}

/**
 * Says which tensors are weights of a model, which weights lack, and where index, files and the model's shapes
 * differ. Tensors are those of the headers; of files that are not here, those that the index puts there.
 *
 * @param files whose headers could be read, by their names
 */
export function matchWeights(
  directory: string,
  files: ReadonlyMap<string, Pick<SafetensorsFile, 'entries'>>,
  { fileOf }: ShardList,
  { family, config }: Architecture,
): MatchedWeights {
  const wanted = new Map(family.parameters(config).map((spec) => [spec.name, spec]));
  const lacking = new Set(wanted.keys());
  const leftOut = new Set<string>();
  const mapped = new Set<string>();
  const bits = new Map<string, QuantizedBits | null>();
  const problems: string[] = [];
  const match = (tensor: string) => {
    const weight = weightOfTensor(tensor, family, wanted);
    lacking.delete(weight?.spec.name ?? '');
    (weight ? mapped : leftOut).add(tensor);
    return weight;
  };
  for (const [name, file] of files) {
    const path = join(directory, name);
    for (const tensor of file.entries.keys()) {
      const weight = match(tensor);
      const listed = fileOf?.get(tensor);
      if (fileOf && listed !== name) {
        problems.push(`${path}, ${tensor}: ${misplaced(listed, weight !== null)}`);
      }
      if (!weight || bits.has(weight.spec.name)) continue;
      bits.set(weight.spec.name, null);
      try {
        bits.set(weight.spec.name, checkStored(file, weight, path));
      } catch (error) {
        if (!SkinR1Error.isInstance(error)) throw error;
        problems.push(error.message);
      }
    }
  }
  for (const [tensor, name] of fileOf ?? []) {
    const file = files.get(name);
    if (!file) match(tensor);
    else if (!file.entries.has(tensor)) {
      problems.push(
        `${join(directory, name)}, ${tensor}: the index puts it here, but it is not. ${again}`,
      );
    }
  }
  return { mapped: mapped.size, lacking: [...lacking], leftOut: [...leftOut], problems, bits };
}

const again = 'Fetch this file and the index again: they are of two saves.';

function misplaced(listed: string | undefined, isWeight: boolean): string {
  if (listed !== undefined) return `the index puts it in ${listed}. ${again}`;
  if (!isWeight) return `the index does not name it, nor has the model such a weight. ${again}`;
  return (
    'the index does not name it. It is read here all the same, but programs that go by the index take it for ' +
    'lacking: add it to weight_map there.'
  );
}
