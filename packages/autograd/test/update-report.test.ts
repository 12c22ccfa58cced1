import { describe, expect, it } from 'vitest';
import { reportUpdate } from '../src/training/update-report.ts';

describe('reportUpdate', () => {
  it('gives the names that dashboards know and leaves the others', () => {
    const update = { loss: 1, gradientNorm: 2, learningRate: 3, entropy: 4 };
    expect(reportUpdate(update, 1)).toEqual({
      loss: 1,
      grad_norm: 2,
      learning_rate: 3,
      entropy: 4,
    });
  });

  it.each([
    { loss: Number.NaN, gradientNorm: 1 },
    { loss: 1, gradientNorm: Number.POSITIVE_INFINITY },
    { loss: 1, gradientNorm: 1, learningRate: Number.NaN },
  ])('refuses %o', (update) => {
    expect(() => reportUpdate(update, 7)).toThrow(
      /step 7 diverged.*Resume from the last checkpoint/,
    );
  });
});
