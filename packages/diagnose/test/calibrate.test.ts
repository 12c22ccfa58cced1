import type { Case } from '@skinr1/core';
import { plainImage } from '@skinr1/model/testing';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { calibrate, diagnose } from '../src/index.ts';
import { melanomaAnswer, modelDouble } from './support/model-double.ts';

const ontology = loadOntology();
const candidates = ['melanoma', 'melanocytic-nevus'];
const image = plainImage(200, 150, 130, 100);

/** Cases of lesions with two images each, every fifth of which is no melanoma. */
function casesOf(lesions: number): Case[] {
  return Array.from({ length: lesions * 2 }, (_, index) => {
    const lesion = index >> 1;
    const diagnosisId = lesion % 5 === 4 ? 'melanocytic-nevus' : 'acral-lentiginous-melanoma';
    return {
      ...{
        id: `case ${index}`,
        lesionId: `lesion ${lesion}`,
        dataset: 'test',
        split: 'validation',
      },
      ...{ image, diagnosisId, malignancy: ontology.malignancyClass(diagnosisId) },
    } as Case;
  });
}

/** Sure of melanoma, whatever it sees: e⁹ times as probable as a nevus. */
const model = modelDouble({
  greedy: melanomaAnswer,
  drawn: [],
  logProb: (text) => (text.includes('<diagnosis>melanoma;') ? -1 : -10),
});
const asked = { model, candidates, samples: 0, ontology, identity: { weights: 'abc' } };

describe('calibrate', () => {
  it('fits on half of the lesions and measures on the other, all images of one on one side', async () => {
    const progress: number[] = [];
    const { calibration, heldOut, skipped } = await calibrate(casesOf(20), {
      ...asked,
      targetAccuracy: 0.4,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(progress.at(-1)).toBe(40);
    expect(skipped).toEqual([]);
    // A subtype counts for the candidate above it; 32 of 40 are right, on both sides together.
    const right = ({ questions, accuracy }: { questions: number; accuracy: number }) =>
      questions * accuracy;
    expect(calibration.fitted.questions).toBe(20);
    expect(heldOut.questions).toBe(20);
    expect(right(calibration.fitted) + right(heldOut)).toBeCloseTo(32, 9);
    expect(heldOut.before.calibrationError).toBeCloseTo(1 - heldOut.accuracy, 2);
    expect(heldOut.after.calibrationError).toBeLessThan(heldOut.before.calibrationError);
    const found = await diagnose(image, { ...asked, calibration });
    expect(found.differential[0]!.probability).toBeCloseTo(calibration.fitted.accuracy, 2);
    expect(found.abstention.reasons.map(({ kind }) => kind)).not.toContain('confidence');
  });

  it('lists cases that no candidate is the diagnosis of and images that cannot be read', async () => {
    const cases = casesOf(4);
    const missing = { kind: 'file', path: 'nowhere.png' } as const;
    const others: Case[] = [
      { ...cases[0]!, id: 'other', lesionId: 'x', diagnosisId: 'psoriasis' },
      { ...cases[0]!, id: 'gone', lesionId: 'y', image: missing },
    ];
    const { skipped, calibration } = await calibrate([...others, ...cases], asked);
    expect(skipped).toEqual([
      { id: 'other', reason: 'no candidate is its diagnosis' },
      { id: 'gone', reason: expect.stringContaining('nowhere.png') },
    ]);
    expect(calibration.candidates).toEqual(candidates);
    await expect(calibrate(others, asked)).rejects.toThrow(/too few lesions.*no candidate/);
  });

  it('ends by its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(calibrate(casesOf(2), { ...asked, signal })).rejects.toThrow('enough');
  });
});
