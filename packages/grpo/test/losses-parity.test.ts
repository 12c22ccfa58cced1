import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { combineMetric } from '@skinr1/autograd';
import { describe, expect, it } from 'vitest';
import { evaluateLoss, type LossFixture, type LossValue } from './support/evaluate-loss.ts';
import { expectClose } from './support/expect-close.ts';
import { variants } from './support/loss-variants.ts';

const parity = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'losses.json'), 'utf8'),
) as {
  cases: { batch: LossFixture; expected: Record<string, LossValue> }[];
};

/** TRL's figures over processes; here the trainer's affair. `grpo delta` clips after the cap in TRL. */
const compared = [
  'kl',
  'vespo/phi_seq_mean',
  'clip_ratio/low_min',
  'clip_ratio/high_max',
  'clip_ratio/low_mean',
  'clip_ratio/high_mean',
  'clip_ratio/region_mean',
  'cispo_clip_ratio',
];

describe('loss, metrics and gradient equal TRL (tools/parity/grpo_losses.py)', () => {
  it('covers every variant of the fixture', () => {
    expect(Object.keys(variants).sort()).toEqual(Object.keys(parity.cases[0]!.expected).sort());
  });

  it.each(Object.entries(variants))('%s', async (name, loss) => {
    for (const { batch: all, expected } of parity.cases) {
      const { importance, ...usual } = all;
      const batch = name.endsWith('importance') ? all : usual;
      const wanted = expected[name] as LossValue;
      const precisions = [['float64', 1e-9] as const, ['float32', 1e-5] as const];
      for (const [dtype, tolerance] of precisions.slice(
        0,
        all === parity.cases[0]!.batch ? 2 : 1,
      )) {
        const actual = await evaluateLoss(loss, batch, dtype);
        expectClose([actual.loss], [wanted.loss], tolerance);
        expectClose(actual.gradient.flat(), wanted.gradient.flat(), tolerance);
        expectClose(actual.entropyGradient.flat(), wanted.entropyGradient.flat(), tolerance);
        for (const metric of compared) {
          if (name === 'grpo delta' || wanted.metrics[metric] === undefined) continue;
          expect(actual.metrics[metric]).toBeCloseTo(wanted.metrics[metric], 5);
        }
      }
    }
  });
});

describe('micro-batches', () => {
  const { batch } = parity.cases[0]!;
  const totals = {
    totalSequences: batch.mask.length,
    totalTokens: batch.mask.flat().filter((m) => m === 1).length,
  };
  const rows = (from: number, to: number): LossFixture => ({
    ...batch,
    ...totals,
    logProb: batch.logProb.slice(from, to),
    oldLogProb: batch.oldLogProb.slice(from, to),
    refLogProb: batch.refLogProb.slice(from, to),
    mask: batch.mask.slice(from, to),
    samplerLogProb: batch.samplerLogProb!.slice(from, to),
    importance: batch.importance!.slice(from, to),
    entropy: batch.entropy!.slice(from, to),
    advantage: batch.advantage.slice(from, to),
  });

  // Which tokens a quantile keeps is settled in each micro-batch.
  const additive = Object.entries(variants).filter(([name]) => name !== 'dapo high entropy');
  it.each(additive)('%s: parts add up to the whole step', async (_, loss) => {
    const whole = await evaluateLoss(loss, batch);
    const parts = [await evaluateLoss(loss, rows(0, 1)), await evaluateLoss(loss, rows(1, 4))];
    expect(parts[0]!.loss + parts[1]!.loss).toBeCloseTo(whole.loss, 10);
    expectClose(
      parts.flatMap((part) => part.gradient.flat()),
      whole.gradient.flat(),
      1e-9,
    );
    for (const [name, value] of Object.entries(whole.metrics)) {
      const values = parts.map(({ metrics }) => metrics[name]!);
      const joined = combineMetric(name, values, ([a, b]) => a! + b!);
      expect(joined, name).toBeCloseTo(value, 10);
    }
  });
});
