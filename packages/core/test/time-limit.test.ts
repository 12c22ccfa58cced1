import { describe, expect, it, vi } from 'vitest';
import { checkSampleOptions, startTimeLimit, UsageError, untilAborted } from '../src/index.ts';

describe('startTimeLimit', () => {
  it('goes off when its time is over, and not when it was stopped', () => {
    vi.useFakeTimers();
    const [kept, stopped] = [vi.fn(), vi.fn()];
    startTimeLimit(50, kept);
    startTimeLimit(50, stopped)();
    vi.advanceTimersByTime(49);
    expect(kept).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(kept).toHaveBeenCalledOnce();
    expect(stopped).not.toHaveBeenCalled();
    vi.useRealTimers();
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e300])('sets no timer for %s ms', async (time) => {
    const timer = vi.spyOn(globalThis, 'setTimeout');
    const expired = vi.fn();
    const stop = startTimeLimit(time, expired);
    expect(timer).not.toHaveBeenCalled();
    timer.mockRestore();
    stop();
  });

  it.each([0, -1, Number.NaN])('refuses %s ms', (time) => {
    expect(() => startTimeLimit(time, () => undefined)).toThrow(UsageError);
  });
});

describe('untilAborted', () => {
  it('gives the result, or the reason of an abort that comes first', async () => {
    const controller = new AbortController();
    expect(await untilAborted(Promise.resolve(1), controller.signal)).toBe(1);
    const hanging = untilAborted(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
    await expect(untilAborted(Promise.resolve(1), controller.signal)).rejects.toThrow('enough');
  });
});

describe('checkSampleOptions', () => {
  it('fills in what is not given', () => {
    const filled = {
      groupSize: 1,
      maxTokens: 9,
      temperature: 1,
      topK: 0,
      topP: 1,
      repetitionPenalty: 1,
    };
    expect(checkSampleOptions({ maxTokens: 9 })).toEqual(filled);
    expect(() => checkSampleOptions({ maxTokens: 9, repetitionPenalty: 0 })).toThrow(
      /repetitionPenalty must be in/,
    );
    expect(checkSampleOptions({ maxTokens: 9, temperature: 0 }).temperature).toBe(0);
  });

  it.each([
    { temperature: -1 },
    { temperature: Number.NaN },
    { temperature: Number.POSITIVE_INFINITY },
    { temperature: 1e-9 },
    { topP: 0 },
    { topP: 1.1 },
    { topK: -1 },
    { topK: 1.5 },
    { maxTokens: 0 },
    { maxTokens: Number.NaN },
    { groupSize: 0 },
  ])('refuses %o', (options) => {
    expect(() => checkSampleOptions({ maxTokens: 9, ...options })).toThrow(UsageError);
  });
});
