import { InvalidInputError, ResourceError, type Reward, UsageError } from '@skinr1/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineReward, linearWeight, scoreCompletions } from '../src/index.ts';
import { rewardRange } from '../src/rewards/bounded-reward.ts';
import { sample } from './support/samples.ts';

const samples = ['a', 'bb', 'ccc', 'dddd'].map((text) => sample(text, { task: text.length % 2 }));
const score = () => 1;

afterEach(() => vi.useRealTimers());

describe('defineReward', () => {
  it('types the row by its labels', async () => {
    const even = defineReward<{ task: number }>({
      name: 'even',
      applies: ({ prompt }) => prompt.labels.task === 0,
      score: ({ completion }) => completion.text.length,
    });
    const { totals, scores } = await scoreCompletions([even], samples, 2);
    expect([...totals]).toEqual([Number.NaN, 2, Number.NaN, 4]);
    expect(scores[0]?.[0]).toEqual({ value: null, status: 'unscorable' });
  });

  it.each<[string, Partial<Reward>, RegExp]>([
    ['no name', { name: ' ' }, /needs a name/],
    ['a name with a line break', { name: 'a\nb' }, /needs a name/],
    ['a weight that is none', { weight: Number.NaN }, /'mine' has weight NaN/],
    ['no time', { timeoutMs: 0 }, /timeoutMs 0/],
    ['half a try', { retries: 0.5 }, /retries 0.5/],
    ['an endless stand-in', { onError: Number.POSITIVE_INFINITY }, /onError Infinity/],
    ['a range upside down', { range: [1, 0] } as never, /range \[1, 0\]/],
  ])('refuses %s', (_, part, message) => {
    const make = () => defineReward({ name: 'mine', score, ...part });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });

  it('reports the parts of a score, and adds none of them', async () => {
    const reward = defineReward({
      name: 'judge',
      score: ({ completion: { text } }) => ({
        score: text === 'ccc' ? null : text.length,
        parts: { style: 0.5, ...(text === 'a' ? {} : { facts: text === 'bb' ? null : 1 }) },
      }),
    });
    const { columns, totals } = await scoreCompletions([reward], samples, 2);
    expect([...totals]).toEqual([1, 2, Number.NaN, 4]);
    expect(columns.map(({ name, weight }) => [name, weight])).toEqual([
      ['judge', 1],
      ['judge/facts', 0],
      ['judge/style', 0],
    ]);
    expect([...columns[1]!.values]).toEqual([Number.NaN, Number.NaN, 1, 1]);
  });

  it('refuses parts that are no numbers, and two columns of one name', async () => {
    const parts = (style: unknown) =>
      defineReward({ name: 'judge', score: () => ({ score: 1, parts: { style } }) as never });
    const strict = { onError: 'fail' as const };
    await expect(scoreCompletions([parts('good')], samples, 2, strict)).rejects.toThrow(
      /returned good as the part 'style'/,
    );
    const clash = { name: 'judge/style', score };
    await expect(scoreCompletions([parts(1), clash], samples, 2)).rejects.toThrow(
      /two reward functions are named 'judge\/style'/,
    );
  });

  it('moves a weight with the steps', async () => {
    const weight = linearWeight(0, 2, 5);
    const reward = defineReward({ name: 'late', weight, range: [0, 1], score });
    const at = async (step: number) =>
      (await scoreCompletions([reward, { name: 'other', score }], samples, 2, { step })).totals[0];
    expect(await at(1)).toBe(1);
    expect(await at(3)).toBe(2);
    expect(await at(5)).toBe(3);
    expect(await at(99)).toBe(3);
    expect(rewardRange([reward], 3)).toEqual([0, 1]);
    const odd = { name: 'odd', weight: () => Number.NaN, score };
    await expect(scoreCompletions([odd], samples, 2, { step: 7 })).rejects.toThrow(
      /'odd' has weight NaN at step 7/,
    );
    expect(() => linearWeight(0, 1, 1)).toThrow(/steps/);
  });
});

describe('a reward that fails now and then', () => {
  it('is tried again as often as it says, after a pause', async () => {
    vi.useFakeTimers();
    let calls = 0;
    const shaky = defineReward({
      name: 'shaky',
      retries: 2,
      score: async () => {
        if (++calls < 3) throw new Error('lost');
        return 1;
      },
    });
    const call = scoreCompletions([shaky], samples.slice(0, 1), 1);
    await vi.advanceTimersByTimeAsync(500);
    expect(calls).toBe(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await call).scores[0]?.[0]).toEqual({ value: 1, status: 'ok' });
  });

  it.each<[string, () => unknown, number]>([
    ['a value that is none', () => Number.NaN, 1],
    [
      'a fault of its input',
      () => {
        throw new InvalidInputError('no such label');
      },
      1,
    ],
    [
      'a machine that is busy',
      () => {
        throw new ResourceError('busy');
      },
      4,
    ],
  ])('%s is tried so often', async (_, fail, times) => {
    vi.useFakeTimers();
    const spy = vi.fn(fail);
    const reward = defineReward({ name: 'r', retries: 3, score: spy as never });
    const call = scoreCompletions([reward], samples.slice(0, 1), 1, { maxErrorRate: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await call).scores[0]?.[0]?.status).toBe('error');
    expect(spy).toHaveBeenCalledTimes(times);
  });

  it('has a time limit and a failure policy of its own', async () => {
    const hanging = defineReward({
      name: 'hanging',
      timeoutMs: 5,
      onError: -1,
      score: () => new Promise<number>(() => undefined),
    });
    const options = { timeoutMs: Number.POSITIVE_INFINITY, maxErrorRate: 1 };
    const { totals, scores } = await scoreCompletions([hanging], samples.slice(0, 1), 1, options);
    expect([...totals]).toEqual([-1]);
    expect(scores[0]?.[0]?.status).toBe('timeout');
  });

  it('hears that its time is over, and that the run ends', async () => {
    const heard: unknown[] = [];
    const listening = defineReward({
      name: 'listening',
      timeoutMs: 5,
      score: (_, { signal }) =>
        new Promise<number>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            heard.push((signal.reason as Error).message);
            reject(signal.reason);
          });
        }),
    });
    const { scores } = await scoreCompletions([listening], samples.slice(0, 1), 1, {
      maxErrorRate: 1,
    });
    expect(scores[0]?.[0]).toMatchObject({ status: 'timeout', reason: 'no answer in 5 ms' });

    const controller = new AbortController();
    const patient = { ...listening, timeoutMs: Number.POSITIVE_INFINITY };
    const call = scoreCompletions([patient], samples, 2, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(heard).toEqual(['no answer in 5 ms', ...new Array(4).fill('enough')]);
  });
});

describe('scoreCompletions holds rewards to their word', () => {
  it('refuses a plain object that defineReward would, and one that leaves its range', async () => {
    const odd = { name: 'odd', retries: -1, score };
    await expect(scoreCompletions([odd], samples, 2)).rejects.toThrow(/'odd' has retries -1/);
    const wide = { name: 'wide', range: [0, 0.5] as const, score };
    await expect(scoreCompletions([wide], samples, 2)).rejects.toThrow(
      /'wide' gave 1, outside its range \[0, 0.5\]/,
    );
  });

  it('does not let one change the answer that the next judges', async () => {
    const changing: Reward = {
      name: 'changing',
      weight: 0,
      score: ({ completion }) => {
        (completion as { text: string }).text = 'network';
        return 0;
      },
    };
    const reading = {
      name: 'reading',
      score: ({ completion }: { completion: { text: string } }) => completion.text.length,
    };
    const { totals, scores } = await scoreCompletions([changing, reading], samples, 2, {
      maxErrorRate: 1,
    });
    expect([...totals]).toEqual([1, 2, 3, 4]);
    expect(scores[0]![0]!.reason).toMatch(/read only/);
  });
});
