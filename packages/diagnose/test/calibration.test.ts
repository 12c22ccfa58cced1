import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  calibrationFigures,
  fitCalibration,
  readCalibration,
  writeCalibration,
} from '../src/index.ts';

const options = { candidates: ['a', 'b', 'c'], model: { weights: 'abc' } };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-calibration-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Questions whose right answer is drawn from p, and a model that says p^sharpness / Σ instead. */
function questions(count: number, sharpness: number) {
  const random = createRandom('calibration');
  return Array.from({ length: count }, () => {
    const weights = [0, 1, 2].map(() => Math.exp(2 * random.normal()));
    const share = (values: number[]) => {
      const sum = values.reduce((a, b) => a + b, 0);
      return values.map((value) => value / sum);
    };
    const true_ = share(weights);
    const draw = random.next();
    const right = draw < true_[0]! ? 0 : draw < true_[0]! + true_[1]! ? 1 : 2;
    return { probabilities: share(weights.map((weight) => weight ** sharpness)), right };
  });
}

describe('a calibration', () => {
  it('finds the temperature by which a model is too sure, and the error goes away', () => {
    const items = questions(4000, 3);
    const { temperature, fitted } = fitCalibration(items, options);
    expect(temperature).toBeGreaterThan(2.7);
    expect(temperature).toBeLessThan(3.3);
    expect(fitted.before.calibrationError).toBeGreaterThan(0.1);
    expect(fitted.after.calibrationError).toBeLessThan(0.03);
    expect(fitted.after.negativeLogLikelihood).toBeLessThan(fitted.before.negativeLogLikelihood);
  });

  it('answers from the lowest threshold on that is right often enough', () => {
    const sure = Array.from({ length: 60 }, () => ({ probabilities: [0.9, 0.06, 0.04], right: 0 }));
    const unsure = Array.from({ length: 60 }, (_, i) => ({
      probabilities: [0.5, 0.3, 0.2],
      right: i % 2,
    }));
    const { threshold, fitted } = fitCalibration([...sure, ...unsure], options);
    // Of the sure 60 of 60 are right, at least 0.94 by Wilson's interval; of all 90 of 120.
    expect(fitted).toMatchObject({ accuracy: 0.75, coverage: 0.5, accuracyOfGiven: 1 });
    expect(threshold).toBeGreaterThan(0.5);
    const none = fitCalibration(unsure, options);
    expect(none.threshold).toBeGreaterThan(1);
    expect(none.fitted).toMatchObject({ coverage: 0, accuracyOfGiven: null });
  });

  it('measures the error of confidence as derived by hand', () => {
    const { calibrationError, negativeLogLikelihood } = calibrationFigures([
      { probabilities: [0.8, 0.2, 0], right: 0 },
      { probabilities: [0.8, 0.2, 0], right: 1 },
    ]);
    // One bin: confidence 0.8, half of it right.
    expect(calibrationError).toBeCloseTo(0.3, 10);
    expect(negativeLogLikelihood).toBeCloseTo(-(Math.log(0.8) + Math.log(0.2)) / 2, 6);
  });

  it('comes back from its file, and a file that is none is named', async () => {
    expect(await readCalibration(folder)).toBeNull();
    const calibration = fitCalibration(questions(50, 1), options);
    await writeCalibration(folder, calibration);
    expect(await readCalibration(folder)).toEqual(calibration);
    await writeFile(join(folder, 'diagnosis-calibration.json'), '{"version":1}');
    await expect(readCalibration(folder)).rejects.toThrow(
      /diagnosis-calibration\.json.*no calibration/,
    );
    expect(() => fitCalibration([], options)).toThrow(/needs questions/);
  });
});
