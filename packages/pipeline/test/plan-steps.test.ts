import { describe, expect, it } from 'vitest';
import { modelRows } from '../src/model-rows.ts';
import { divideBudget } from '../src/trainings/plan-steps.ts';

const seconds = {
  vision: 0.5,
  sft: 2,
  ending: { sampling: 1, update: 3 },
  endless: { sampling: 4, update: 6 },
};
const budget = {
  seconds: 1200,
  spent: 100,
  questions: 480,
  answersPerStep: 128,
  rows: { ending: 3, endless: 2 },
};

describe('divideBudget', () => {
  it('sets evaluation aside and divides the rest by the shares', () => {
    // Evaluation: 480 / 128 = 3.75 batches; 3 rows at 1 s and 2 at 4 s a batch: 3.75 · 11 = 41.25 s.
    // Left: 1200 · 0.9 − 100 − 41.25 = 938.75 s; shares 0.15, 0.45, 0.28, 0.12.
    expect(divideBudget(seconds, budget)).toEqual({
      vision: 281, // 140.8125 / 0.5
      sft: 211, // 422.4375 / 2
      grpo: 65, // 262.85 / 4
      grpoWithoutSft: 11, // 112.65 / 10
    });
  });

  it('takes one step of each where there is no time', () => {
    const plan = divideBudget(seconds, { ...budget, spent: 5000 });
    expect(Object.values(plan)).toEqual([1, 1, 1, 1]);
  });
});

describe('modelRows', () => {
  it('tells rows apart by id and knows each model that SFT taught to end its answers', () => {
    expect(new Set(modelRows.map(({ id }) => id)).size).toBe(modelRows.length);
    for (const { model, endsAnswers } of modelRows) {
      expect(endsAnswers, model).toBe(model.startsWith('sft'));
    }
  });
});
