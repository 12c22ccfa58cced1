import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';

/** How a model draws where a caller does not say: what its `generation_config.json` states. */
export interface GenerationDefaults {
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly repetitionPenalty?: number;
}

/** What is read of a `generation_config.json`. */
export interface GenerationConfig {
  readonly defaults: GenerationDefaults;
  /** Tokens that end an answer, besides those of `config.json`. */
  readonly endTokenIds: readonly number[];
  readonly padTokenId: number | null;
}

const tokenId = z.int().min(0);
const schema = z.object({
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
  do_sample: z.boolean().nullish(),
  temperature: z.number().min(0).max(100).nullish(),
  top_k: z.int().min(0).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  repetition_penalty: z.number().gt(0).max(100).nullish(),
});

/** Fields that say nothing of which token follows, or what every call says itself (lengths). */
const withoutEffect = new Set([
  ...['transformers_version', '_from_model_config', 'bos_token_id', 'decoder_start_token_id'],
  ...['max_length', 'max_new_tokens', 'max_time', 'use_cache', 'cache_implementation'],
  ...['cache_config', 'return_legacy_cache', 'return_dict_in_generate', 'output_attentions'],
  ...['output_hidden_states', 'output_scores', 'output_logits', 'num_return_sequences'],
  ...['generation_kwargs', 'compile_config', 'disable_compile', 'prefill_chunk_size'],
  ...['low_memory', 'trust_remote_code', 'remove_invalid_values', 'use_mtp'],
  // Of decoding with a second model, which gives the same answers.
  ...['is_assistant', 'num_assistant_tokens', 'num_assistant_tokens_schedule'],
  ...['assistant_confidence_threshold', 'assistant_early_exit', 'assistant_lookbehind'],
  ...['target_lookbehind', 'prompt_lookup_num_tokens', 'max_matching_ngram_size'],
]);

/** Values at which a field that is not supported does nothing; null, false and empty lists do not either. */
const neutral: Readonly<Record<string, readonly unknown[]>> = {
  num_beams: [1],
  num_beam_groups: [1],
  length_penalty: [1],
  diversity_penalty: [0],
  typical_p: [1],
  min_p: [0],
  epsilon_cutoff: [0],
  eta_cutoff: [0],
  penalty_alpha: [0],
  no_repeat_ngram_size: [0],
  encoder_no_repeat_ngram_size: [0],
  encoder_repetition_penalty: [1],
  guidance_scale: [1],
  min_length: [0],
  min_new_tokens: [0],
};

/** Transformers' own where a file says `do_sample: true` and no `top_k`. */
const defaultTopK = 50;

/**
 * Reads a `generation_config.json`. What would change the answers and is not supported is refused by name.
 * `do_sample: false` is temperature 0; where it is left out the caller's temperature, or 1, is taken.
 *
 * @param json null where there is no file
 * @param vocabularySize end tokens from there on are of another tokenizer, and passed over
 * @throws InvalidInputError naming the field and the mend
 */
export function parseGenerationConfig(
  json: unknown,
  vocabularySize: number,
  source = 'generation_config.json',
): GenerationConfig {
  const refuse = (place: string, message: string): never => {
    throw new InvalidInputError(message, {
      source,
      place,
      mend: 'Correct the field, or remove it and say in the call how to draw.',
    });
  };
  if (json === null) return { defaults: {}, endTokenIds: [], padTokenId: null };
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(issue?.path.join('.') || '(top level)', `${issue?.message}.`);
  }
  for (const [name, value] of Object.entries(json as object)) {
    if (Object.hasOwn(schema.shape, name) || withoutEffect.has(name) || isNeutral(name, value)) {
      continue;
    }
    refuse(name, `is ${JSON.stringify(value)}, which is not supported.`);
  }
  const { data } = parsed;
  const topK = data.top_k ?? (data.do_sample === true ? defaultTopK : null);
  const temperature = data.do_sample === false ? 0 : data.temperature;
  return {
    defaults: {
      ...(temperature == null ? {} : { temperature }),
      ...(topK === null ? {} : { topK }),
      ...(data.top_p == null ? {} : { topP: data.top_p }),
      ...(data.repetition_penalty == null ? {} : { repetitionPenalty: data.repetition_penalty }),
    },
    endTokenIds: [data.eos_token_id ?? []].flat().filter((id) => id < vocabularySize),
    padTokenId: data.pad_token_id ?? null,
  };
}

function isNeutral(name: string, value: unknown): boolean {
  if (value === null || value === false) return true;
  if (typeof value === 'object' && Object.keys(value).length === 0) return true;
  return Object.hasOwn(neutral, name) && (neutral[name] ?? []).includes(value);
}

/** The fields of `generation_config.json` that say the same to Transformers. */
export function formatGenerationDefaults(defaults: GenerationDefaults): Record<string, unknown> {
  const { temperature, topK, topP, repetitionPenalty } = defaults;
  return {
    ...(temperature === undefined ? {} : { do_sample: temperature > 0 }),
    ...(temperature === undefined || temperature === 0 ? {} : { temperature }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(repetitionPenalty === undefined ? {} : { repetition_penalty: repetitionPenalty }),
  };
}
