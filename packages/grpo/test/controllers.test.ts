import { describe, expect, it } from 'vitest';
import {
  adaptiveEntropy,
  adaptiveKl,
  centerByGroup,
  type GrpoStep,
  trainGrpo,
} from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { run, tokens } from './support/grpo-run.ts';

const report = { sequences: 100, kl: undefined, entropy: undefined };

describe('adaptiveKl', () => {
  it('moves β by the error, which counts for a fifth at most', () => {
    const { start, next } = adaptiveKl({ start: 0.1, target: 2, horizon: 1000 });
    expect(start).toEqual({ value: 0.1 });
    // KL 2.2 is a tenth too much: 0.1 · (1 + 0.1 · 100 / 1000).
    expect(next(start, { ...report, kl: 2.2 }).value).toBeCloseTo(0.101, 12);
    expect(next(start, { ...report, kl: 50 }).value).toBeCloseTo(0.102, 12);
    expect(next(start, { ...report, kl: 0 }).value).toBeCloseTo(0.098, 12);
    expect(next(start, { ...report, kl: 2 }).value).toBe(0.1);
    expect(() => next(start, report)).toThrow(/reported none.*klInReward/s);
    expect(() => adaptiveKl({ start: 0, target: 1 })).toThrow(/above 0/);
  });

  it('holds KL in the reward near its target, where a fixed β does not', async () => {
    const late = async (beta: number | ReturnType<typeof adaptiveKl>): Promise<number> => {
      const steps: GrpoStep[] = [];
      const policy = createTabularPolicy({ tokens, learningRate: 16 });
      const onStep = (step: GrpoStep) => void steps.push(step);
      // Dividing by a group's deviation would make KL alone tell tied answers apart.
      const advantage = centerByGroup();
      await trainGrpo(run({ policy, advantage, klInReward: { beta }, steps: 240, onStep }));
      const kl = steps.slice(-40).map(({ metrics }) => metrics['rewards/kl/mean']!);
      return kl.reduce((sum, each) => sum + each, 0) / kl.length;
    };
    // Best answers of the form have log-ratios of about 3 ln 6 = 5.4 nats.
    expect(await late(0.001)).toBeGreaterThan(3);
    const held = await late(adaptiveKl({ start: 0.05, target: 1.5, horizon: 150 }));
    expect(held).toBeGreaterThan(0.75);
    expect(held).toBeLessThan(2.25);
  });
});

describe('adaptiveEntropy', () => {
  it('grows while there is too little, and is applied after such steps only', () => {
    const { start, next } = adaptiveEntropy({ target: 0.5, delta: 0.01, start: 0.1, max: 0.115 });
    expect(start.value).toBe(0);
    const low = next(start, { ...report, entropy: 0.5 });
    expect(low.value).toBeCloseTo(0.11, 12);
    const high = next(low, { ...report, entropy: 0.6 });
    expect(high.value).toBe(0);
    const again = next(next(high, { ...report, entropy: 0.1 }), { ...report, entropy: 0.1 });
    expect(again.value).toBeCloseTo(0.115, 12);
    expect(() => next(start, report)).toThrow(/steers by entropy/);
    expect(() => adaptiveEntropy({ target: 0.5, start: 2 })).toThrow(/min ≤ start ≤ max/);
  });
});
