import * as z from 'zod';
import type { QwenTextConfig, YarnScaling } from './config-types.ts';
import { yarnAttentionFactor } from './yarn.ts';

/** Refuses a field of the file. */
export type Fail = (place: string, problem: string, mend: string) => never;

/** What a configuration says of rotary embeddings: `rope_scaling`, or the newer `rope_parameters`. */
interface RopeFile {
  readonly mrope_section?: [number, number, number] | undefined;
  readonly mrope_interleaved?: boolean | undefined;
  readonly rope_theta?: number | undefined;
  readonly rope_type?: string | undefined;
  readonly type?: string | undefined;
  readonly factor?: number | null | undefined;
  readonly original_max_position_embeddings?: number | null | undefined;
  readonly attention_factor?: number | null | undefined;
  readonly beta_fast?: number | null | undefined;
  readonly beta_slow?: number | null | undefined;
}

/** Its schema. */
export const ropeSchema: z.ZodType<RopeFile | null | undefined> = z
  .object({
    mrope_section: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]).optional(),
    mrope_interleaved: z.boolean().optional(),
    rope_theta: z.number().positive().optional(),
    rope_type: z.string().optional(),
    type: z.string().optional(),
    factor: z.number().min(1).nullish(),
    original_max_position_embeddings: z.int().min(1).nullish(),
    attention_factor: z.number().positive().nullish(),
    beta_fast: z.number().positive().nullish(),
    beta_slow: z.number().positive().nullish(),
    // Variants of YaRN that no published Qwen-VL has.
    mscale: z.null().optional(),
    mscale_all_dim: z.null().optional(),
    truncate: z.literal(true).nullish(),
  })
  .nullish();

/** Where a configuration speaks of rotary embeddings. */
interface RopeFields {
  readonly rope_theta: number;
  readonly rope_scaling?: RopeFile | null | undefined;
  readonly rope_parameters?: RopeFile | null | undefined;
}

/** What a family's rotary embeddings are like. */
interface RopeDialect {
  readonly title: string;
  readonly interleaved: boolean;
}

/**
 * Reads base, sections and stretching of the rotary embedding.
 *
 * @param text the configuration of the language model
 */
export function readRope(
  text: RopeFields,
  headSize: number,
  dialect: RopeDialect,
  fail: Fail,
): Pick<QwenTextConfig, 'ropeTheta' | 'mropeSection' | 'yarn'> {
  const fields = text.rope_parameters ?? text.rope_scaling ?? {};
  const type = fields.rope_type ?? fields.type ?? 'default';
  if (!['default', 'mrope', 'yarn'].includes(type)) {
    fail(
      'rope_scaling.type',
      `is ${JSON.stringify(type)}.`,
      'Only "mrope", "yarn" and "default" are supported.',
    );
  }
  if (fields.mrope_interleaved !== undefined && fields.mrope_interleaved !== dialect.interleaved) {
    fail(
      'rope_scaling.mrope_interleaved',
      `is ${fields.mrope_interleaved}.`,
      `${dialect.title} has ${dialect.interleaved}.`,
    );
  }
  const section = fields.mrope_section ?? defaultSection(headSize, dialect.interleaved);
  const total = section[0] + section[1] + section[2];
  if (total * 2 !== headSize) {
    fail(
      'rope_scaling.mrope_section',
      `sums to ${total}, half the head width is ${headSize / 2}.`,
      'Make the three numbers sum to half the head width.',
    );
  }
  const theta = fields.rope_theta ?? text.rope_theta;
  const yarn = type === 'yarn' ? { yarn: readYarn(fields, fail) } : {};
  return { ropeTheta: theta, mropeSection: section, ...yarn };
}

function readYarn(fields: RopeFile, fail: Fail): YarnScaling {
  const { factor, original_max_position_embeddings: original } = fields;
  if (!factor || !original) {
    return fail(
      `rope_scaling.${factor ? 'original_max_position_embeddings' : 'factor'}`,
      'lacks, which the type "yarn" needs.',
      'Add it, or leave rope_scaling.type out.',
    );
  }
  return {
    factor,
    originalMaxPositions: original,
    attentionFactor: fields.attention_factor ?? yarnAttentionFactor(factor),
    betaFast: fields.beta_fast ?? 32,
    betaSlow: fields.beta_slow ?? 1,
  };
}

/** [16, 24, 24] of the published 64, [24, 20, 20] where they alternate. */
function defaultSection(headSize: number, interleaved: boolean): [number, number, number] {
  const half = headSize / 2;
  const space = Math.floor(interleaved ? (half * 5) / 16 : (half * 3) / 8);
  return [half - 2 * space, space, space];
}
