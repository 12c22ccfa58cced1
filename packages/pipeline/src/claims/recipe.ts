import { readFile } from 'node:fs/promises';
import { describeReadFailure, InvalidInputError, NotFoundError } from '@skinr1/core';
import * as z from 'zod';
import { demoConfig, filesConfig, parseRunConfig, type RunConfig } from '../run-config.ts';
import { type Arm, armRows } from './arms.ts';

/** What a study claims, and how it is to be shown: arms that differ in one thing, each with several seeds. */
export interface ClaimsRecipe {
  readonly title: string;
  readonly seeds: readonly number[];
  readonly arms: readonly Arm[];
  /** Pairs of arms by id: the first is claimed to do better. */
  readonly comparisons: readonly (readonly [first: string, second: string])[];
  /** The run of a seed. */
  config(seed: number): RunConfig;
}

/** A textbook and images that take the place of drawn ones. */
export interface ClaimsInputs {
  readonly textbook: string;
  readonly images: string;
}

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'is no name of lower-case letters, digits and dashes');

const schema = z.strictObject({
  title: z.string().min(1),
  seeds: z.array(z.int()).min(1),
  source: z.enum(['drawn', 'files']),
  config: z.record(z.string(), z.unknown()),
  arms: z
    .array(
      z
        .strictObject({
          id,
          title: z.string().min(1),
          start: z.enum(['base', 'sft']),
          grpo: z
            .strictObject({
              outcome: z.enum(['hierarchy', 'native']),
              share: z.number().gt(0).max(1),
            })
            .optional(),
          labels: z.boolean().optional(),
          imagesHidden: z.boolean().optional(),
        })
        .refine(
          ({ grpo, labels }) => !(grpo && labels),
          'learns by rewards or is told the labels, not both',
        ),
    )
    .min(1),
  comparisons: z.array(z.tuple([id, id])),
});

/**
 * Reads a recipe. Its `config` holds what differs from the configuration of `demo`, or of `run` where it is
 * about files.
 *
 * @param inputs for a recipe about files
 * @throws NotFoundError, InvalidInputError naming the file and the field
 */
export async function readClaimsRecipe(path: string, inputs?: ClaimsInputs): Promise<ClaimsRecipe> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const { reason, mend } = describeReadFailure(cause);
    throw new NotFoundError(reason, { source: path, mend, cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const mend = `Mend it: ${(cause as Error).message}.`;
    throw new InvalidInputError('is not JSON.', { source: path, mend, cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw faulty(path, issue?.path.join('.') ?? '', `${issue?.message ?? 'is no recipe'}.`);
  }
  const { source, config, ...recipe } = parsed.data;
  checkNames(recipe, path);
  const start = startOf(source, path, inputs);
  // Read once here, so that a field that no run has is found before the first run.
  const merged = (seed: number): RunConfig =>
    parseRunConfig({ ...(merge(start, config) as object), seed }, path);
  merged(0);
  return { ...recipe, config: merged };
}

function startOf(source: 'drawn' | 'files', path: string, inputs?: ClaimsInputs): RunConfig {
  if (source === 'drawn') return demoConfig();
  if (!inputs) {
    throw faulty(path, 'source', 'asks for files.', 'Give --textbook and --images.');
  }
  return filesConfig({ kind: 'files', ...inputs, supplement: true });
}

function checkNames(
  { arms, comparisons, seeds }: Pick<ClaimsRecipe, 'arms' | 'comparisons' | 'seeds'>,
  path: string,
): void {
  const names = arms.map(({ id }) => id);
  const rows = armRows(arms).map(({ id }) => id);
  for (const [place, values] of Object.entries({ arms: rows, seeds: seeds.map(String) })) {
    const twice = values.find((one, at) => values.indexOf(one) !== at);
    if (twice !== undefined) throw faulty(path, place, `'${twice}' stands twice.`);
  }
  for (const [index, pair] of comparisons.entries()) {
    if (pair[0] === pair[1]) {
      throw faulty(path, `comparisons.${index}`, `compares '${pair[0]}' with itself.`);
    }
    const unknown = pair.find((name) => !names.includes(name));
    if (unknown === undefined) continue;
    const mend = `There are: ${names.join(', ')}.`;
    throw faulty(path, `comparisons.${index}`, `names '${unknown}', which no arm is.`, mend);
  }
}

function faulty(source: string, place: string, message: string, mend?: string): InvalidInputError {
  return new InvalidInputError(message, { source, place, ...(mend ? { mend } : {}) });
}

/** The values of `change` in place of those of `start`, field by field. */
function merge(start: unknown, change: unknown): unknown {
  if (!isRecord(start) || !isRecord(change)) return change;
  const fields = Object.entries(change).map(([key, value]) => [key, merge(start[key], value)]);
  return { ...start, ...Object.fromEntries(fields) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
