import { InvalidInputError, ResourceError, type Reward } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { scoreCompletions } from '../src/index.ts';
import { completion, prompt, sample } from './support/samples.ts';

const samples = ['a', 'bb', 'ccc', 'dddd'].map((text) => sample(text, null));
const length: Reward = { name: 'length', score: ({ completion: { text } }) => text.length };

/** A reward that fails on the text `bb` in the given way. */
function failing(fail: () => never | number): Reward {
  return { name: 'judge', score: ({ completion: { text } }) => (text === 'bb' ? fail() : 1) };
}
const broken = failing(() => {
  throw new Error('no connection');
});

describe('scoreCompletions', () => {
  it('keeps components apart and sums them by weight; weight 0 is a metric', async () => {
    const scored = await scoreCompletions(
      [
        length,
        { name: 'half', weight: 0.5, score: async () => 1 },
        { name: 'metric', weight: 0, score: () => 1000 },
      ],
      samples,
      2,
    );
    expect([...scored.totals]).toEqual([1.5, 2.5, 3.5, 4.5]);
    expect(scored.columns.map(({ name, weight }) => [name, weight])).toEqual([
      ['length', 1],
      ['half', 0.5],
      ['metric', 0],
    ]);
    expect([...(scored.columns[2]?.values ?? [])]).toEqual([1000, 1000, 1000, 1000]);
    expect(scored.scores[0]?.[0]).toEqual({ value: 1, status: 'ok' });
  });

  it('treats null as "does not apply"', async () => {
    const scored = await scoreCompletions(
      [{ name: 'long', score: ({ completion: { text } }) => (text.length > 2 ? 1 : null) }],
      samples,
      4,
    );
    expect([...scored.totals]).toEqual([Number.NaN, Number.NaN, 1, 1]);
    expect(scored.scores[0]?.[0]).toEqual({ value: null, status: 'unscorable' });
  });

  it('leaves a failed reward out by default and says why', async () => {
    const scored = await scoreCompletions([broken], samples, 2);
    expect([...scored.totals]).toEqual([1, Number.NaN, 1, 1]);
    expect(scored.scores[1]?.[0]).toEqual({
      value: null,
      status: 'error',
      reason: 'no connection',
    });
  });

  it('gives a failed reward the value asked for', async () => {
    const scored = await scoreCompletions([broken], samples, 2, { onError: -1 });
    expect([...scored.totals]).toEqual([1, -1, 1, 1]);
  });

  it('stops at a failed reward when asked to, naming function and prompt', async () => {
    const call = scoreCompletions([broken], samples, 2, { onError: 'fail' });
    await expect(call).rejects.toThrow(InvalidInputError);
    await expect(call).rejects.toThrow(
      /prompt 'p1': reward function 'judge' failed: no connection/,
    );
  });

  it.each([
    ['NaN', () => Number.NaN, /NaN, not a finite number or null/],
    ['infinity', () => Number.POSITIVE_INFINITY, /Infinity/],
    ['undefined', () => undefined as never, /undefined/],
    ['a text', () => '1' as never, /returned 1, not a finite/],
    ['one value per completion', () => [1, 2] as never, /a list of 2/],
    ['an object', () => ({ score: 1 }) as never, /an object/],
  ])('refuses %s', async (_, value, message) => {
    const call = scoreCompletions([failing(value)], samples, 2, { onError: 'fail' });
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow(/'judge'/);
  });

  it('gives up on a function that does not answer, without holding up the others', async () => {
    const hanging: Reward = {
      name: 'slow',
      score: ({ completion: { text } }) =>
        text === 'ccc' ? new Promise(() => undefined) : Promise.resolve(1),
    };
    const scored = await scoreCompletions([hanging, length], samples, 2, { timeoutMs: 20 });
    expect(scored.scores[2]?.[0]).toEqual({
      value: null,
      status: 'timeout',
      reason: 'no answer in 20 ms',
    });
    expect([...scored.totals]).toEqual([2, 3, 3, 5]);
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 40])(
    'waits without limit for %s ms',
    async (timeoutMs) => {
      const judge: Reward = {
        name: 'judge',
        score: () => new Promise((resolve) => setTimeout(() => resolve(1), 20)),
      };
      const scored = await scoreCompletions([judge], samples, 2, { timeoutMs });
      expect([...scored.totals]).toEqual([1, 1, 1, 1]);
    },
  );

  it.each([
    ['a reward that hangs', () => new Promise<number>(() => undefined)],
    ['a reward that fails on abort', () => Promise.reject(new Error('cancelled'))],
  ])('ends with the reason of an abort: %s', async (_, answer) => {
    const controller = new AbortController();
    const judge: Reward = {
      name: 'judge',
      score: () => {
        controller.abort(new Error('enough'));
        return answer();
      },
    };
    const options = { signal: controller.signal, maxErrorRate: 1 };
    await expect(scoreCompletions([judge], samples, 2, options)).rejects.toThrow('enough');
  });

  it('survives a function that fails after its time is over', async () => {
    const late: Reward = {
      name: 'late',
      score: () =>
        new Promise((_, reject) => {
          setTimeout(() => reject(new Error('too late')), 30);
        }),
    };
    const scored = await scoreCompletions([late, length], samples, 2, {
      timeoutMs: 5,
      maxErrorRate: 1,
    });
    expect(scored.scores.map((row) => row[0]?.status)).toEqual(new Array(4).fill('timeout'));
    // An unhandled rejection here would fail the run.
    await new Promise((resolve) => setTimeout(resolve, 60));
  });

  it('stops when a function fails nearly everywhere', async () => {
    const dead: Reward = {
      name: 'dead',
      score: () => {
        throw new Error('no key');
      },
    };
    const call = scoreCompletions([length, dead], samples, 2);
    await expect(call).rejects.toThrow(ResourceError);
    await expect(call).rejects.toThrow(/'dead' failed on 4 of 4 completions; the first: no key/);
    await expect(scoreCompletions([dead], samples, 2, { onError: 0, maxErrorRate: 1 }))
      .resolves //
      .toMatchObject({ totals: new Float64Array(4) });
  });

  it('judges no more completions at a time than asked', async () => {
    let running = 0;
    let most = 0;
    const counting: Reward = {
      name: 'counting',
      score: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return 0;
      },
    };
    const many = Array.from({ length: 12 }, () => sample('x', null));
    await scoreCompletions([counting], many, 4, { concurrency: 3 });
    expect(most).toBe(3);
  });

  it('checks groups, names and that there is a reward', async () => {
    await expect(scoreCompletions([length], samples, 3)).rejects.toThrow(/whole groups of 3/);
    await expect(scoreCompletions([length, length], samples, 2)).rejects.toThrow(/named 'length'/);
    await expect(scoreCompletions([], samples, 2)).rejects.toThrow(/no reward function/);
    await expect(scoreCompletions([length], [], 2)).rejects.toThrow(/empty/);
  });

  it('stops when told to', async () => {
    const call = scoreCompletions([length], samples, 2, { signal: AbortSignal.abort() });
    await expect(call).rejects.toThrow(/abort/i);
  });

  it('gives labels to the reward with their type', async () => {
    const typed: Reward<{ wanted: string }> = {
      name: 'typed',
      score: ({ prompt: { labels }, completion: { text } }) => (text === labels.wanted ? 1 : 0),
    };
    const judged = [{ prompt: prompt({ wanted: 'yes' }), completion: completion('yes') }];
    expect([...(await scoreCompletions([typed], judged, 1)).totals]).toEqual([1]);
  });
});
