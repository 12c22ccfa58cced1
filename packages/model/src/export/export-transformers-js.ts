import { realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encodeModel, type Graph, readFileTensor, type Tensor, tensor } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import type { Architecture, Family } from '../families/family.ts';
import { writeDerivedFolder } from '../folder/derived-folder.ts';
import { files } from '../folder/files.ts';
import type { QuantizedProgress } from '../folder/quantized-cache.ts';
import { readArchitecture } from '../folder/read-architecture.ts';
import { type NamedPart, readWeights } from '../folder/read-weights.ts';
import type { QuantizedPrecision } from '../folder/weight-precision.ts';
import { toFloat32 } from '../weights/merged-weights.ts';
import { quantizedOwner } from '../weights/part-names.ts';
import { buildDecoder, buildEmbedTokens, buildVisionEncoder } from './exported-graphs.ts';
import { ExternalData } from './external-data.ts';

/** Options of {@link exportTransformersJs}. */
export interface ExportOptions {
  /** What the language model's matrices become; the rest is float32. @defaultValue 'float32' */
  readonly precision?: 'float32' | QuantizedPrecision;
  /** @defaultValue those of this package */
  readonly families?: readonly Family[];
  /** Called as weights are rounded. */
  readonly onProgress?: (progress: QuantizedProgress) => void;
  /** Told what is unusual about the folder but no error. @defaultValue console.warn */
  readonly onWarning?: (message: string) => void;
}

/** How transformers.js names numbers, and files of them. */
const forms = {
  float32: { dtype: 'fp32', suffix: '' },
  int8: { dtype: 'q8', suffix: '_quantized' },
  int4: { dtype: 'q4', suffix: '_q4' },
} as const;

type SessionName = 'vision_encoder' | 'embed_tokens' | 'decoder_model_merged';

const builders: Readonly<
  Record<SessionName, (architecture: Architecture, parts: Record<string, never>) => Graph>
> = {
  vision_encoder: buildVisionEncoder,
  embed_tokens: buildEmbedTokens,
  decoder_model_merged: buildDecoder,
};

/**
 * Writes a model's folder in the layout that transformers.js opens: `onnx/vision_encoder.onnx`, `embed_tokens.onnx`
 * and `decoder_model_merged.onnx` with their weights beside them, and the settings. One weight is in memory at a time.
 * The folder appears under its name only when it is complete.
 *
 * The vision encoder takes one image at a call, as the processors of transformers.js do.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws UsageError for a family that the layout has no place for, or when there is something at `output` already;
 *   ResourceError when it cannot be written
 */
export async function exportTransformersJs(
  source: string,
  output: string,
  { precision = 'float32', families, onProgress, onWarning = console.warn }: ExportOptions = {},
): Promise<void> {
  const architecture = await readArchitecture(source, families);
  const { family } = architecture;
  if (!family.layOutInGraph) {
    throw new UsageError(`${family.title} has no place in the layout of transformers.js.`, {
      mend: 'Its features behind layers are not passed on there: export Qwen2-VL or Qwen2.5-VL.',
    });
  }
  await writeDerivedFolder(source, output, async (directory) => {
    const suffixOf = (name: SessionName) =>
      name === 'decoder_model_merged' ? forms[precision].suffix : '';
    const names = Object.keys(builders) as SessionName[];
    const data = new Map(
      names.map((name) => {
        const path = join(directory, 'onnx', `${name}${suffixOf(name)}.onnx`);
        return [name, { path, weights: new ExternalData(path) }] as const;
      }),
    );
    const sessionsOf = sessionsByPart(architecture);
    const cache = { directory: join(directory, 'rounded'), onProgress };
    const parts = readWeights(source, architecture, { precision, cache, warn: onWarning });
    try {
      for await (const part of parts) {
        const whole = await readPart(part);
        for (const name of sessionsOf(part.name)) {
          await data.get(name)?.weights.write(part.name, whole);
        }
      }
      for (const [name, { path, weights }] of data) {
        const graph = builders[name](architecture, (await weights.finish()) as never);
        const relativeTo = await realpath(dirname(path));
        await writeFile(path, encodeModel(graph, { innerShapes: false, relativeTo }));
      }
    } finally {
      for (const { weights } of data.values()) await weights.close();
    }
    await rm(cache.directory, { recursive: true, force: true });
    await rm(join(directory, files.weightIndex), { force: true });
    const fileCounts = [...data.values()].map(
      ({ path, weights }) => [basename(path), weights.fileCount] as const,
    );
    const config = {
      ...formatConfig(architecture),
      'transformers.js_config': {
        dtype: Object.fromEntries(
          names.map((name) => [name, suffixOf(name) === '' ? 'fp32' : forms[precision].dtype]),
        ),
        use_external_data_format: Object.fromEntries(fileCounts),
      },
    };
    await writeFile(join(directory, files.config), `${JSON.stringify(config, null, 2)}\n`);
  });
}

/** Tells the sessions in which a part of a weight is used: an embedding that is the output's too is in two. */
function sessionsByPart({ family, config }: Architecture): (part: string) => SessionName[] {
  const kinds = new Map(family.parameters(config).map(({ name, kind }) => [name, kind]));
  const isTied = ![...kinds.values()].includes('output');
  const ofEmbedding: SessionName[] = isTied
    ? ['embed_tokens', 'decoder_model_merged']
    : ['embed_tokens'];
  return (part) => {
    const name = quantizedOwner(part) ?? part;
    if (family.isVisionWeight(name)) return ['vision_encoder'];
    return kinds.get(name) === 'embedding' ? ofEmbedding : ['decoder_model_merged'];
  };
}

/** A part in memory, floating-point numbers as float32. */
async function readPart({ tensor: part }: NamedPart): Promise<Tensor> {
  const whole = 'data' in part ? part : await readFileTensor(part);
  if (whole.dtype !== 'float16' && whole.dtype !== 'bfloat16') return whole;
  return tensor('float32', whole.dims, toFloat32(whole));
}

/** `config.json` with the language model's fields in a place of their own too, where transformers.js looks for them. */
function formatConfig({ family, config }: Architecture): Record<string, unknown> {
  const formatted = family.formatConfig(config);
  const { vision_config: _, architectures: __, ...text } = formatted;
  return { ...formatted, text_config: { ...text, model_type: `${family.modelType}_text` } };
}
