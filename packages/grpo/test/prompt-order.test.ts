import { createRandom, type Prompt } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { competence, curriculum, hierarchyDepth, shuffledEpochs, trainGrpo } from '../src/index.ts';
import { run } from './support/grpo-run.ts';
import { prompt } from './support/samples.ts';

/** Twelve prompts, three of each depth from 1 to 4, mixed. */
const prompts = Array.from({ length: 12 }, (_, i) => prompt({ depth: 1 + ((i * 5) % 4) }, `p${i}`));
const by = ({ labels }: Prompt<{ depth: number }>) => labels.depth;
const depths = (places: readonly number[]) => places.map((place) => by(prompts[place]!));

describe('curriculum', () => {
  const order = curriculum({ by, share: competence({ steps: 10, start: 0.25, power: 1 }) });

  it('asks the easiest first, each once per epoch, and all in the end', () => {
    const schedule = order(prompts, createRandom(1));
    expect(depths(schedule.take(6, 1)).sort()).toEqual([1, 1, 1, 1, 1, 1]);
    // Half are open after a third of the way.
    const middle = schedule.take(6, 4);
    expect(depths(middle).sort()).toEqual([1, 1, 1, 2, 2, 2]);
    expect(new Set(middle).size).toBe(6);
    const last = schedule.take(12, 11);
    expect(new Set(last).size).toBe(12);
  });

  it('goes on from its state with the same prompts', () => {
    const whole = order(prompts, createRandom(2));
    const cut = order(prompts, createRandom(2));
    for (let step = 1; step <= 5; step++) whole.take(5, step);
    for (let step = 1; step <= 3; step++) cut.take(5, step);
    const resumed = order(prompts, createRandom(2));
    resumed.state = JSON.parse(JSON.stringify(cut.state));
    resumed.take(5, 4);
    resumed.take(5, 5);
    for (let step = 6; step < 14; step++) {
      expect(resumed.take(5, step)).toEqual(whole.take(5, step));
    }
  });

  it('refuses a prompt without a difficulty and a share that is none, by name', () => {
    const odd = curriculum<{ depth: number }>({ by: () => Number.NaN, share: () => 1 });
    expect(() => odd(prompts, createRandom(1))).toThrow(/prompt 'p0' has difficulty NaN/);
    const schedule = curriculum({ by, share: () => 2 })(prompts, createRandom(1));
    expect(() => schedule.take(1, 7)).toThrow(/share of step 7 is 2/);
    expect(() => competence({ steps: 0 })).toThrow(/steps from 1/);
  });

  it('knows how deep in the hierarchy a diagnosis lies', () => {
    const depth = hierarchyDepth(loadOntology());
    const of = (diagnosisId: string) => depth(prompt({ diagnosisId }));
    expect(of('melanoma')).toBeGreaterThan(of('melanocytic-neoplasm'));
  });
});

describe('promptOrder', () => {
  it('is whatever a caller passes, checked', async () => {
    const fixed = (places: readonly number[]) => () => ({ take: () => places, state: null });
    const seen: string[][] = [];
    await trainGrpo(
      run({
        steps: 2,
        promptOrder: fixed([4, 0, 2]),
        onRollouts: (rows) => void seen.push([...new Set(rows.map(({ promptId }) => promptId))]),
      }),
    );
    expect(seen).toEqual([
      ['p5', 'p1', 'p3'],
      ['p5', 'p1', 'p3'],
    ]);
    await expect(trainGrpo(run({ promptOrder: fixed([0]) }))).rejects.toThrow(/1 places for 3/);
    await expect(trainGrpo(run({ promptOrder: fixed([0, 1, 9]) }))).rejects.toThrow(/place 9 of 5/);
  });

  it('by default is shuffled epochs', () => {
    const schedule = shuffledEpochs()(prompts, createRandom(3));
    expect([...schedule.take(12, 1)].sort((a, b) => a - b)).toEqual([...prompts.keys()]);
  });
});
