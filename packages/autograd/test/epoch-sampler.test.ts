import { createRandom, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEpochSampler } from '../src/training/epoch-sampler.ts';

describe('createEpochSampler', () => {
  it('gives each item once per epoch, in an order that changes', () => {
    const sampler = createEpochSampler(5, createRandom(3));
    const epochs = [sampler.take(5), sampler.take(5), sampler.take(5)];
    for (const epoch of epochs) expect([...epoch].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(epochs.map(String)).size).toBeGreaterThan(1);
  });

  it('goes on from a cursor exactly, whatever the cuts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
        (length, cuts) => {
          const total = cuts.reduce((sum, cut) => sum + cut, 0);
          const whole = createEpochSampler(length, createRandom('s')).take(total);
          let sampler = createEpochSampler(length, createRandom('s'));
          const pieces = cuts.flatMap((cut) => {
            const taken = sampler.take(cut);
            const { cursor } = sampler;
            sampler = createEpochSampler(length, createRandom('s'));
            sampler.cursor = cursor;
            return taken;
          });
          expect(pieces).toEqual(whole);
        },
      ),
    );
  });

  it('refuses nothing to sample and a cursor of another data set', () => {
    expect(() => createEpochSampler(0, createRandom(1))).toThrow(UsageError);
    const sampler = createEpochSampler(3, createRandom(1));
    expect(() => {
      sampler.cursor = { epoch: 0, position: 4 };
    }).toThrow(/0\/4 does not fit 3 items/);
  });
});
