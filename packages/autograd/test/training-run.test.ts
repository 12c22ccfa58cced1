import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, InvalidInputError, ResourceError, UsageError } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listCheckpoints, saveCheckpoint } from '../src/io/checkpoint.ts';
import { readStepLog } from '../src/training/step-log.ts';
import { runTraining, type TrainingRunOptions } from '../src/training/training-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A "model" that is one number, and a state that is a counter; each step changes both. */
function counter(overrides: Partial<TrainingRunOptions<{ draws: number }>> = {}) {
  const model = { weight: 1 };
  const state = { draws: 0 };
  const options: TrainingRunOptions<{ draws: number }> = {
    steps: 10,
    step: async (step) => {
      state.draws += 1;
      model.weight = (model.weight * 1.5 + step) % 97;
    },
    save: (directory) => writeFile(join(directory, 'weight'), String(model.weight)),
    restore: async (directory) => {
      model.weight = Number(await readFile(join(directory, 'weight'), 'utf8'));
    },
    state: {
      get: () => state,
      set: ({ draws }) => {
        state.draws = draws;
      },
    },
    identity: async () => ({ learningRate: 0.1 }),
    checkpoint: { directory: folder, every: 3 },
    ...overrides,
  };
  return { model, state, options };
}

/** Weight after ten steps, without any checkpoint. */
async function uninterrupted(): Promise<number> {
  const { model, options } = counter({ checkpoint: undefined });
  await runTraining(options);
  return model.weight;
}

/** Flips the lowest bit of the byte in the middle. */
async function flipBit(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(file, bytes);
}

describe('runTraining', () => {
  it('refuses to resume a run that has done more steps than are asked for', async () => {
    await runTraining(counter({ steps: 4 }).options);
    const { model, options } = counter({ steps: 3, resume: true });
    await expect(runTraining(options)).rejects.toThrow(
      /has done 4 steps already, and 3 were asked/,
    );
    expect(model.weight).toBe(1);
    const again = await runTraining(counter({ steps: 4, resume: true }).options);
    expect(again).toEqual({ steps: 4, resumedFrom: 4, stopReason: 'completed' });
  });

  it('writes checkpoints at the cadence and at the end, and keeps the newest', async () => {
    const { options } = counter();
    expect(await runTraining(options)).toEqual({
      steps: 10,
      resumedFrom: 0,
      stopReason: 'completed',
    });
    expect(await readdir(folder)).toEqual(['step-00000009', 'step-00000010']);
  });

  it.each([1, 4, 7])('resumes exactly after a failure in step %i', async (failAt) => {
    const first = counter();
    const { step } = first.options;
    const call = runTraining({
      ...first.options,
      step: (number, moved) =>
        number === failAt ? Promise.reject(new Error('boom')) : step(number, moved),
    });
    await expect(call).rejects.toThrow('boom');

    const second = counter({ resume: true });
    const result = await runTraining(second.options);
    expect(result.resumedFrom).toBe(Math.floor((failAt - 1) / 3) * 3);
    expect(second.model.weight).toBe(await uninterrupted());
    expect(second.state.draws).toBe(10);
  });

  it('leaves a checkpoint of the last whole step when aborted inside one', async () => {
    const controller = new AbortController();
    const first = counter({ signal: controller.signal });
    const { step } = first.options;
    const result = await runTraining({
      ...first.options,
      step: async (number, moved) => {
        if (number === 5) {
          // Half a step: the state has moved, the weights have not.
          first.state.draws += 100;
          controller.abort();
          controller.signal.throwIfAborted();
        }
        await step(number, moved);
      },
    });
    expect(result).toEqual({ steps: 4, resumedFrom: 0, stopReason: 'aborted' });

    const second = counter({ resume: true });
    expect((await runTraining(second.options)).resumedFrom).toBe(4);
    expect(second.model.weight).toBe(await uninterrupted());
    expect(second.state.draws).toBe(10);
  });

  it('goes back to the last checkpoint when aborted after the weights have moved', async () => {
    const controller = new AbortController();
    const first = counter({ signal: controller.signal });
    const { step } = first.options;
    const result = await runTraining({
      ...first.options,
      step: async (number, moved) => {
        await step(number, moved);
        moved();
        // As a measurement after the update would.
        if (number === 5) controller.abort();
        controller.signal.throwIfAborted();
      },
    });
    expect(result).toEqual({ steps: 3, resumedFrom: 0, stopReason: 'aborted' });
    const second = counter({ resume: true });
    expect((await runTraining(second.options)).resumedFrom).toBe(3);
    expect(second.model.weight).toBe(await uninterrupted());
  });

  it('counts a step as done before its callback, which may abort', async () => {
    const controller = new AbortController();
    const first = counter({ signal: controller.signal });
    const result = await runTraining({
      ...first.options,
      onStep: async () => {
        if (first.state.draws < 4) return;
        controller.abort();
        controller.signal.throwIfAborted();
      },
    });
    expect(result).toMatchObject({ steps: 4, stopReason: 'aborted' });
    const second = counter({ resume: true });
    await runTraining(second.options);
    expect(second.model.weight).toBe(await uninterrupted());
  });

  it('does nothing when aborted beforehand or already complete', async () => {
    const { options } = counter({ signal: AbortSignal.abort() });
    expect(await runTraining(options)).toMatchObject({ steps: 0, stopReason: 'aborted' });
    await runTraining(counter().options);
    expect(await runTraining(counter({ resume: true }).options)).toEqual({
      steps: 10,
      resumedFrom: 10,
      stopReason: 'completed',
    });
  });

  it('passes a failure on, even while aborting', async () => {
    const controller = new AbortController();
    const { options } = counter({
      signal: controller.signal,
      step: async () => {
        controller.abort();
        throw new Error('not an abort');
      },
    });
    await expect(runTraining(options)).rejects.toThrow('not an abort');
    expect(await listCheckpoints(folder)).toEqual([]);
  });

  it('keeps the last good checkpoint when a later one cannot be written', async () => {
    const { options } = counter();
    const call = runTraining({
      ...options,
      save: async (directory) => {
        if (directory.includes('step-00000006')) throw new Error('ENOSPC: no space left on device');
        await options.save(directory);
      },
    });
    await expect(call).rejects.toThrow(ResourceError);
    await expect(call).rejects.toThrow(/step-00000006: .*could not be written: ENOSPC/);
    expect(await readdir(folder)).toEqual(['step-00000003']);

    const second = counter({ resume: true });
    await runTraining(second.options);
    expect(second.model.weight).toBe(await uninterrupted());
  });

  it('ignores what an interrupted write left, and clears it away', async () => {
    await mkdir(join(folder, 'step-00000099.partial', 'model'), { recursive: true });
    const { options } = counter({ resume: true });
    expect((await runTraining(options)).resumedFrom).toBe(0);
    expect(await readdir(folder)).toEqual(['step-00000009', 'step-00000010']);
  });

  it('refuses to overwrite a run, to mix settings, or to resume from nowhere', async () => {
    await runTraining(counter().options);
    await expect(runTraining(counter().options)).rejects.toThrow(/resume: true/);
    const other = counter({ resume: true, identity: async () => ({ learningRate: 0.2 }) });
    await expect(runTraining(other.options)).rejects.toThrow(/learningRate was 0.1 and is 0.2/);
    await expect(
      runTraining(counter({ resume: true, checkpoint: undefined }).options),
    ).rejects.toThrow(UsageError);
    await expect(runTraining(counter({ steps: 0 }).options)).rejects.toThrow(/from 1, got 0/);
    for (const setting of [{ every: 0 }, { every: 1.5 }, { keep: 0 }]) {
      const { options } = counter({ checkpoint: { directory: join(folder, 'new'), ...setting } });
      await expect(runTraining(options)).rejects.toThrow(
        /checkpoint\.(every|keep) must be a whole/,
      );
    }
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['cut short', (file) => truncate(file, 1)],
    ['with one bit flipped', flipBit],
    ['lost', (file) => rm(file)],
  ])('goes back to the checkpoint before a damaged one (%s) with a warning', async (_, damage) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await runTraining(counter().options);
    await damage(join(folder, 'step-00000010', 'model', 'weight'));

    const second = counter({ resume: true });
    const result = await runTraining(second.options);
    expect(result).toEqual({ steps: 10, resumedFrom: 9, stopReason: 'completed' });
    expect(second.model.weight).toBe(await uninterrupted());
    const warnings = warn.mock.calls.map(([message]) => String(message));
    expect(warnings).toEqual([expect.stringMatching(/step-00000010, model\/weight: /)]);

    // What was damaged has been written anew.
    warn.mockClear();
    expect((await runTraining(counter({ resume: true }).options)).resumedFrom).toBe(10);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('does not start over by itself when every checkpoint is damaged', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await runTraining(counter().options);
    const names = await readdir(folder);
    for (const name of names) await flipBit(join(folder, name, 'manifest.json'));
    const call = runTraining(counter({ resume: true }).options);
    await expect(call).rejects.toThrow(InvalidInputError);
    await expect(call).rejects.toThrow(/every checkpoint is damaged. Delete the folder/);
    expect(warn).toHaveBeenCalledTimes(names.length);
    expect(await readdir(folder)).toEqual(names);
    warn.mockRestore();
  });

  it('refuses a checkpoint that no run wrote', async () => {
    await saveCheckpoint(folder, { step: 1, write: async () => {} });
    const call = runTraining(counter({ resume: true }).options);
    await expect(call).rejects.toThrow(/step-00000001: is not the checkpoint of a training run/);
  });

  it('survives kill -9 at random moments', async () => {
    const script = join(import.meta.dirname, 'support', 'killable-run.ts');
    const start = (): ReturnType<typeof spawn> =>
      spawn(process.execPath, ['--conditions=@skinr1/source', '--import', 'tsx', script, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const random = createRandom('kill');
    for (let round = 0; round < 3; round++) {
      const child = start();
      // Only once the run is under way does the moment of death matter.
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, random.integer(60)));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    const last = start();
    let output = '';
    last.stdout?.on('data', (data) => {
      output += data;
    });
    expect(await new Promise((resolve) => last.once('exit', resolve))).toBe(0);

    // x₀ = 1, xₙ = (1.5 xₙ₋₁ + n) mod 97, in double precision.
    let expected = 1;
    for (let step = 1; step <= 400; step++) expected = (expected * 1.5 + step) % 97;
    expect(output).toContain(`weight ${expected}`);
    const rows = await readStepLog<{ step: number }>(join(folder, 'metrics.jsonl'));
    expect(rows.map((row) => row.step)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
  });
});
