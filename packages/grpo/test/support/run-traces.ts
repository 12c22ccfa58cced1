import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStepLog, readStepLog, type StepLog } from '@skinr1/autograd';
import type { TrainablePolicy } from '@skinr1/core';
import type { GrpoOptions, GrpoStep, Rollout } from '../../src/index.ts';

type Kept = Required<Pick<GrpoOptions<never>, 'rolloutLog' | 'metricsLog' | 'checkpoint'>>;

/** Logs and checkpoints, every five steps, of a run of this name in a folder. */
export function keptIn(folder: string, name: string): Kept {
  return {
    rolloutLog: createStepLog<Rollout>(join(folder, name, 'rollouts.jsonl')),
    metricsLog: createStepLog<GrpoStep>(join(folder, name, 'metrics.jsonl')),
    checkpoint: { directory: join(folder, name, 'checkpoints'), every: 5 },
  };
}

/** Everything that a run leaves, without the time it took. */
export async function tracesOf(folder: string, name: string): Promise<unknown> {
  const directory = join(folder, name, 'checkpoints');
  const newest = (await readdir(directory)).at(-1) as string;
  const steps = await readStepLog<GrpoStep>(join(folder, name, 'metrics.jsonl'));
  return {
    newest,
    policy: await readFile(join(directory, newest, 'model', 'tables.json'), 'utf8'),
    state: await readFile(join(directory, newest, 'manifest.json'), 'utf8'),
    rollouts: await readFile(join(folder, name, 'rollouts.jsonl'), 'utf8'),
    metrics: steps.map(({ metrics: { step_time: _, ...metrics }, ...step }) => ({
      ...step,
      metrics,
    })),
  };
}

/** Makes one call of a method fail. */
export function failingAt<T extends TrainablePolicy | StepLog<never>>(
  target: T,
  method: string,
  call: number,
): T {
  let calls = 0;
  return new Proxy(target, {
    get(of, name) {
      const member = Reflect.get(of, name) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: never[]) => {
        if (name === method && ++calls === call) throw new Error('boom');
        return (member as (...rest: never[]) => unknown).apply(of, args);
      };
    },
  });
}
