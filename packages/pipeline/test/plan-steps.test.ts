import { describe, expect, it } from 'vitest';
import { modelRows } from '../src/model-rows.ts';
import { divideBudget } from '../src/trainings/plan-steps.ts';

const seconds = { vision: 0.5, base: 0.25, sft: 2, grpo: { sampling: 1, update: 3 } };
const budget = { seconds: 1200, spent: 100, questions: 480, answersPerStep: 128, rows: 5 };

describe('divideBudget', () => {
  it('sets evaluation aside and divides the rest by the shares', () => {
    // Evaluation: 480 / 128 = 3.75 batches a row; 5 rows at 1 s a batch: 18.75 s.
    // Left: 1200 · 0.9 − 100 − 18.75 = 961.25 s; shares 0.15, 0.07, 0.38, 0.2.
    expect(divideBudget(seconds, budget)).toEqual({
      vision: 288, // 144.1875 / 0.5
      base: 269, // 67.2875 / 0.25
      sft: 182, // 365.275 / 2
      grpo: 48, // 192.25 / 4
    });
  });

  it('takes one step of each where there is no time', () => {
    const plan = divideBudget(seconds, { ...budget, spent: 5000 });
    expect(Object.values(plan)).toEqual([1, 1, 1, 1]);
  });
});

describe('modelRows', () => {
  it('tells rows apart by id', () => {
    expect(new Set(modelRows.map(({ id }) => id)).size).toBe(modelRows.length);
  });
});
