import { describe, expect, it } from 'vitest';
import { showRun } from '../src/terminal/show-run.ts';

/** What was shown, in order. */
function recorder() {
  const shown: string[] = [];
  const run = showRun(
    (label, total) => {
      shown.push(`start ${label} of ${total}`);
      return {
        update: (done, note) => void shown.push(`${done} ${note ?? ''}`.trim()),
        stop: () => void shown.push(`stop ${label}`),
      };
    },
    (line) => void shown.push(line),
  );
  return { shown, ...run };
}

describe('showRun', () => {
  it('shows one bar at a time, with the figure that the training is about', () => {
    const { shown, listen, stop } = recorder();
    listen({ stage: 'data', type: 'progress', done: 1, total: 2 });
    listen({ stage: 'data', type: 'warning', message: 'one row is skipped.' });
    listen({ stage: 'sft', type: 'metric', step: 1, steps: 9, metrics: { loss: 1.234 } });
    listen({ stage: 'sft', type: 'metric', step: 2, steps: 9, metrics: { loss: 1 } });
    listen({ stage: 'sft', type: 'artifact', path: 'models/sft', reused: false });
    listen({ stage: 'grpo', type: 'metric', step: 1, steps: 3, metrics: { loss: 0, reward: 0.5 } });
    stop();
    stop();
    expect(shown).toEqual([
      'start data of 2',
      '1',
      'stop data',
      'data: one row is skipped.',
      'start sft of 9',
      '1 loss 1.23',
      '2 loss 1.00',
      'stop sft',
      'start grpo of 3',
      '1 reward 0.50',
      'stop grpo',
    ]);
  });
});
