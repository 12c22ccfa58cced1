import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Answer, InvalidInputError, NotFoundError, type Reward } from '@skinr1/core';
import { defineReward } from '@skinr1/grpo';

/**
 * The rewards that a module exports as `rewards` or by default: a list of them, or one. The module is run.
 *
 * @throws NotFoundError where there is no such file, InvalidInputError for a module that cannot be run or exports
 *   no rewards, UsageError for a reward whose options make no sense.
 */
export async function loadRewards(file: string): Promise<readonly Reward<never, Answer>[]> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new NotFoundError('there is no such file.', { source: path, mend: 'Check the path.' });
  }
  const module = await importModule(path);
  const exported = module.rewards ?? module.default;
  const rewards = Array.isArray(exported) ? exported : [exported];
  if (exported === undefined || rewards.length === 0) throw fault('exports no rewards.', path);
  return rewards.map((reward, index) => defineReward(checkShape(reward, index, path)));
}

function checkShape(value: unknown, index: number, path: string): Reward<never, Answer> {
  const { name, score } = (value ?? {}) as Partial<Reward<never, Answer>>;
  if (typeof name !== 'string') {
    throw fault('has no `name`, a text.', path, `reward ${index + 1}`);
  }
  if (typeof score !== 'function') {
    throw fault('has no `score`, a function.', path, `reward '${name}'`);
  }
  return value as Reward<never, Answer>;
}

function fault(message: string, source: string, place?: string): InvalidInputError {
  const mend = 'Write `export const rewards = [defineReward({ name, score }), …]`.';
  return new InvalidInputError(message, { source, place, mend });
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (cause) {
    const { code, message = String(cause) } = cause as { code?: string; message?: string };
    const mend =
      code === 'ERR_UNKNOWN_FILE_EXTENSION'
        ? 'This Node reads no TypeScript: use Node 22.18 or later, or give a `.mjs` file.'
        : 'Mend the module.';
    throw new InvalidInputError(`cannot be run: ${message}.`, { source: path, mend, cause });
  }
}
