import {
  type ChoiceLabels,
  createRandom,
  formatChoiceAnswer,
  InvalidInputError,
  type Prompt,
  type Reward,
  type SampleOptions,
  UsageError,
} from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  type Benchmark,
  buildBenchmarks,
  classTable,
  compareResults,
  evaluate,
  judgeAnswers,
  renderGroups,
  renderTable,
  subgroupTable,
  summarize,
} from '../src/index.ts';
import {
  alwaysA,
  cases,
  completion,
  ontology,
  rightAnswer,
  ScriptedPolicy,
} from './support/fixtures.ts';

const [inDomain, malignancy] = buildBenchmarks(cases, { ontology, seed: 5 }) as [
  Benchmark,
  Benchmark,
];

describe('judgeAnswers', () => {
  it('judges answers that are there already as evaluate does', async () => {
    const asked = await evaluate(new ScriptedPolicy(alwaysA), inDomain, { maxTokens: 9 });
    const answers = asked.items.map(({ completion: text, finishReason }) => ({
      text,
      finishReason,
    }));
    expect(await judgeAnswers(inDomain, answers)).toEqual(asked);
    await expect(judgeAnswers(inDomain, answers.slice(1))).rejects.toThrow(UsageError);
  });
});

describe('evaluate', () => {
  it('gives full marks to the truth', async () => {
    const result = await evaluate(new ScriptedPolicy(rightAnswer), inDomain, { maxTokens: 50 });
    expect(result.accuracy.share).toBe(1);
    expect(result.format.share).toBe(1);
    expect(result.malignancy.share).toBe(1);
    expect(result.meanScore).toBeCloseTo(0.75, 12);
  });

  it('asks once, greedily, in batches, and reports progress', async () => {
    const policy = new ScriptedPolicy(rightAnswer);
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }) => seen.push(done);
    await evaluate(policy, inDomain, { maxTokens: 50, batchSize: 10, onProgress });
    const total = inDomain.items.length;
    expect(policy.calls.map(({ prompts }) => prompts).reduce((a, b) => a + b)).toBe(total);
    expect(policy.calls[0]!.options).toMatchObject({ temperature: 0, groupSize: 1, maxTokens: 50 });
    expect(seen).toEqual(policy.calls.map((_, i) => Math.min(total, (i + 1) * 10)));
  });

  it('counts a fixed letter as right exactly where it is the answer', async () => {
    const result = await evaluate(new ScriptedPolicy(alwaysA), inDomain, { maxTokens: 50 });
    const rightOnes = inDomain.items.filter(({ prompt }) => prompt.labels.answer === 'A').length;
    const scores = inDomain.items.map(({ prompt }) => prompt.labels.options[0]!.score);
    expect(result.accuracy.successes).toBe(rightOnes);
    expect(result.meanScore).toBeCloseTo(scores.reduce((a, b) => a + b) / scores.length, 12);
    const benign = inDomain.items.filter(({ of }) => of.malignancy === 'benign').length;
    expect(result.malignancy.successes).toBe(benign);
  });

  it('takes no answer from text that has not exactly the form', async () => {
    const cheats = [
      (letter: string) => letter,
      (letter: string) => `The answer is ${letter}`,
      (letter: string) => `<final diagnosis>${letter}, benign</final diagnosis>`,
      (letter: string) =>
        `<thinking>x</thinking><final diagnosis>A, benign</final diagnosis><final diagnosis>${letter}, benign</final diagnosis>`,
      (letter: string) =>
        `<thinking>x</thinking><final diagnosis>${letter.toLowerCase()}, benign</final diagnosis>`,
      () => '',
    ];
    for (const cheat of cheats) {
      const policy = new ScriptedPolicy(({ labels }) => cheat(labels.answer));
      const result = await evaluate(policy, inDomain, { maxTokens: 50 });
      expect(result.accuracy.successes).toBe(0);
      expect(result.format.successes).toBe(0);
      expect(result.meanScore).toBe(0);
      expect(result.items.every(({ letter }) => letter === null)).toBe(true);
    }
  });

  it('counts a letter that is not offered as well formed but wrong', async () => {
    const z = formatChoiceAnswer({ thinking: 'x', letter: 'Z', malignancy: 'benign' });
    const result = await evaluate(new ScriptedPolicy(() => z), inDomain, { maxTokens: 50 });
    expect(result.format.share).toBe(1);
    expect(result.accuracy.share).toBe(0);
  });

  it('reports the mean of each reward where it applies', async () => {
    const rewards: Reward<ChoiceLabels>[] = [
      { name: 'always', score: () => 0.5 },
      { name: 'never', score: async () => null },
      {
        name: 'malignantOnly',
        score: ({ prompt }) => (prompt.labels.malignancy === 'malignant' ? 2 : null),
      },
    ];
    const policy = new ScriptedPolicy(rightAnswer);
    const { rewards: means } = await evaluate(policy, inDomain, { maxTokens: 9, rewards });
    expect(means).toEqual({ always: 0.5, never: null, malignantOnly: 2 });
  });

  it('lets the policy look at all questions before it answers the first', async () => {
    const policy = new ScriptedPolicy(alwaysA);
    const seen: string[] = [];
    const limited = Object.assign(policy, {
      check: async (prompts: readonly Prompt[], { maxTokens }: SampleOptions) => {
        for (const { id } of prompts) seen.push(`${id} ${maxTokens}`);
        throw new InvalidInputError('too long.');
      },
    });
    const call = evaluate(limited, inDomain, { maxTokens: 9, batchSize: 2 });
    await expect(call).rejects.toThrow('too long');
    expect(seen).toEqual(inDomain.items.map(({ prompt }) => `${prompt.id} 9`));
    expect(policy.calls).toEqual([]);
  });

  it('stops when told, and says so when the policy does not answer', async () => {
    const aborted = AbortSignal.abort();
    await expect(
      evaluate(new ScriptedPolicy(alwaysA), inDomain, { maxTokens: 9, signal: aborted }),
    ).rejects.toThrow();
    const mute = { sample: async () => [[completion('x')]] };
    await expect(evaluate(mute, inDomain, { maxTokens: 9 })).rejects.toThrow(/gave no answer/);
    await expect(
      evaluate(new ScriptedPolicy(alwaysA), inDomain, { maxTokens: 9, batchSize: 0 }),
    ).rejects.toThrow(UsageError);
  });
});

describe('tables', () => {
  it('split a result by diagnosis and by subgroup without losing a case', async () => {
    const result = await evaluate(new ScriptedPolicy(alwaysA), inDomain, { maxTokens: 9 });
    for (const table of [classTable(result), subgroupTable(result, 'skinTone')]) {
      const total = table.reduce((sum, { accuracy }) => sum + accuracy.total, 0);
      const right = table.reduce((sum, { accuracy }) => sum + accuracy.successes, 0);
      expect(total).toBe(result.items.length);
      expect(right).toBe(result.accuracy.successes);
    }
    expect(subgroupTable(result, 'no such field').map(({ group }) => group)).toEqual(['unknown']);
    const text = renderGroups(subgroupTable(result, 'skinTone'), 'skin tone');
    expect(text.split('\n')[0]).toMatch(/^skin tone +n +accuracy/);
  });

  it('summarize models over benchmarks, aligned', async () => {
    const policy = new ScriptedPolicy(rightAnswer);
    const rewards: Reward<ChoiceLabels>[] = [{ name: 'format', score: () => 1 }];
    const results = await Promise.all(
      [inDomain, malignancy].map((benchmark) =>
        evaluate(policy, benchmark, { maxTokens: 9, rewards }),
      ),
    );
    const bad = await Promise.all(
      [inDomain, malignancy].map((b) =>
        evaluate(new ScriptedPolicy(() => ''), b, { maxTokens: 9 }),
      ),
    );
    const rows = [summarize('untrained', bad), summarize('SFT + GRPO', results)];
    expect(rows[1]!.format.total).toBe(inDomain.items.length + malignancy.items.length);
    const lines = renderTable(rows).split('\n');
    expect(lines[0]).toMatch(/format +In-domain +Malignancy +r: format$/);
    expect(lines[2]).toMatch(/^untrained +0\.0 % +0\.0 % \(0\.0–\d+\.\d\).*–$/);
    expect(lines[3]).toMatch(/^SFT \+ GRPO +100\.0 % +100\.0 % \(\d+\.\d–100\.0\).* 1\.000$/);
    expect(lines[4]).toMatch(/^\(guessing\) +25\.0 % +33\.3 %$/);
    const at = (line: string, word: string) => line.indexOf(word) + word.length;
    expect(at(lines[0]!, 'In-domain')).toBe(at(lines[4]!, '25.0 %'));
    expect(renderTable([{ ...rows[0]!, name: 'evil\u001b[2J\nname' }])).not.toContain('\u001b');
    expect(() => summarize('none', [])).toThrow(UsageError);
  });
});

describe('compareResults', () => {
  it('counts the pairs and tests the difference', async () => {
    const random = createRandom(4);
    const right = await evaluate(new ScriptedPolicy(rightAnswer), inDomain, { maxTokens: 9 });
    const halfRight = await evaluate(
      new ScriptedPolicy((prompt) => (random.next() < 0.5 ? rightAnswer(prompt) : '')),
      inDomain,
      { maxTokens: 9 },
    );
    const wrong = halfRight.items.filter(({ correct }) => !correct).length;
    const comparison = compareResults(right, halfRight);
    expect(comparison).toMatchObject({
      bothRight: inDomain.items.length - wrong,
      onlyFirst: wrong,
      onlySecond: 0,
      bothWrong: 0,
    });
    expect(comparison.pValue).toBeCloseTo(2 * 0.5 ** wrong, 12);
    expect(comparison.accuracy.difference).toBeCloseTo(wrong / inDomain.items.length, 12);
    expect(comparison.accuracy.low).toBeGreaterThan(0);
    expect(comparison.score.difference).toBeCloseTo((0.75 * wrong) / inDomain.items.length, 12);
    expect(compareResults(right, right)).toMatchObject({ pValue: 1, onlyFirst: 0 });
  });

  it('refuses results on different questions', async () => {
    const policy = new ScriptedPolicy(alwaysA);
    const a = await evaluate(policy, inDomain, { maxTokens: 9 });
    const b = await evaluate(policy, malignancy, { maxTokens: 9 });
    expect(() => compareResults(a, b)).toThrow(UsageError);
  });
});
