import { UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  ancestorScore,
  corpusInformationContent,
  cutAtDepth,
  cutAtNodes,
  exactScore,
  hierarchicalMetrics,
  informationContent,
  linSimilarity,
  loadOntology,
  mistakeSeverity,
  optionScore,
  pathDistance,
  pathSimilarity,
  wuPalmer,
} from '../src/index.ts';
import { small, smallData } from './small-ontology.ts';

const ids = smallData.conditions.map((record) => record.id);

describe('similarity', () => {
  it('has the values worked out by hand', () => {
    // melanoma and nevus: c = melanocytic, three nodes from the root, one edge up from each.
    expect(wuPalmer(small, 'melanoma', 'nevus')).toBeCloseTo((2 * 3) / (1 + 1 + 2 * 3), 12);
    // blue nevus and seborrheic keratosis: c = growth (2 nodes), 3 and 2 edges.
    expect(wuPalmer(small, 'blue-nevus', 'seborrheic-keratosis')).toBeCloseTo(4 / 9, 12);
    expect(pathDistance(small, 'blue-nevus', 'seborrheic-keratosis')).toBe(5);
    expect(pathSimilarity(small, 'blue-nevus', 'seborrheic-keratosis')).toBeCloseTo(1 / 6, 12);
    // A condition and its parent: c is the parent.
    expect(wuPalmer(small, 'nevus', 'blue-nevus')).toBeCloseTo(8 / 9, 12);
  });

  it('goes by the deepest common ancestor over all parents', () => {
    // Through its second parent, herpes gestationis meets psoriasis at inflammation, not at the root.
    expect(small.lowestCommonAncestor('herpes-gestationis', 'psoriasis')).toBe('inflammation');
    expect(pathDistance(small, 'herpes-gestationis', 'psoriasis')).toBe(2);
    expect(small.lowestCommonAncestor('herpes-gestationis', 'melanoma')).toBe('root');
  });

  it('is symmetric, in [0, 1], and 1 only on identity', () => {
    for (const measure of [wuPalmer, pathSimilarity, linSimilarity]) {
      for (const a of ids) {
        for (const b of ids) {
          const value = measure(small, a, b);
          expect(value).toBe(measure(small, b, a));
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(value === 1, `${a} ${b}`).toBe(a === b);
        }
      }
    }
  });
});

describe('information content', () => {
  it('is 0 at the root, 1 at a leaf, and by the formula between', () => {
    expect(informationContent(small, 'root')).toBe(0);
    expect(informationContent(small, 'psoriasis')).toBe(1);
    // 18 nodes; below melanocytic: melanoma, in situ, nevus, blue nevus.
    expect(informationContent(small, 'melanocytic')).toBeCloseTo(
      1 - Math.log(5) / Math.log(18),
      12,
    );
  });

  it('comes from counts where there are any', () => {
    const counts = new Map([
      ['blue-nevus', 1],
      ['nevus', 1],
      ['psoriasis', 6],
    ]);
    expect(corpusInformationContent(small, 'nevus', counts)).toBeCloseTo(Math.log(4), 12);
    expect(corpusInformationContent(small, 'root', counts)).toBe(0);
    expect(corpusInformationContent(small, 'eczema', counts)).toBeNull();
  });
});

describe('scores', () => {
  it("follow the method's depth formula, with index 0 below the root", () => {
    // Path: root, then growth 0, melanocytic 1, nevus 2, blue-nevus 3. Offered up to index 2, so
    // growth earns 0.75 · (0 + 1) / (2 + 1) and nevus 0.75 · (2 + 1) / (2 + 1).
    const path = small.path('blue-nevus');
    const offered = ['nevus', 'growth'];
    expect(optionScore(path, 'growth', offered)).toBeCloseTo(0.25, 12);
    expect(optionScore(path, 'nevus', offered)).toBeCloseTo(0.75, 12);
    // Neither the root, which every condition is below, nor a condition off the path earns anything.
    expect(optionScore(path, 'root', offered)).toBe(0);
    expect(optionScore(path, 'psoriasis', offered)).toBe(0);
    // Alone, the coarsest node is the finest offered.
    expect(optionScore(path, 'growth', ['growth'])).toBeCloseTo(0.75, 12);
  });

  it('have the same index 0 in the hierarchy that is shipped', () => {
    // root, neoplastic 0, melanocytic neoplasm 1, melanoma 2: 0.75 · 1 / 3.
    const path = loadOntology().path('melanoma');
    expect(path).toHaveLength(4);
    expect(optionScore(path, path[1]!, [path[1]!, 'melanoma'])).toBeCloseTo(0.25, 12);
  });

  it('refuse options that cannot be right', () => {
    const path = small.path('blue-nevus');
    for (const offered of [['eczema'], ['root', 'nevus'], []]) {
      expect(() => optionScore(path, 'nevus', offered)).toThrow(UsageError);
    }
  });

  it('give partial credit only above the truth', () => {
    expect(ancestorScore(small, 'blue-nevus', 'blue-nevus')).toBe(1);
    expect(ancestorScore(small, 'blue-nevus', 'nevus')).toBeCloseTo(3 / 4, 12);
    expect(ancestorScore(small, 'blue-nevus', 'root')).toBe(0);
    expect(ancestorScore(small, 'nevus', 'blue-nevus')).toBe(0);
    expect(ancestorScore(small, 'herpes-gestationis', 'inflammation')).toBeCloseTo(1 / 3, 12);
    expect(exactScore(small, 'nevus', 'blue-nevus')).toBe(0);
    expect(exactScore(small, 'nevus', 'nevus')).toBe(1);
  });

  it('measure how far up a mistake is', () => {
    expect(mistakeSeverity(small, 'blue-nevus', 'blue-nevus')).toBe(0);
    // Shared: melanocytic at depth 2 of 4.
    expect(mistakeSeverity(small, 'blue-nevus', 'melanoma')).toBeCloseTo(0.5, 12);
    expect(mistakeSeverity(small, 'blue-nevus', 'psoriasis')).toBe(1);
    expect(mistakeSeverity(small, 'nevus', 'blue-nevus')).toBe(0);
  });
});

describe('hierarchical precision and recall', () => {
  it('count shared ancestors, the root left out', () => {
    // T = {growth, melanocytic, nevus, blue-nevus}, P = {growth, melanocytic, melanoma}: 2 shared.
    // T = {inflammation, psoriasis}, no answer.
    const result = hierarchicalMetrics(small, [
      { truth: 'blue-nevus', predicted: 'melanoma' },
      { truth: 'psoriasis', predicted: null },
    ]);
    expect(result.precision).toBeCloseTo(2 / 3, 12);
    expect(result.recall).toBeCloseTo(2 / 6, 12);
    expect(result.f1).toBeCloseTo(4 / 9, 12);
  });

  it('need something to count', () => {
    expect(() => hierarchicalMetrics(small, [])).toThrow(UsageError);
  });
});

describe('cuts', () => {
  it('put every condition into one class at any depth', () => {
    const cut = cutAtDepth(small, 1);
    expect([...cut.classes].sort()).toEqual(['blistering', 'growth', 'inflammation', 'root']);
    expect(cut.classOf('blue-nevus')).toBe('growth');
    expect(cut.classOf('herpes-gestationis')).toBe('blistering');
    expect(cutAtDepth(small, 0).classes).toEqual(['root']);
    expect(cutAtDepth(small, 99).classes).toHaveLength(small.size);
    expect(() => cutAtDepth(small, -1)).toThrow(UsageError);
  });

  it('can be made at chosen conditions', () => {
    const cut = cutAtNodes(small, ['melanocytic', 'nevus']);
    expect(cut.classOf('blue-nevus')).toBe('nevus');
    expect(cut.classOf('melanoma-in-situ')).toBe('melanocytic');
    expect(cut.classOf('psoriasis')).toBe('root');
  });
});
