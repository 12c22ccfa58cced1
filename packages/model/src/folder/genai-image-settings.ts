import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import { files, readOptionalJson } from './files.ts';

/** A step of onnxruntime-genai's image processor. */
const transformSchema = z.object({
  operation: z.object({
    type: z.string(),
    attrs: z.record(z.string(), z.unknown()).default({}),
  }),
});
const processorSchema = z.object({
  processor: z.object({ transforms: z.array(transformSchema) }),
});

/** What a step says in the fields of a `preprocessor_config.json`. What is not here would make other pixels. */
const steps: Readonly<
  Record<string, (attributes: Readonly<Record<string, unknown>>) => Record<string, unknown>>
> = {
  DecodeImage: () => ({}),
  ConvertRGB: () => ({}),
  Resize: ({ smart_resize, interpolation = 'CUBIC', min_pixels, max_pixels }) => ({
    do_resize: smart_resize === 1,
    resample: interpolation === 'CUBIC' ? 3 : interpolation,
    min_pixels,
    max_pixels,
  }),
  Rescale: ({ rescale_factor }) => ({ rescale_factor }),
  Normalize: ({ mean, std }) => ({ image_mean: mean, image_std: std }),
  PatchImage: () => ({}),
};

/**
 * The image processor's settings of a folder in onnxruntime-genai's layout, in the fields of a
 * `preprocessor_config.json`: its steps stand in the file that `genai_config.json` names. null where there is none.
 *
 * @throws InvalidInputError naming a step that would make other pixels
 */
export async function readGenaiImageSettings(
  directory: string,
): Promise<{ readonly json: Record<string, unknown>; readonly source: string } | null> {
  const genai = (await readOptionalJson(join(directory, files.genai))) as {
    model?: { vision?: { config_filename?: string } };
  } | null;
  if (genai === null) return null;
  const source = join(directory, genai.model?.vision?.config_filename ?? files.processor);
  const parsed = processorSchema.safeParse(await readOptionalJson(source));
  if (!parsed.success) return null;
  const { transforms } = parsed.data.processor;
  const fields = transforms.map(({ operation: { type, attrs } }, i) => {
    const step = steps[type];
    if (step) return step(attrs);
    throw new InvalidInputError(`is '${type}', by which images are not processed here.`, {
      source,
      place: `processor.transforms[${i}].operation.type`,
      mend: `Put ${files.preprocessor} of the model that was exported beside it: it is read first.`,
    });
  });
  return { json: Object.assign({}, ...fields), source };
}
