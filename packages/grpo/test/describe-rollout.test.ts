import { expect, it } from 'vitest';
import { type Rollout, trainGrpo } from '../src/index.ts';
import { run } from './support/grpo-run.ts';

it('adds to rollouts what describes them', async () => {
  const rollouts: Rollout[] = [];
  await trainGrpo(
    run({
      steps: 1,
      describeRollout: ({ prompt: { id } }) => ({ images: [`${id}.png`] }),
      onRollouts: (rows) => void rollouts.push(...rows),
    }),
  );
  expect(rollouts.length).toBeGreaterThan(0);
  expect(rollouts.map(({ images }) => images)).toEqual(
    rollouts.map(({ promptId }) => [`${promptId}.png`]),
  );
});
