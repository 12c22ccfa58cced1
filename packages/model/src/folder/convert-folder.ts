import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SafetensorsFile, writeSafetensors } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import type { Family } from '../families/family.ts';
import { blockSize } from '../weights/quantize.ts';
import { writeDerivedFolder } from './derived-folder.ts';
import { files as fileNames } from './files.ts';
import type { QuantizedProgress } from './quantized-cache.ts';
import { quantizedSources, type TensorSource } from './quantized-sources.ts';
import { quantizationMethod, readArchitecture } from './read-architecture.ts';
import { openWeightFiles, type StoredWeight, type WeightFiles } from './weight-files.ts';
import {
  bitsOf,
  isQuantized,
  type LayerPrecision,
  planPrecision,
  type QuantizedPrecision,
} from './weight-precision.ts';

/** Options of {@link convertModel}. */
export interface ConvertOptions {
  readonly precision: QuantizedPrecision;
  /** Chooses for single matrices. @defaultValue the language model's layers are rounded, the rest is kept */
  readonly layers?: LayerPrecision;
  /** @defaultValue those of this package */
  readonly families?: readonly Family[];
  /** Called as tensors are written. */
  readonly onProgress?: (progress: QuantizedProgress) => void;
}

/**
 * Writes a model's folder with matrices rounded to few bits (blocks of 32, asymmetric), which `loadModel` opens
 * as it is. Norms, biases, embeddings and the vision tower are copied in their types unless `layers` says
 * otherwise; one weight is in memory at a time. The folder appears under its name only when it is complete.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws UsageError when there is something at `output` already, the model is quantized already, or `layers`
 *   chooses what is no matrix; ResourceError when it cannot be written
 */
export async function convertModel(
  source: string,
  output: string,
  { precision, layers, families, onProgress }: ConvertOptions,
): Promise<void> {
  const architecture = await readArchitecture(source, families);
  const files = await openWeightFiles(source, architecture);
  try {
    refuseQuantized(files);
    const forms = planPrecision(architecture, precision, layers);
    const sources = [...files.shards].map(([name, file]) => ({
      name,
      file,
      tensors: shardSources(file, files, forms),
    }));
    const total = sources.reduce((sum, { tensors }) => sum + tensors.length, 0);
    await writeDerivedFolder(source, output, async (directory) => {
      let done = 0;
      const counted = (tensor: TensorSource) => ({
        ...tensor,
        async load() {
          const loaded = await tensor.load();
          onProgress?.({ done: ++done, total });
          return loaded;
        },
      });
      for (const { name, file, tensors } of sources) {
        await writeSafetensors(join(directory, name), tensors.map(counted), { ...file.metadata });
      }
      const settings = { quant_method: quantizationMethod, bits: bitsOf[precision] };
      const config = {
        ...architecture.json,
        quantization_config: { ...settings, block_size: blockSize, symmetric: false },
      };
      await writeJson(directory, fileNames.config, config);
      if (sources.length > 1) await writeJson(directory, fileNames.weightIndex, indexOf(sources));
    });
  } finally {
    await files.close();
  }
}

function refuseQuantized({ directory, weights }: WeightFiles): void {
  if ([...weights.values()].every(({ bits }) => bits === null)) return;
  throw new UsageError(`'${directory}' is quantized already.`, {
    mend: 'Convert the model that it was made from.',
  });
}

/** What a shard's tensors become, in their order; tensors that are no weights are copied. */
function shardSources(
  file: SafetensorsFile,
  { weights }: WeightFiles,
  forms: ReadonlyMap<string, string>,
): TensorSource[] {
  const byStored = new Map<string, StoredWeight>();
  for (const weight of weights.values()) {
    if (weight.file === file) byStored.set(weight.stored, weight);
  }
  return [...file.entries.values()].flatMap(({ name, dtype, dims }): TensorSource[] => {
    const weight = byStored.get(name);
    const form = forms.get(weight?.spec.name ?? '') as QuantizedPrecision;
    if (weight && isQuantized(form)) return quantizedSources(weight, bitsOf[form]);
    return [{ name, dtype, dims, load: () => file.read(name, { asStored: true }) }];
  });
}

function indexOf(shards: readonly { name: string; tensors: readonly TensorSource[] }[]) {
  const map = shards.flatMap(({ name, tensors }) => tensors.map((each) => [each.name, name]));
  return { metadata: {}, weight_map: Object.fromEntries(map) as Record<string, string> };
}

function writeJson(directory: string, name: string, value: unknown): Promise<void> {
  return writeFile(join(directory, name), `${JSON.stringify(value, null, 2)}\n`);
}
