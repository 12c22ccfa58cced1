import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageSource, researchUseOnly } from '@skinr1/core';
import { diseaseProfiles, syntheticLesions } from '@skinr1/datasets';
import { plainImage } from '@skinr1/model/testing';
import { loadOntology } from '@skinr1/ontology';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiagnosedImage, diagnose, fitCalibration, renderDiagnoses } from '../src/index.ts';
import { melanomaAnswer, modelDouble, nevusAnswer } from './support/model-double.ts';

const ontology = loadOntology();
const candidates = ['melanoma', 'melanocytic-nevus', 'basal-cell-carcinoma'];
const [lesion] = syntheticLesions({
  seed: 1,
  casesPerDisease: 1,
  ontology,
  profiles: diseaseProfiles.slice(0, 1),
}).map(({ image }) => image) as [Extract<ImageSource, { kind: 'pixels' }>];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-diagnose-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Melanoma e² times as probable as a nevus after a reasoning that names it, the other way after the other. */
function logProb(text: string): number {
  const names = (name: string) => text.includes(`<diagnosis>${name};`);
  const thinksMelanoma = text.includes('Diagnosis: melanoma,');
  if (names('melanoma')) return thinksMelanoma ? -1 : -3;
  if (names('melanocytic nevus')) return thinksMelanoma ? -3 : -1;
  return -1000;
}

const answers = {
  greedy: melanomaAnswer,
  drawn: [melanomaAnswer, melanomaAnswer, nevusAnswer, 'chatter'],
  logProb,
};
/** e² / (e² + 1): what the named one has of the two after one reasoning. */
const named = Math.exp(2) / (Math.exp(2) + 1);

describe('diagnose', () => {
  it('ranks candidates over all reasonings, counts votes apart, and reads the answer shown', async () => {
    const model = modelDouble(answers);
    const found = await diagnose(lesion, { model, candidates, samples: 4 });
    // Two reasonings speak for melanoma, one for the nevus; the chatter has none.
    const melanoma = (2 * named + (1 - named)) / 3;
    expect(found.differential.map(({ id }) => id)).toEqual(candidates);
    expect(found.differential[0]?.probability).toBeCloseTo(melanoma, 10);
    expect(found.differential[1]?.probability).toBeCloseTo(1 - melanoma, 10);
    expect(found.selfConsistency).toEqual({
      samples: 4,
      unread: 1,
      votes: [
        { id: 'melanoma', name: 'melanoma', share: 0.5 },
        { id: 'melanocytic-nevus', name: 'melanocytic nevus', share: 0.25 },
      ],
    });
    expect(found.malignancy.class).toBe('malignant');
    expect(found.malignancy.byClass.benign).toBeCloseTo(1 - melanoma, 10);
    // Both lie below the melanocytic neoplasms, so that the way there is certain.
    expect(found.path.map(({ id }) => id)).toEqual(ontology.path('melanoma'));
    expect(found.path.at(-2)?.probability).toBeCloseTo(1, 10);
    expect(found.path.at(-1)?.probability).toBeCloseTo(melanoma, 10);
    const { steps, ...answer } = found.answer;
    expect(answer).toMatchObject({
      inForm: true,
      diagnosisId: 'melanoma',
      malignancy: 'malignant',
    });
    expect(steps.map(({ kind }) => kind)).toEqual(['observe', 'consider', 'exclude', 'conclude']);
    expect(steps[0]?.shown).toEqual(['blue-white-veil', 'asymmetry']);
    expect(steps[2]).toMatchObject({ lacked: ['symmetry'], diseases: ['melanocytic-nevus'] });
    expect(found.notice).toBe(researchUseOnly);
    expect(found.provenance).toMatchObject({ seed: 1, samples: 4 });
    expect(found.provenance.image).toMatch(/^[\da-f]{64}$/);
  });

  it('says that it is not calibrated, and abstains by a calibration that is of the model', async () => {
    const model = modelDouble(answers);
    const identity = { weights: 'abc' };
    const shared = { model, candidates, identity, samples: 4 };
    const plain = await diagnose(lesion, shared);
    expect(plain.abstention).toMatchObject({ abstains: false, threshold: null, reasons: [] });
    expect(plain.abstention.basis).toMatch(/^Not calibrated/);
    // Sure and right, unsure and wrong, often enough for an interval above 0.8.
    const items = [...Array(40)].flatMap(() => [
      { probabilities: [0.9, 0.05, 0.05], right: 0 },
      { probabilities: [0.6, 0.3, 0.1], right: 1 },
    ]);
    const calibration = fitCalibration(items, { candidates, model: identity, targetAccuracy: 0.8 });
    const found = await diagnose(lesion, { ...shared, calibration });
    expect(found.differential[0]?.rawProbability).toBe(plain.differential[0]?.probability);
    expect(found.abstention.abstains).toBe(true);
    expect(found.abstention.reasons).toMatchObject([{ kind: 'confidence' }]);
    const other = diagnose(lesion, { ...shared, identity: { weights: 'other' }, calibration });
    await expect(other).rejects.toThrow(/of another model: 'weights' differs/);
    const fewer = diagnose(lesion, { ...shared, candidates: ['melanoma'], calibration });
    await expect(fewer).rejects.toThrow(/other candidates/);
  });

  it('abstains where the answer shown concludes on another disease than the differential', async () => {
    const model = modelDouble({ ...answers, greedy: nevusAnswer });
    const { abstention, answer } = await diagnose(lesion, { model, candidates, samples: 4 });
    expect(answer.diagnosisId).toBe('melanocytic-nevus');
    expect(abstention.reasons).toEqual([
      {
        kind: 'disagreement',
        text: expect.stringMatching(/itself concludes on melanocytic nevus.*together on melanoma/),
      },
    ]);
    expect(abstention.abstains).toBe(true);
  });

  it('abstains from what is no picture of skin or no answer, and still tells the rest', async () => {
    const model = modelDouble({ greedy: 'chatter', drawn: ['chatter'], logProb });
    const pixel = await diagnose(plainImage(90, 160, 90, 1), { model, candidates, samples: 1 });
    expect(pixel.abstention.reasons.map(({ kind }) => kind)).toEqual(['quality', 'form']);
    expect(pixel.differential).toHaveLength(3);
    const green = await diagnose(plainImage(90, 160, 90, 100), { model, candidates, samples: 0 });
    const failed = green.quality.checks.filter(({ passed }) => !passed);
    expect(failed.map(({ name }) => name)).toEqual(['sharpness', 'skin']);
    expect(green.selfConsistency).toBeNull();
  });

  it('gives a disease that can be either an answer for each class', async () => {
    const either = 'melanocytic-neoplasm';
    expect(ontology.malignancyClass(either)).toBeNull();
    const model = modelDouble({ ...answers, logProb: () => -5 });
    const found = await diagnose(lesion, { model, candidates: [either, 'melanoma'], samples: 0 });
    // Three answers of four.
    expect(found.differential[0]).toMatchObject({ id: either, malignancy: null });
    expect(found.malignancy.undecided).toBeCloseTo(0.75, 10);
  });

  it('stops when it is told to, in every phase', async () => {
    const model = modelDouble(answers);
    for (const phase of ['generate', 'score'] as const) {
      const abort = new AbortController();
      const stopping = {
        ...model,
        [phase]: (...parameters: never) => {
          abort.abort(new Error(`stopped in ${phase}`));
          return (model[phase] as (...given: never) => Promise<never>)(...parameters);
        },
      };
      const call = diagnose(lesion, { model: stopping, candidates, signal: abort.signal });
      await expect(call).rejects.toThrow(`stopped in ${phase}`);
    }
  });
});

describe('what an image file says beside its pixels', () => {
  it('goes to no model, no result and no page', async () => {
    const { width, height, data } = lesion;
    const path = join(folder, 'with-gps.jpg');
    const secrets = { IFD0: { Artist: 'Jane Patient', Make: 'SecretCamera' } };
    const gps = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } };
    const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
      .withExif({ ...secrets, ...gps })
      .jpeg()
      .toBuffer();
    expect(bytes.includes('Jane Patient') && bytes.includes('SecretCamera')).toBe(true);
    await writeFile(path, bytes);
    const model = modelDouble(answers);
    const diagnosis = await diagnose({ kind: 'file', path }, { model, candidates, samples: 4 });
    const images: DiagnosedImage[] = [
      { name: 'with-gps.jpg', image: { kind: 'file', path }, diagnosis },
    ];
    const page = await renderDiagnoses(images, '2026-01-01T00:00:00Z');
    for (const { question } of model.asked) {
      expect(question.images.map(({ kind }) => kind)).toEqual(['pixels']);
    }
    const embedded = [...page.matchAll(/base64,([A-Za-z\d+/=]+)/g)].map(([, text]) =>
      Buffer.from(text as string, 'base64').toString('latin1'),
    );
    expect(embedded.length).toBeGreaterThan(0);
    const asked = JSON.stringify(model.asked.map(({ question, texts }) => [question.text, texts]));
    for (const text of [JSON.stringify(diagnosis), page, asked, ...embedded]) {
      expect(text).not.toMatch(/Jane Patient|SecretCamera|GPS|Exif/);
    }
  });
});

describe('an image that cannot be read', () => {
  it.each([
    ['no-image.jpg', Buffer.from('%PDF-1.4 text'), /no-image\.jpg.*cannot be read as an image/],
    ['missing.jpg', null, /missing\.jpg.*no such image file/],
  ])('%s is named', async (name, content, message) => {
    const path = join(folder, name);
    if (content) await writeFile(path, content);
    const call = diagnose({ kind: 'file', path }, { model: modelDouble(answers), candidates });
    await expect(call).rejects.toThrow(message);
  });

  it('is one that is cut off, a folder, or larger than any', async () => {
    const { width, height, data } = lesion;
    const whole = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toBuffer();
    await writeFile(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, 'huge.ppm'), 'P6\n20000 10000\n255\n');
    for (const [name, message] of [
      ['cut.jpg', /cut\.jpg/],
      ['.', /is a folder, not a file/],
      ['huge.ppm', /huge\.ppm.*pixels/],
    ] as const) {
      const image = { kind: 'file', path: join(folder, name) } as const;
      const call = diagnose(image, { model: modelDouble(answers), candidates });
      await expect(call, name).rejects.toThrow(message);
    }
  });
});
