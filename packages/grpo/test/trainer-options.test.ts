import type { ChoiceLabels, Reward } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { type GrpoOptions, type GrpoStep, type Rollout, trainGrpo } from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { run, tokens } from './support/grpo-run.ts';
import { melanomaLabels, prompt } from './support/samples.ts';

const twice = [prompt(melanomaLabels, 'p1'), prompt(melanomaLabels, 'p1')];

describe('trainGrpo', () => {
  it.each<[Partial<GrpoOptions<ChoiceLabels>>, RegExp]>([
    [{ prompts: [] }, /no prompts/],
    [{ groupSize: 1 }, /whole number from 2, got 1/],
    [{ promptsPerStep: 0 }, /promptsPerStep/],
    [{ temperature: 0 }, /temperature must be above 0/],
    [{ temperature: Number.NaN }, /temperature must be 0 or from .* to 100, got NaN/],
    [{ temperature: Number.POSITIVE_INFINITY }, /got Infinity/],
    [{ maxTokens: 0 }, /maxTokens/],
    [{ dryRunPrompts: -1 }, /dryRunPrompts/],
    [{ evaluateEvery: 0 }, /evaluateEvery/],
    [{ scoring: { timeoutMs: Number.NaN } }, /timeoutMs must be above 0, got NaN/],
    [{ steps: 0 }, /steps must be a whole number from 1, got 0/],
    [{ rewards: [] }, /no reward function/],
    [{ resume: true }, /checkpoint\.directory/],
    [{ groupsize: 4 } as never, /trainGrpo has no option 'groupsize'.*groupSize/s],
    [{ dynamicSampling: { rounds: 3 } as never }, /dynamicSampling has no option 'rounds'/],
    [{ checkpoint: { directory: 'x', each: 3 } as never }, /checkpoint has no option 'each'/],
    [{ prompts: twice }, /two of the prompts have the id 'p1'/],
    [{ heldOut: twice }, /two of the heldOut have the id 'p1'/],
    [{ syncReference: { every: 0 } }, /syncReference\.every must be a whole number from 1/],
    [{ syncReference: { every: 1, mixup: 2 } }, /syncReference\.mixup must be above 0/],
    [{ klInReward: { beta: 0 } }, /klInReward\.beta must be a finite number above 0/],
  ])('refuses %o', async (overrides, message) => {
    await expect(trainGrpo(run(overrides))).rejects.toThrow(message);
  });

  it('goes on when no reward says anything of any answer, and says so', async () => {
    const silent: Reward<ChoiceLabels> = { name: 'silent', score: () => null };
    const policy = createTabularPolicy({ tokens });
    const steps: GrpoStep[] = [];
    const rollouts: Rollout[] = [];
    await trainGrpo(
      run({
        policy,
        rewards: [silent],
        steps: 2,
        onStep: (step) => void steps.push(step),
        onRollouts: (rows) => void rollouts.push(...rows),
      }),
    );
    expect(steps[1]?.metrics).toMatchObject({ frac_reward_null: 1, grad_norm: 0 });
    expect(steps[1]?.metrics).not.toHaveProperty('reward');
    expect(rollouts.every(({ reward, advantage }) => reward === null && advantage === 0)).toBe(
      true,
    );
  });
});
