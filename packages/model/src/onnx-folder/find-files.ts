import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '@skinr1/core';
import { files, readJson, readOptionalJson } from '../folder/files.ts';

/** The three parts of a model. */
export const onnxParts = ['vision', 'embedding', 'decoder'] as const;
export type OnnxPart = (typeof onnxParts)[number];

/** Files of parts, relative to the model's folder. */
export type OnnxFiles = Readonly<Record<OnnxPart, string>>;

/** What transformers.js calls the parts' files. */
const communityNames: Readonly<Record<OnnxPart, string>> = {
  vision: 'vision_encoder',
  embedding: 'embed_tokens',
  decoder: 'decoder_model_merged',
};

/** What transformers.js appends to a file's name for a type of numbers. */
const suffixes: Readonly<Record<string, string>> = { fp32: '', q8: '_quantized' };

/**
 * The ONNX files of a folder: those that `genai_config.json` names, or those of transformers.js in the types that are
 * asked for, else those that `config.json` states.
 *
 * @param dtype as transformers.js names types: `fp32`, `q4`, …; for all parts
 * @throws NotFoundError naming the file that lacks, with what is there
 */
export async function findOnnxFiles(directory: string, dtype?: string): Promise<OnnxFiles> {
  const genaiPath = join(directory, files.genai);
  const genai = await readOptionalJson(genaiPath);
  if (genai !== null) return namedFiles(genai as GenaiConfig, genaiPath);
  const config = (await readJson(join(directory, files.config))) as CommunityConfig;
  const stated = config['transformers.js_config']?.dtype;
  const typeOf = (name: string): string =>
    dtype ?? (typeof stated === 'string' ? stated : stated?.[name]) ?? 'fp32';
  const there: string[] = await readdir(join(directory, 'onnx')).catch(() => []);
  const found = onnxParts.map((part) => {
    const name = communityNames[part];
    const type = typeOf(name);
    const file = `${name}${suffixes[type] ?? `_${type}`}.onnx`;
    if (there.includes(file)) return [part, join('onnx', file)] as const;
    const others = there.filter((each) => each.startsWith(name) && each.endsWith('.onnx'));
    throw new NotFoundError('is not there.', {
      source: join(directory, 'onnx', file),
      mend:
        others.length > 0
          ? `Choose a dtype that is: there are ${others.join(', ')}.`
          : 'Point to a folder in the layout of transformers.js or onnxruntime-genai, with vision encoder, embeddings and decoder.',
    });
  });
  return Object.fromEntries(found) as Record<OnnxPart, string>;
}

interface CommunityConfig {
  readonly 'transformers.js_config'?: {
    readonly dtype?: string | Readonly<Record<string, string>>;
  };
}

interface GenaiConfig {
  readonly model?: Readonly<Record<string, { readonly filename?: unknown } | undefined>>;
}

function namedFiles({ model }: GenaiConfig, source: string): OnnxFiles {
  const named = onnxParts.map((part) => {
    const file = model?.[part]?.filename;
    if (typeof file === 'string') return [part, file] as const;
    throw new NotFoundError('names no file.', {
      source,
      place: `model.${part}.filename`,
      mend: 'Use the folder of a vision-language model.',
    });
  });
  return Object.fromEntries(named) as Record<OnnxPart, string>;
}
