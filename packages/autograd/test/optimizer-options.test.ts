import { UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  type AdamWOptions,
  adamw,
  clipByGlobalNorm,
  cosine,
  muon,
  scheduledAdamw,
  sgd,
} from '../src/index.ts';

const right = {
  adamw: { learningRate: 0.1 },
  muon: { learningRate: 0.1 },
  sgd: { learningRate: 0.1 },
  cosine: { peak: 0.1, totalSteps: 10 },
  scheduledAdamw: { peak: 0.1, steps: 10 },
};

const factories = { adamw, muon, sgd, cosine, scheduledAdamw } as Record<
  keyof typeof right,
  (options: never) => unknown
>;

describe('options of optimizers and schedules', () => {
  it.each([
    ['adamw', 'lr', /adamw has no option 'lr'\. It has learningRate/],
    ['muon', 'nesterov', /muon has no option 'nesterov'/],
    ['sgd', 'momentun', /sgd has no option 'momentun'/],
    ['cosine', 'warmup', /cosine has no option 'warmup'/],
    ['scheduledAdamw', 'learningRate', /scheduledAdamw has no option 'learningRate'/],
  ] as const)('of %s: %s is refused', (name, option, message) => {
    expect(() => factories[name](right[name] as never)).not.toThrow();
    expect(() => factories[name]({ ...right[name], [option]: 1 } as never)).toThrow(message);
    expect(() => factories[name]({} as never)).toThrow(UsageError);
  });

  it.each([
    ['adamw', 'learningRate', [-1, Number.NaN, Number.POSITIVE_INFINITY, '0.1', null]],
    ['adamw', 'weightDecay', [-0.1, Number.NaN, Number.POSITIVE_INFINITY]],
    ['adamw', 'epsilon', [-1e-8, Number.NaN]],
    ['adamw', 'beta1', [-0.1, 1, Number.NaN]],
    ['adamw', 'beta2', [-0.1, 1, Number.NaN]],
    ['muon', 'learningRate', [-1, Number.NaN]],
    ['muon', 'momentum', [-0.1, 1, Number.NaN]],
    ['muon', 'weightDecay', [-0.1, Number.NaN, Number.POSITIVE_INFINITY]],
    ['sgd', 'learningRate', [-1, Number.NaN]],
    ['sgd', 'momentum', [-0.1, 1, Number.NaN]],
    ['cosine', 'peak', [-1, Number.NaN]],
    ['cosine', 'final', [-1, Number.NaN]],
    ['cosine', 'totalSteps', [0, Number.NaN, Number.POSITIVE_INFINITY]],
    ['cosine', 'warmupSteps', [-1, 10, Number.NaN]],
    ['scheduledAdamw', 'peak', [-1, Number.NaN]],
    ['scheduledAdamw', 'steps', [0, 1.5, Number.NaN]],
    ['scheduledAdamw', 'warmupRatio', [-0.1, 1.1, Number.NaN]],
    ['scheduledAdamw', 'weightDecay', [-1, Number.NaN]],
    ['scheduledAdamw', 'maxGradientNorm', [0, Number.NaN, Number.POSITIVE_INFINITY]],
  ] as const)('of %s: %s out of its range is refused', (name, option, values) => {
    for (const value of values) {
      const options = { ...right[name], [option]: value } as never;
      expect(() => factories[name](options), String(value)).toThrow(UsageError);
    }
  });

  it('name the option and take a schedule', () => {
    expect(() => adamw({ lr: 0.1 } as unknown as AdamWOptions)).toThrow(/no option 'lr'/);
    expect(() => sgd({} as never)).toThrow(/sgd: learningRate must .*from 0, got undefined/);
    expect(() => adamw({ learningRate: cosine(right.cosine) })).not.toThrow();
    expect(() => sgd({ learningRate: -1 })).toThrow(/sgd: learningRate .* got -1/);
    expect(() => clipByGlobalNorm(Number.POSITIVE_INFINITY)).toThrow(/maxNorm .*above 0/);
  });
});
