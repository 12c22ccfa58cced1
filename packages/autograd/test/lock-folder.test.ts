import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../src/index.ts';
import { runTraining } from '../src/training/training-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('lockFolder', () => {
  it('lets one in at a time, and the next when it is done', async () => {
    const unlock = await lockFolder(join(folder, 'new'));
    await expect(lockFolder(join(folder, 'new'))).rejects.toThrow(UsageError);
    await expect(lockFolder(join(folder, 'new'))).rejects.toThrow(/another run of this process/);
    await unlock();
    await (await lockFolder(join(folder, 'new')))();
    expect(await readdir(join(folder, 'new'))).toEqual([]);
  });

  it.each([
    ['of a process that ended', { process: 2 ** 22 + 1, machine: hostname() }],
    ['that was cut off', 'x'],
  ])('takes over a lock %s', async (_, holder) => {
    await writeFile(join(folder, 'run.lock'), JSON.stringify(holder).slice(0, -1));
    if (typeof holder === 'object') {
      await writeFile(join(folder, 'run.lock'), JSON.stringify(holder));
    }
    await (await lockFolder(folder))();
  });

  it('does not take over a lock of another machine', async () => {
    const holder = { process: 1, machine: 'elsewhere' };
    await writeFile(join(folder, 'run.lock'), JSON.stringify(holder));
    await expect(lockFolder(folder)).rejects.toThrow(/process 1 of elsewhere is at work here/);
  });
});

describe('two training runs in one folder', () => {
  it('the second is refused by name, the first goes on and leaves its checkpoint', async () => {
    const run = (step: () => Promise<void>) =>
      runTraining({
        steps: 2,
        step,
        save: (directory) => writeFile(join(directory, 'weights'), 'w'),
        restore: async () => undefined,
        state: { get: () => 0, set: () => undefined },
        identity: async () => ({}),
        checkpoint: { directory: folder, every: 1 },
      });
    let second: Promise<unknown> | undefined;
    const first = await run(async () => {
      second ??= run(async () => undefined).catch((error: unknown) => error);
      await second;
    });
    expect(first.steps).toBe(2);
    expect(await second).toMatchObject({
      message: expect.stringMatching(/at work here.*choose another folder/),
    });
    expect((await readdir(folder)).sort()).toEqual(['step-00000001', 'step-00000002']);
  });
});
