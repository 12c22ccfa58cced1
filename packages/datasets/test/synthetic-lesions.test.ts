import { createRandom, InvalidInputError, UsageError } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import {
  type DiseaseProfile,
  diseaseProfiles,
  drawSigns,
  exclusiveSigns,
  renderableSigns,
  signFrequency,
  syntheticLesions,
} from '../src/index.ts';

const ontology = loadOntology();
const small = { seed: 1, casesPerDisease: 10, size: 32, ontology };

describe('diseaseProfiles', () => {
  it('names diseases and signs that the ontology knows and the renderer can draw', () => {
    const terms = new Set(ontology.morphology().map(({ id }) => id));
    for (const { diseaseId, always, often, sometimes, rarely } of diseaseProfiles) {
      expect(ontology.has(diseaseId), diseaseId).toBe(true);
      expect(ontology.malignancyClass(diseaseId), diseaseId).not.toBeNull();
      const signs = [...always, ...often, ...sometimes, ...rarely];
      expect(new Set(signs).size, `${diseaseId} lists a sign twice`).toBe(signs.length);
      for (const sign of signs) {
        expect(terms.has(sign), `${diseaseId}: ${sign}`).toBe(true);
        expect(renderableSigns, diseaseId).toContain(sign);
      }
    }
  });

  it('covers three branches and all malignancy classes', () => {
    const branches = new Set(diseaseProfiles.map(({ diseaseId }) => ontology.path(diseaseId)[1]));
    const classes = new Set(
      diseaseProfiles.map(({ diseaseId }) => ontology.malignancyClass(diseaseId)),
    );
    expect(branches.size).toBeGreaterThanOrEqual(3);
    expect(classes).toEqual(new Set(['benign', 'precancerous_in_situ', 'malignant']));
  });

  it('tells every two diseases apart by signs that one shows usually and the other does not', () => {
    for (const one of diseaseProfiles) {
      for (const other of diseaseProfiles) {
        if (one === other) continue;
        // A sign that is always there tells twice as much as one that often is.
        const telling = distinctive(one, other) + distinctive(other, one);
        expect(telling, `${one.diseaseId} and ${other.diseaseId}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('draws signs as often as it says, and never two that exclude each other', () => {
    const melanoma = diseaseProfiles.find(({ diseaseId }) => diseaseId === 'melanoma')!;
    const draws = Array.from({ length: 2000 }, (_, i) => drawSigns(melanoma, createRandom(i)));
    const share = (sign: string) => draws.filter((signs) => signs.includes(sign)).length / 2000;
    expect(share('asymmetry')).toBe(1);
    // Three standard errors of a share of 2,000: 3·√(0.8·0.2/2000) ≈ 0.027.
    expect(Math.abs(share('blue-white-veil') - signFrequency.often)).toBeLessThan(0.027);
    expect(Math.abs(share('streaks') - signFrequency.sometimes)).toBeLessThan(0.032);
    for (const profile of diseaseProfiles) {
      for (let seed = 0; seed < 60; seed++) {
        const signs = drawSigns(profile, createRandom(seed));
        for (const group of exclusiveSigns) {
          expect(group.filter((sign) => signs.includes(sign)).length).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});

describe('syntheticLesions', () => {
  const cases = syntheticLesions({ ...small, secondViews: 0.5 });

  it('makes the number of cases asked for, each named synthetic, with path and malignancy', () => {
    expect(cases).toHaveLength(diseaseProfiles.length * 10);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    for (const item of cases) {
      expect(item.dataset).toBe('synthetic');
      expect(item.metadata.synthetic).toBe(true);
      expect(item.path).toEqual(ontology.path(item.diagnosisId));
      expect(item.malignancy).toBe(ontology.malignancyClass(item.diagnosisId));
      expect(item.signs!.length).toBeGreaterThan(0);
    }
  });

  it('keeps both views of a lesion in one part', () => {
    const byLesion = group(cases);
    const pairs = [...byLesion.values()].filter((views) => views.length === 2);
    expect(pairs.length).toBeGreaterThan(20);
    for (const [first, second] of pairs) {
      expect(first!.split).toBe(second!.split);
      expect(first!.signs).toEqual(second!.signs);
      expect(first!.image).not.toEqual(second!.image);
    }
  });

  it('puts every disease into train and test', () => {
    for (const { diseaseId } of diseaseProfiles) {
      const splits = cases.filter((c) => c.diagnosisId === diseaseId).map(({ split }) => split);
      expect(splits).toContain('train');
      expect(splits).toContain('test');
    }
  });

  it('gives equal cases for equal seeds, and a disease its cases whatever others are there', () => {
    expect(syntheticLesions({ ...small, secondViews: 0.5 })).toEqual(cases);
    const psoriasis = diseaseProfiles.filter(({ diseaseId }) => diseaseId === 'psoriasis');
    const alone = syntheticLesions({ ...small, secondViews: 0.5, profiles: psoriasis });
    expect(alone).toEqual(cases.filter(({ diagnosisId }) => diagnosisId === 'psoriasis'));
    expect(syntheticLesions({ ...small, seed: 2 })[0]!.image).not.toEqual(cases[0]!.image);
  });

  it('makes a long tail on request', () => {
    const tail = syntheticLesions({ ...small, casesPerDisease: 40, longTail: 1 });
    const counts = diseaseProfiles
      .map(({ diseaseId }) => tail.filter((c) => c.diagnosisId === diseaseId).length)
      .sort((a, b) => b - a);
    // n-th commonest: 40 / n, at least 3.
    expect(counts.slice(0, 4)).toEqual([40, 20, 13, 10]);
    expect(counts.at(-1)).toBe(3);
  });

  it('refuses impossible options', () => {
    for (const bad of [
      { casesPerDisease: 0 },
      { casesPerDisease: 1.5 },
      { secondViews: 2 },
      { longTail: -1 },
      { profiles: [] },
      { shares: { train: 0.5, validation: 0, test: 0 } },
    ]) {
      expect(() => syntheticLesions({ ...small, ...bad })).toThrow(UsageError);
    }
    const varies = { path: ontology.path, malignancyClass: () => null };
    expect(() => syntheticLesions({ ...small, ontology: varies })).toThrow(InvalidInputError);
  });
});

function group<T extends { lesionId: string | null }>(
  items: readonly T[],
): Map<string | null, T[]> {
  const result = new Map<string | null, T[]>();
  for (const item of items) result.set(item.lesionId, [...(result.get(item.lesionId) ?? []), item]);
  return result;
}

function distinctive(of: DiseaseProfile, against: DiseaseProfile): number {
  const shared = new Set([...against.always, ...against.often]);
  const alone = (signs: readonly string[]) => signs.filter((sign) => !shared.has(sign)).length;
  return 2 * alone(of.always) + alone(of.often);
}
