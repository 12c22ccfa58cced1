import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';

/** The fields of PEFT's `adapter_config.json` that are honored; `fan_in_fan_out` is of no layer here. */
const schema = z.object({
  peft_type: z.literal('LORA'),
  r: z.int().min(1).max(100_000),
  lora_alpha: z.number().default(8),
  lora_dropout: z.number().min(0).lt(1).default(0),
  use_rslora: z.boolean().nullish(),
  target_modules: z.union([z.string(), z.array(z.string()).min(1)]),
  exclude_modules: z.union([z.string(), z.array(z.string())]).nullish(),
  layers_to_transform: z.union([z.int(), z.array(z.int())]).nullish(),
  layers_pattern: z.union([z.string(), z.array(z.string())]).nullish(),
  rank_pattern: z.record(z.string(), z.int().min(1).max(100_000)).nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
  base_model_name_or_path: z.string().nullish(),
});

/** What is honored of an `adapter_config.json`, by PEFT's names. */
export interface AdapterConfig {
  readonly r: number;
  readonly lora_alpha: number;
  readonly lora_dropout: number;
  readonly use_rslora?: boolean | null | undefined;
  readonly target_modules: string | readonly string[];
  readonly exclude_modules?: string | readonly string[] | null | undefined;
  readonly layers_to_transform?: number | readonly number[] | null | undefined;
  readonly layers_pattern?: string | readonly string[] | null | undefined;
  readonly rank_pattern?: Readonly<Record<string, number>> | null | undefined;
  readonly alpha_pattern?: Readonly<Record<string, number>> | null | undefined;
  readonly base_model_name_or_path?: string | null | undefined;
}

/** Fields that say how an adapter was made or is to be kept, not what it computes. */
const withoutEffect = new Set([
  ...['auto_mapping', 'revision', 'inference_mode', 'peft_version', 'runtime_config'],
  ...['fan_in_fan_out', 'megatron_core', 'qalora_group_size', 'loftq_config', 'eva_config'],
  ...['corda_config', 'lora_ga_config', 'task_type', 'init_lora_weights', 'bias'],
]);

const merge = 'Merge it with `merge_and_unload` of PEFT, save the model and open that.';

/** Fields that change what an adapter computes in a way that is not supported, unless they are empty. */
const refused: Readonly<Record<string, string>> = {
  use_dora: 'scales each row of the weights (DoRA)',
  modules_to_save: 'replaces whole modules beside the adapter',
  trainable_token_indices: 'replaces rows of the embedding',
  layer_replication: 'repeats layers',
  alora_invocation_tokens: 'switches the adapter on inside a text',
  use_qalora: 'shares rows of A (QALoRA)',
  lora_bias: 'adds a bias to B',
  target_parameters: 'adapts parameters that are no modules',
  use_bdlora: 'cuts A or B into blocks',
  arrow_config: 'chooses among adapters by token',
  velora_config: 'compresses what the gradient reads',
  monteclora_config: 'draws the adapter at random',
  kasa_config: 'takes a part of the weights away',
  megatron_config: 'cuts the adapter over several devices',
  ensure_weight_tying: 'ties adapters of several modules',
};

/** Ways to start that leave the base weights as they are; others take from them what they give to A and B. */
const harmlessStarts: readonly unknown[] = [true, false, 'gaussian', 'eva', 'orthogonal', null];

/** Tasks whose models have a head of their own, which PEFT keeps in the adapter. */
const headTasks: readonly unknown[] = ['SEQ_CLS', 'TOKEN_CLS', 'QUESTION_ANS'];

/**
 * Reads PEFT's `adapter_config.json`. What would change the answers and is not supported is refused by
 * name, fields that nobody knew when this was written included.
 *
 * @throws InvalidInputError naming the field and the mend
 */
export function parseAdapterConfig(json: unknown, source: string): AdapterConfig {
  const refuse = (place: string, message: string, mend = merge): never => {
    throw new InvalidInputError(message, { source, place, mend });
  };
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InvalidInputError('is not the configuration of an adapter.', { source });
  }
  const fields = json as Readonly<Record<string, unknown>>;
  if (fields.peft_type !== 'LORA') {
    refuse('peft_type', `is ${JSON.stringify(fields.peft_type) ?? 'missing'}: only LORA is read.`);
  }
  const parsed = schema.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(issue?.path.join('.') ?? '', `${issue?.message}.`, 'Write it as PEFT does.');
  }
  for (const [name, value] of Object.entries(fields)) {
    if (name in schema.shape || withoutEffect.has(name) || isEmpty(value)) continue;
    const reason = refused[name];
    refuse(name, reason ? `${reason}, which is not supported.` : 'is not known here, and is set.');
  }
  const { bias = 'none', init_lora_weights: start = true, task_type: task = null } = fields;
  if (bias !== 'none') refuse('bias', `is ${JSON.stringify(bias)}: biases are not replaced.`);
  if (!harmlessStarts.includes(start)) {
    refuse('init_lora_weights', `is ${JSON.stringify(start)}, which changes the base weights too.`);
  }
  if (headTasks.includes(task)) refuse('task_type', `is ${task}: there is no such head.`);
  return parsed.data;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
