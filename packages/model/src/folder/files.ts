import { readFile } from 'node:fs/promises';
import { describeWrongFile, InvalidInputError, NotFoundError } from '@skinr1/core';

/** File names of a Hugging Face model folder. */
export const files = {
  config: 'config.json',
  generation: 'generation_config.json',
  preprocessor: 'preprocessor_config.json',
  /** Where newer folders keep what belongs to the preprocessor. */
  processor: 'processor_config.json',
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
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new NotFoundError('cannot be read.', {
      source: path,
      mend: 'Point to a folder with the files of a vision-language model.',
      cause,
    });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const wrong = describeWrongFile(new TextEncoder().encode(text));
    throw new InvalidInputError(
      wrong ? `is ${wrong.what}.` : `is not JSON (${(cause as Error).message}).`,
      {
        source: path,
        mend: wrong?.mend ?? 'Download the file again.',
        cause,
      },
    );
  }
}

/** A parsed JSON file, or null where there is none. */
export async function readOptionalJson(path: string): Promise<unknown> {
  return readJson(path).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
}
