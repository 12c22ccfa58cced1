import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { jaccard, minHash, shingles } from '../src/corpus/min-hash.ts';
import {
  buildCorpus,
  buildDdxGraph,
  corpusStatistics,
  createVerifier,
  decontaminate,
  deduplicate,
  diseaseCardJsonSchema,
  type GroundedTrajectory,
  loadCorpus,
  saveCorpus,
} from '../src/index.ts';
import { caseOf, gray, ontology, world } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { document } = world();
const corpus = buildCorpus({
  documents: [document],
  ontology,
  seed: 1,
  records: [
    caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
    caseOf('m2', 'melanoma', ['streaks', 'asymmetry']),
    caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque']),
    caseOf('x1', 'scabies', ['burrows']),
  ],
});
const said = (id: string, thinking: string, recordId = 'r'): GroundedTrajectory => ({
  ...(corpus.trajectories[0] as GroundedTrajectory),
  id,
  thinking,
  recordId,
});

describe('buildCorpus and its folder', () => {
  it('is read back as it was written, and still verifies', async () => {
    await saveCorpus(folder, corpus);
    const back = await loadCorpus(folder);
    expect(back.cards).toEqual(corpus.cards);
    expect(back.documents).toEqual(corpus.documents);
    expect(back.dropped).toEqual(corpus.dropped);
    expect(back.dropped.map(({ recordId }) => recordId)).toEqual(['x1']);
    const graph = buildDdxGraph({ cards: back.cards, ontology });
    const verify = createVerifier({ ...back, ontology, graph });
    expect(back.trajectories.length).toBe(corpus.trajectories.length);
    for (const trajectory of back.trajectories) {
      expect(verify(trajectory, { record: back.records.get(trajectory.recordId)! }).ok).toBe(true);
      expect(trajectory.image.kind === 'file' && existsSync(trajectory.image.path)).toBe(true);
    }
  });

  it('refuses a folder of another version, whose cards have another form', async () => {
    writeFileSync(join(folder, 'corpus.json'), '{"version":1}');
    await expect(loadCorpus(folder)).rejects.toThrow(/corpus\.json.*is of version 1/);
    rmSync(join(folder, 'corpus.json'));
    await expect(loadCorpus(folder)).rejects.toThrow(/Build the corpus again/);
    // Folders of version 3 have figures without a kind.
    writeFileSync(join(folder, 'corpus.json'), '{"version":3}');
    await expect(loadCorpus(folder)).rejects.toThrow(/version 3,.*Build the corpus again/);
    await saveCorpus(folder, corpus);
  });

  it('has another version whenever a card has another form: raise storeVersion with this', () => {
    const form = createHash('sha256').update(JSON.stringify(diseaseCardJsonSchema())).digest('hex');
    const { version } = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8'));
    expect([version, form.slice(0, 12)]).toEqual([4, '00552c569041']);
  });

  it('names the file and line that is damaged or missing', async () => {
    await expect(loadCorpus(join(folder, 'none'))).rejects.toThrow(NotFoundError);
    writeFileSync(join(folder, 'cards.jsonl'), '{}\n{"id":');
    await expect(loadCorpus(folder)).rejects.toThrow(InvalidInputError);
    await expect(loadCorpus(folder)).rejects.toThrow(/cards\.jsonl, line 2/);
  });
});

describe('deduplicate', () => {
  const long =
    'The lesion shows silvery scale and plaque on the knee of an adult, which fits psoriasis well';

  it('keeps the first of exact and near duplicates about one image', () => {
    const { kept, duplicates } = deduplicate([
      said('a', long),
      said('b', long),
      said('c', `${long}.`),
      said('d', 'Burrows. Scabies.'),
    ]);
    expect(kept.map(({ id }) => id)).toEqual(['a', 'd']);
    expect(duplicates).toEqual([
      { id: 'b', of: 'a', similarity: 1 },
      { id: 'c', of: 'a', similarity: 1 },
    ]);
  });

  it('finds near duplicates over all records only when asked', () => {
    const near = [said('a', long, 'r1'), said('b', `${long} indeed`, 'r2')];
    expect(deduplicate(near).kept).toHaveLength(2);
    expect(deduplicate(near, { within: 'all' }).duplicates.map(({ of }) => of)).toEqual(['a']);
    // 15 shared runs of 16: similarity 0.9375.
    expect(deduplicate(near, { within: 'all', threshold: 0.95 }).kept).toHaveLength(2);
  });
});

describe('MinHash', () => {
  it('estimates the Jaccard similarity within four standard errors', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(100_000), { minLength: 30, maxLength: 60 }),
        fc.nat(25),
        (all, cut) => {
          const a = new Set(all);
          const b = new Set(all.slice(cut));
          const exact = jaccard(a, b);
          const [x, y] = [minHash(a, 512), minHash(b, 512)];
          const estimate = x.filter((value, at) => value === y[at]).length / 512;
          const error = Math.sqrt((exact * (1 - exact)) / 512);
          expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(4 * error + 1e-9);
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  });

  it('counts shared runs of words', () => {
    // Runs of two: {ab, bc} and {ab, bd}: 1 of 3 shared.
    expect(jaccard(shingles('a b c', 2), shingles('a b d', 2))).toBeCloseTo(1 / 3, 10);
  });
});

describe('decontaminate', () => {
  it('leaves out what an evaluation set holds by case, image or wording', () => {
    const words = 'one two three four five six seven eight nine ten eleven twelve thirteen';
    const other = { kind: 'pixels' as const, width: 2, height: 2, data: new Uint8Array(12) };
    const items = [
      said('a', 'x', 'case 1'),
      { ...said('b', 'x', 'case 2'), image: { ...gray } },
      { ...said('c', `Well: ${words}.`, 'case 3'), image: other },
      { ...said('d', 'x', 'case 4'), image: other },
    ];
    const { kept, contaminated } = decontaminate(items, {
      recordIds: ['case 1'],
      images: [gray],
      texts: [`So ${words} and on`],
    });
    expect(kept.map(({ id }) => id)).toEqual(['d']);
    expect(contaminated).toEqual([
      { id: 'a', by: 'record' },
      { id: 'b', by: 'image' },
      { id: 'c', by: 'text' },
    ]);
  });
});

describe('corpusStatistics', () => {
  it('counts by hand-checked values', () => {
    const two = [said('a', 'a b c d e'), said('b', 'a b c d f')];
    const statistics = corpusStatistics(two, { ontology, cards: corpus.cards });
    // Runs of four: abcd, bcde, abcd, bcdf: three different of four.
    expect(statistics.distinct4).toBe(0.75);
    // Runs of three: {abc, bcd, cde} and {abc, bcd, cdf}: two of four shared.
    expect(statistics.meanSimilarity).toBe(0.5);
    expect(statistics.words).toEqual({ least: 5, mean: 5, most: 5 });
  });

  it('covers the branches of the ontology', () => {
    const { coverage, trajectories } = corpusStatistics(corpus.trajectories, {
      ontology,
      cards: corpus.cards,
    });
    expect(coverage.reduce((sum, branch) => sum + branch.trajectories, 0)).toBe(trajectories);
    const growths = coverage.find(({ branchId }) => branchId === 'neoplastic');
    expect(growths).toMatchObject({ cards: 2, cardsWithSigns: 2, diagnoses: 1 });
  });
});
