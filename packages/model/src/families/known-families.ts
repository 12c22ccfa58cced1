import { InvalidInputError } from '@skinr1/core';
import type { Family } from './family.ts';
import { qwen25Vl } from './qwen2-5-vl/index.ts';
import { qwen2Vl } from './qwen2-vl/index.ts';
import { qwen3Vl } from './qwen3-vl/index.ts';

/** Families that are opened by their `config.json`. A new one is a folder here and a line in this list. */
export const knownFamilies: readonly Family[] = [qwen2Vl, qwen25Vl, qwen3Vl];

/**
 * The family that a model type names.
 *
 * @param source what to name in errors, usually the path of `config.json`
 * @throws InvalidInputError for a type that none of them has
 */
export function familyOf(
  modelType: unknown,
  source: string,
  families: readonly Family[] = knownFamilies,
): Family {
  const family = families.find((each) => each.modelType === modelType);
  if (family) return family;
  const names = families.map((each) => `${each.title} ("${each.modelType}")`).join(', ');
  throw new InvalidInputError(`is of no known family: ${JSON.stringify(modelType) ?? 'nothing'}.`, {
    source,
    place: 'model_type',
    mend: `Use a model of ${names}, or pass its family.`,
  });
}
