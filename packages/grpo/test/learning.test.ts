import type { TokenLoss } from '@skinr1/autograd';
import { describe, expect, it } from 'vitest';
import {
  bnpoLoss,
  cispoLoss,
  dapoLoss,
  drGrpoLoss,
  gmpoLoss,
  grpoLoss,
  gspoLoss,
  luspoLoss,
  sapoLoss,
  vespoLoss,
} from '../src/index.ts';
import { bandit, byHierarchy, copy, flat, hierarchy, learnTask, mean } from './support/tasks.ts';

const losses: readonly (readonly [string, TokenLoss])[] = [
  ['grpo', grpoLoss({ beta: 0 })],
  ['bnpo', bnpoLoss()],
  ['dapo', dapoLoss()],
  ['dr_grpo', drGrpoLoss()],
  ['gspo', gspoLoss()],
  ['luspo', luspoLoss()],
  ['cispo', cispoLoss()],
  ['sapo', sapoLoss()],
  ['vespo', vespoLoss()],
  ['gmpo', gmpoLoss()],
];
const seeds = [1, 2, 3, 4, 5];

const text = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ');

/** Shows figures where they are asked for, as `docs/results.md` has them. */
function show(...figures: readonly unknown[]): void {
  if (process.env.SHOW_FIGURES) console.info(...figures);
}

describe('every loss solves problems whose best answer is known, for at least 4 of 5 seeds', () => {
  it.each(losses)('%s', async (name, loss) => {
    const problems = [
      ['bandit', bandit, 2, 50, 0.95],
      ['copy', copy, 8, 15, 0.9],
      ['hierarchy', hierarchy(byHierarchy, 2), 6, 28, 0.85],
    ] as const;
    // Twice over the answers, so that what losses do differently acts.
    const options = { passesPerStep: 2 };
    for (const [problem, task, learningRate, steps, level] of problems) {
      const late: number[] = [];
      for (const seed of seeds) {
        const rewards = await learnTask(task, { loss, learningRate, steps, seed, options });
        late.push(mean(rewards.slice(-5).map(({ reward }) => reward!)));
      }
      show(name, problem, text(late));
      expect(late.filter((value) => value >= level).length, `${problem} ${late}`).toBeGreaterThan(
        3,
      );
    }
  });
});

describe('four passes over the same answers', () => {
  it('with clipping find the best arm, without it settle on the first that did well', async () => {
    const reached = async (loss: TokenLoss) => {
      const late: number[] = [];
      const widest: number[] = [];
      for (const seed of seeds) {
        const options = { passesPerStep: 4, groupSize: 4 };
        const common = { loss, learningRate: 4, steps: 60, seed, options };
        const steps = await learnTask(bandit, common);
        late.push(mean(steps.slice(-5).map(({ reward }) => reward!)));
        widest.push(Math.max(...steps.map((step) => step['ratio/max']!)));
      }
      show('μ 4', text(late), '| largest ratio', text(widest));
      return { late, widest };
    };
    const clipped = await reached(grpoLoss({ beta: 0 }));
    const free = await reached(grpoLoss({ beta: 0, epsilonLow: 1, epsilonHigh: 1e9 }));
    expect(clipped.late.filter((value) => value >= 0.95).length).toBeGreaterThan(3);
    expect(free.late.filter((value) => value >= 0.95).length).toBeLessThan(3);
    expect(Math.min(...free.widest)).toBeGreaterThan(Math.max(...clipped.widest));
  });
});

describe('sparse labels', () => {
  it('the hierarchy reward finds answers that the flat one does not, with an interval', async () => {
    const task = (score: typeof flat) => {
      const base = hierarchy(score, 10);
      const judged = { name: 'judged', weight: 0 } as const;
      return {
        ...base,
        rewards: [
          ...base.rewards,
          {
            ...judged,
            score: ({ prompt, completion }: Parameters<(typeof base.rewards)[0]['score']>[0]) =>
              byHierarchy(completion.text, prompt.labels),
          },
        ],
      };
    };
    const differences: number[] = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      // Each question comes fifteen times, four answers each: one in 144 random answers is right.
      const options = { groupSize: 4, promptsPerStep: 5 };
      const common = { loss: grpoLoss({ beta: 0 }), learningRate: 8, steps: 30, seed, options };
      const ofLast = async (score: typeof flat) =>
        mean(
          (await learnTask(task(score), common))
            .slice(-4)
            .map((step) => step['rewards/judged/mean']!),
        );
      differences.push((await ofLast(byHierarchy)) - (await ofLast(flat)));
    }
    const center = mean(differences);
    const squares = differences.reduce((sum, value) => sum + (value - center) ** 2, 0);
    // Student's t for 5 degrees of freedom.
    const half = 2.571 * Math.sqrt(squares / 5 / differences.length);
    show('sparse labels', center.toFixed(3), '±', half.toFixed(3));
    expect(center - half).toBeGreaterThan(0.1);
  });
});
