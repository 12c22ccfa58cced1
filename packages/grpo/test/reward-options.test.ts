import { UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import * as grpo from '../src/index.ts';

/** Every factory of a built-in reward, with the options that it cannot do without. */
const factories: Readonly<Record<string, (options: object) => unknown>> = {
  formatReward: (options) => grpo.formatReward(options),
  calibrationReward: (options) => grpo.calibrationReward(options),
  differentialReward: (options) =>
    grpo.differentialReward({ ontology, differentials: () => [], ...options }),
  hierarchyReward: (options) => grpo.hierarchyReward(options),
  judgeReward: (options) => grpo.judgeReward({ chat, rubric: 'Right?', ...options }),
  lengthReward: (options) => grpo.lengthReward({ least: 1, most: 2, ...options }),
  malignancyCostReward: (options) => grpo.malignancyCostReward(options),
  malignancyReward: (options) => grpo.malignancyReward(options),
  nativeReward: (options) => grpo.nativeReward(options),
  openDiagnosisReward: (options) => grpo.openDiagnosisReward({ ontology, ...options }),
  overlongPenalty: (options) => grpo.overlongPenalty(8, 4, options),
  repetitionPenalty: (options) => grpo.repetitionPenalty(options),
  coherenceReward: (options) => grpo.coherenceReward({ judge: () => null, ...options }),
  conclusionReward: (options) => grpo.conclusionReward({ judge: () => null, ...options }),
  groundingReward: (options) => grpo.groundingReward({ judge: () => null, ...options }),
  wuPalmerReward: (options) => grpo.wuPalmerReward({ ontology, ...options }),
  informationContentReward: (options) => grpo.informationContentReward({ ontology, ...options }),
};

const ontology = { rootId: 'root', nodes: () => [] } as unknown as Parameters<
  typeof grpo.wuPalmerReward
>[0]['ontology'];
const chat = { id: 'judge' } as Parameters<typeof grpo.judgeReward>[0]['chat'];

const withoutValue = new Set(['hierarchyReward', 'overlongPenalty']);

describe('options of built-in rewards', () => {
  it('are checked for every one of them', () => {
    const rewards = Object.keys(grpo).filter((name) => /(?:Reward|Penalty)$/.test(name));
    expect(Object.keys(factories).sort()).toEqual(
      rewards.filter((name) => name !== 'defineReward').sort(),
    );
  });

  it.each(Object.keys(factories))('of %s: misspelt ones and values that are none', (name) => {
    const make = factories[name]!;
    expect(() => make({ weight: 0 })).not.toThrow();
    expect(() => make({ weight: () => 1 })).not.toThrow();
    expect(() => make({ wieght: 3 })).toThrow(`${name} has no option 'wieght'`);
    for (const weight of [Number.NaN, Number.POSITIVE_INFINITY, '1']) {
      expect(() => make({ weight })).toThrow(`${name}: weight must be a finite number`);
    }
    if (withoutValue.has(name)) return;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
      expect(() => make({ value })).toThrow(`${name}: value must be a finite number from 0`);
    }
  });

  it('of a weight that moves', () => {
    expect(() => grpo.linearWeight(Number.NaN, 1, 3)).toThrow(UsageError);
    expect(() => grpo.linearWeight(0, Number.POSITIVE_INFINITY, 3)).toThrow(/linearWeight: to/);
  });
});

describe('options of advantages', () => {
  const { normalizeByGroup, normalizeByBatch, normalizeThenSum, centerByGroup } = grpo;
  const estimators = { normalizeByGroup, normalizeByBatch, normalizeThenSum };

  it.each(Object.entries(estimators))('of %s', (name, make) => {
    expect(() => make({ eps: 1 } as object)).toThrow(`${name} has no option 'eps'`);
    for (const epsilon of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => make({ epsilon })).toThrow(`${name}: epsilon must be a finite number from 0`);
    }
  });

  it.each(Object.entries({ ...estimators, centerByGroup }))('%s asks for a table', (_, make) => {
    for (const none of [undefined, null, {}, []]) {
      expect(() => make()(none as never)).toThrow(/needs a table of rewards/);
    }
  });
});
