import { describe, expect, it } from 'vitest';
import { curvesFromMetrics } from '../src/index.ts';

describe('curvesFromMetrics', () => {
  it('makes one chart per figure and one line per stage, by step', () => {
    const rows = [
      { stage: 'SFT', step: 2, loss: 1, note: 'x' },
      { stage: 'SFT', step: 1, loss: 2 },
      { stage: 'GRPO', step: 1, loss: 0.5, reward: 1 },
      { stage: 'GRPO', step: 2, loss: Number.NaN, reward: 2 },
      { stage: 'GRPO', loss: 9 },
    ];
    expect(curvesFromMetrics(rows)).toEqual([
      {
        title: 'loss',
        series: [
          {
            name: 'SFT',
            points: [
              [1, 2],
              [2, 1],
            ],
          },
          { name: 'GRPO', points: [[1, 0.5]] },
        ],
      },
      {
        title: 'reward',
        series: [
          {
            name: 'GRPO',
            points: [
              [1, 1],
              [2, 2],
            ],
          },
        ],
      },
    ]);
    expect(curvesFromMetrics(rows, { metrics: ['reward'] })).toHaveLength(1);
  });

  it('bounds charts and points; a bin is the mean of its points', () => {
    const rows = Array.from({ length: 1000 }, (_, step) => ({ step, a: step, b: 1 }));
    const [chart, ...rest] = curvesFromMetrics(rows, { maximumCharts: 1, maximumPoints: 100 });
    expect(rest).toEqual([]);
    const { points } = chart!.series[0]!;
    expect(points).toHaveLength(100);
    // First bin: steps 0 to 9, mean 4.5, shown at its last step.
    expect(points[0]).toEqual([9, 4.5]);
  });
});
