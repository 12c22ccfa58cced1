import { readFile } from 'node:fs/promises';
import {
  describeReadFailure,
  describeWrongFile,
  InvalidInputError,
  NotFoundError,
  repeatedMember,
} from '@skinr1/core';

/** File names of a Hugging Face model folder. */
export const files = {
  config: 'config.json',
  generation: 'generation_config.json',
  preprocessor: 'preprocessor_config.json',
  /** Where newer folders keep what belongs to the preprocessor. */
  processor: 'processor_config.json',
  /** Of a folder in onnxruntime-genai's layout. */
  genai: 'genai_config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  chatTemplate: 'chat_template.jinja',
  chatTemplateJson: 'chat_template.json',
  weights: 'model.safetensors',
  weightIndex: 'model.safetensors.index.json',
  adapterConfig: 'adapter_config.json',
  adapterWeights: 'adapter_model.safetensors',
  /** What PEFT wrote before safetensors. */
  adapterPickle: 'adapter_model.bin',
} as const;

/**
 * A parsed JSON file.
 *
 * @throws NotFoundError when it cannot be read
 * @throws InvalidInputError when it is not JSON; says so when it stands in for the real file
 */
export async function readJson(path: string): Promise<unknown> {
  return parseJson(await readText(path), path);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw (
      standIn(path, text, cause) ??
      new InvalidInputError(`is not JSON (${(cause as Error).message}).`, {
        source: path,
        mend: 'Download the file again.',
        cause,
      })
    );
  }
}

/**
 * A parsed list of names, or null where there is no file. Throws as {@link readJson}, and InvalidInputError for one
 * that names a thing twice.
 */
export async function readOptionalIndex(path: string): Promise<unknown> {
  const text = await readText(path).catch(nullIfAbsent);
  if (text === null) return null;
  const index = parseJson(text, path);
  const repeated = repeatedMember(text);
  if (repeated === null) return index;
  throw new InvalidInputError('is named twice.', {
    source: path,
    place: repeated.slice(0, 200),
    mend: 'Download the file again, or keep the line whose file holds it.',
  });
}

/** A parsed JSON file, or null where there is none. */
export async function readOptionalJson(path: string): Promise<unknown> {
  return readJson(path).catch(nullIfAbsent);
}

/** A chat template, or null where there is none. Throws InvalidInputError for a file that stands in for it. */
export async function readOptionalTemplate(path: string): Promise<string | null> {
  const text = await readText(path).catch(nullIfAbsent);
  const error = text === null ? null : standIn(path, text);
  if (error) throw error;
  return text;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { reason } = describeReadFailure(cause);
    throw new NotFoundError(reason, {
      source: path,
      mend: 'Point to a folder with the files of a vision-language model, which you may read.',
      cause,
    });
  }
}

/** One that is there and cannot be read is not passed over. */
function nullIfAbsent(error: unknown): null {
  const cause = error instanceof NotFoundError ? (error.cause as NodeJS.ErrnoException) : null;
  if (cause?.code === 'ENOENT') return null;
  throw error;
}

/** The error for a text that is there instead of the real file. */
function standIn(path: string, text: string, cause?: unknown): InvalidInputError | null {
  const wrong = describeWrongFile(new TextEncoder().encode(text));
  if (!wrong) return null;
  return new InvalidInputError(`is ${wrong.what}.`, { source: path, mend: wrong.mend, cause });
}
