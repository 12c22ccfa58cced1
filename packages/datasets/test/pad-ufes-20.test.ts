import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { detectDataset, type LoadOptions, padUfes20 } from '../src/index.ts';
import { dataFolder, image, images } from './data-folder.ts';

const ontology = loadOntology();
const options = { ontology, seed: 1 };

/** Resolves the six published codes, so that reading is tested apart from the ontology's own list. */
const codes: Readonly<Record<string, string>> = {
  ACK: 'actinic keratosis',
  BCC: 'basal cell carcinoma',
  MEL: 'melanoma',
  NEV: 'melanocytic nevus',
  SCC: 'squamous cell carcinoma',
  SEK: 'seborrheic keratosis',
};
const reading: LoadOptions = {
  seed: 1,
  ontology: {
    path: (id) => ontology.path(id),
    malignancyClass: (id) => ontology.malignancyClass(id),
    resolve: (label) => ontology.resolve(codes[label] ?? label),
  },
};
const ontologyKnows = ontology.vocabularies().some(({ dataset }) => dataset === 'pad-ufes-20');
const sharedData = new URL('../../../../shared/data/', import.meta.url).pathname;

const folder = dataFolder();

describe('padUfes20', () => {
  const padHeader =
    'patient_id,lesion_id,age,gender,fitspatrick,region,diagnostic,itch,img_id,biopsed';
  const padRow = (patient: string, lesion: string, code: string, image: string) =>
    `${patient},${lesion},55,FEMALE,3.0,NECK,${code},True,${image},False`;

  it('reads the published layout and splits by patient', async () => {
    const labels = Object.keys(codes);
    const rows = labels.map((code, i) => padRow(`P${i >> 1}`, '1', code, `I${i}.png`));
    await folder.put({
      'metadata.csv': [padHeader, ...rows].join('\n'),
      ...Object.fromEntries(
        labels.map((_, i) => [`images/imgs_part_${(i % 3) + 1}/I${i}.png`, image(`${i}`)]),
      ),
    });
    expect((await detectDataset(folder.path)).name).toBe('pad-ufes-20');
    const { cases, skipped } = await padUfes20.load(folder.path, reading);
    expect(skipped).toEqual([]);
    expect(cases.map(({ diagnosisId }) => diagnosisId)).toEqual([
      'actinic-keratosis',
      'basal-cell-carcinoma',
      'melanoma',
      'melanocytic-nevus',
      'squamous-cell-carcinoma',
      'seborrheic-keratosis',
    ]);
    expect(cases[0]).toMatchObject({
      lesionId: 'P0/1',
      patientId: 'P0',
      malignancy: 'precancerous_in_situ',
      metadata: {
        age: 55,
        sex: 'female',
        skinTone: 3,
        localization: 'neck',
        itch: true,
        biopsied: false,
      },
    });
    for (let i = 0; i < 6; i += 2) expect(cases[i]!.split).toBe(cases[i + 1]!.split);
  });
});

const realPad = join(sharedData, 'pad-ufes-20/metadata.csv');
describe.skipIf(!existsSync(realPad) || !ontologyKnows)(
  'real PAD-UFES-20 table (skipped without it or its labels in the ontology)',
  () => {
    it('resolves every label of the table, given images', async () => {
      const text = await readFile(realPad, 'utf8');
      const lines = text.trim().split('\n');
      const kept = lines.filter((_, i) => i % 10 === 0);
      const imageColumn = lines[0]!.split(',').indexOf('img_id');
      const names = kept.slice(1).map((line) => line.split(',')[imageColumn]!);
      await folder.put({
        'metadata.csv': kept.join('\n'),
        ...images(...names.map((name) => `images/${name}`)),
      });
      const { cases, skipped } = await padUfes20.load(folder.path, options);
      expect(skipped).toEqual([]);
      expect(cases).toHaveLength(names.length);
      expect(new Set(cases.map(({ label }) => label)).size).toBe(6);
    });
  },
);
