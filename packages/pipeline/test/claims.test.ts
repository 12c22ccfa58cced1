import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ItemResult } from '@skinr1/eval';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arm } from '../src/claims/arms.ts';
import { summarizeClaims } from '../src/claims/claims-summary.ts';
import { type ClaimsRecipe, readClaimsRecipe } from '../src/claims/recipe.ts';
import { renderClaims } from '../src/claims/render-claims.ts';
import { type ClaimsOutcome, runClaims } from '../src/claims/run-claims.ts';
import { tinyConfig } from './support/tiny-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-claims-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const arms: readonly Arm[] = [
  { id: 'sft', title: 'SFT', start: 'sft' },
  {
    id: 'grpo-half',
    title: 'SFT + GRPO, half of the labels',
    start: 'sft',
    grpo: { outcome: 'native', share: 0.5 },
  },
];

describe('readClaimsRecipe', () => {
  const recipe = {
    title: 'a study',
    seeds: [1, 2],
    source: 'drawn',
    config: { grpo: { steps: 7 } },
    arms,
    comparisons: [['grpo-half', 'sft']],
  };
  const read = async (json: unknown, inputs?: { textbook: string; images: string }) => {
    const path = join(folder, 'recipe.json');
    await writeFile(path, typeof json === 'string' ? json : JSON.stringify(json));
    return readClaimsRecipe(path, inputs);
  };

  it('changes the fields that it names, and no others', async () => {
    const { config } = await read(recipe);
    expect(config(5).seed).toBe(5);
    expect(config(5).grpo).toEqual({ ...config(5).grpo, steps: 7, groupSize: 8 });
  });

  it('takes steps as they stand also about files', async () => {
    const { config } = await read({ ...recipe, source: 'files' }, { textbook: 'b', images: 'i' });
    expect(config(1).budgetSeconds).toBeUndefined();
    expect(config(1).source).toMatchObject({ kind: 'files', textbook: 'b', images: 'i' });
  });

  it.each([
    ['{', /recipe\.json.*is not JSON/],
    [{ ...recipe, seeds: [] }, /seeds/],
    [{ ...recipe, seeds: [1, 1] }, /'1' stands twice/],
    [{ ...recipe, arms: [arms[0], arms[0]] }, /'sft' stands twice/],
    [{ ...recipe, comparisons: [['sft', 'nobody']] }, /comparisons\.0.*'nobody'.*sft, grpo-half/],
    [{ ...recipe, comparisons: [['sft', 'sft']] }, /'sft' with itself/],
    [{ ...recipe, config: { grpo: { steps: -1 } } }, /grpo\.steps/],
    [{ ...recipe, config: { grpo: { stepz: 3 } } }, /grpo.*stepz/],
    [{ ...recipe, source: 'files' }, /source.*--textbook and --images/],
    [{ ...recipe, arms: [{ ...arms[1], grpo: { outcome: 'native', share: 2 } }] }, /share/],
    [{ ...recipe, arms: [{ ...arms[0], id: '../elsewhere' }] }, /arms\.0\.id.*no name/],
    [
      {
        ...recipe,
        arms: [
          { ...arms[0], imagesHidden: true },
          { ...arms[1], id: 'sft-hidden' },
        ],
      },
      /'sft-hidden' stands twice/,
    ],
    [{ ...recipe, arms: [{ ...arms[1], labels: true }] }, /arms\.0.*rewards.*labels, not both/],
  ])('refuses %j by name', async (json, message) => {
    await expect(read(json)).rejects.toThrow(message);
  });

  it('reads the recipes that are published', async () => {
    const published = fileURLToPath(new URL('../../../recipes', import.meta.url));
    const inputs = { textbook: 'book.html', images: 'images' };
    for (const name of await readdir(published)) {
      const { seeds, config } = await readClaimsRecipe(join(published, name), inputs);
      expect(seeds.map((seed) => config(seed).seed)).toEqual(seeds);
    }
  });

  it('names a recipe that is not there', async () => {
    await expect(readClaimsRecipe(join(folder, 'none.json'))).rejects.toThrow(/none\.json/);
  });
});

describe('summarizeClaims', () => {
  const result = (id: string, right: readonly boolean[]) => ({
    id,
    title: id,
    benchmarks: [
      {
        name: 'in-domain',
        items: right.map((correct) => ({ correct, score: correct ? 0.75 : 0.25 }) as ItemResult),
      },
    ],
  });
  const outcome = {
    title: 'a study',
    arms,
    comparisons: [['grpo-half', 'sft']],
    seeds: [
      {
        seed: 1,
        results: [
          result('sft', [true, false, false, false]),
          result('grpo-half', [true, true, true, false]),
        ],
      },
      {
        seed: 2,
        results: [
          result('sft', [true, true, false, false]),
          result('grpo-half', [true, true, true, true]),
        ],
      },
    ],
  } as unknown as ClaimsOutcome;

  it('gives figures by seed and over all', () => {
    const { figures, differences } = summarizeClaims(outcome);
    expect(figures.map(({ arm, perSeed }) => [arm, perSeed.map(({ share }) => share)])).toEqual([
      ['sft', [0.25, 0.5]],
      ['grpo-half', [0.75, 1]],
    ]);
    expect(figures[1]?.pooled).toMatchObject({ successes: 7, total: 8 });
    const [accuracy, score] = differences;
    expect(accuracy).toMatchObject({ measure: 'accuracy', perSeed: [0.5, 0.5], holds: true });
    expect(accuracy?.pooled.difference).toBe(0.5);
    // Each of the four mended answers earns 0.75 instead of 0.25: 4 × 0.5 / 8.
    expect(score?.pooled.difference).toBe(0.25);
  });

  it('tells how much of a gain is seen, where arms are asked also with images hidden', () => {
    const asked = arms.map((arm) => ({ ...arm, imagesHidden: true }));
    const hidden = [
      [
        result('sft-hidden', [true, false, false, false]),
        result('grpo-half-hidden', [true, true, false, false]),
      ],
      [
        result('sft-hidden', [false, false, false, false]),
        result('grpo-half-hidden', [true, true, false, false]),
      ],
    ];
    const seeds = outcome.seeds.map(({ seed, results }, at) => ({
      seed,
      results: [...results, ...(hidden[at] ?? [])] as typeof results,
    }));
    const summary = summarizeClaims({ ...outcome, arms: asked, seeds });
    expect(summary.figures.map(({ arm }) => arm)).toEqual([
      'sft',
      'sft-hidden',
      'grpo-half',
      'grpo-half-hidden',
    ]);
    // Shown, GRPO has 2 more of 4 right with each seed; hidden 1 more and 2 more: 1 and 0 of 4 are seen.
    const seen = summary.differences.find(({ measure }) => measure === 'seen');
    expect(seen).toMatchObject({ perSeed: [0.25, 0], holds: false });
    expect(seen?.pooled.difference).toBe(0.125);
    expect(renderClaims(summary, asked)).toMatch(
      /in-domain, points over images hidden +25\.0 +0\.0/,
    );

    const one = asked.map((arm) => ({ ...arm, imagesHidden: arm.id === 'sft' }));
    const { differences } = summarizeClaims({ ...outcome, arms: one, seeds });
    expect(differences.map(({ measure }) => measure)).toEqual(['accuracy', 'score']);
  });

  it('tells a claim that does not hold', () => {
    const reversed = summarizeClaims({ ...outcome, comparisons: [['sft', 'grpo-half']] });
    expect(reversed.differences.every(({ holds }) => !holds)).toBe(true);
    expect(renderClaims(reversed, arms)).toMatch(/SFT over SFT \+ GRPO, half .* the reverse holds/);
    const same = summarizeClaims({ ...outcome, comparisons: [['sft', 'sft']] });
    expect(renderClaims(same, arms)).toContain('not shown');
  });
});

describe('runClaims', () => {
  const recipe = (steps: number): ClaimsRecipe => ({
    title: 'a study',
    seeds: [3],
    arms: [
      ...arms,
      { id: 'told', title: 'SFT + the labels', start: 'sft', labels: true, imagesHidden: true },
    ],
    comparisons: [['grpo-half', 'sft']],
    config: (seed) => ({
      ...tinyConfig(),
      seed,
      vision: { ...tinyConfig().vision, steps: 1 },
      sft: { ...tinyConfig().sft, steps: 1 },
      grpo: { ...tinyConfig().grpo, learns: 'tower', steps },
    }),
  });

  it('runs each arm with each seed, once', async () => {
    const out = join(folder, 'runs');
    const made: string[] = [];
    const run = (steps: number) =>
      runClaims(recipe(steps), {
        folder: out,
        listen: (event) => {
          if (event.type === 'artifact' && !event.reused) made.push(event.stage);
        },
      });
    const first = await run(1);
    expect(first.seeds.map(({ seed, results }) => [seed, results.map(({ id }) => id)])).toEqual([
      [3, ['sft', 'grpo-half', 'told', 'told-hidden']],
    ]);
    expect(made).toContain('seed 3: evaluate grpo-half');
    expect(made.filter((stage) => stage === 'seed 3: told')).toHaveLength(1);
    expect(made.filter((stage) => stage === 'seed 3: sft')).toHaveLength(1);

    made.length = 0;
    const again = await run(1);
    expect(made).not.toContain('seed 3: grpo-half');
    expect(summarizeClaims(again)).toEqual(summarizeClaims(first));
    await expect(run(2)).rejects.toThrow(/seed-3.*another grpo/);
  }, 240_000);
});
