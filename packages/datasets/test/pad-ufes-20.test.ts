import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadOntology } from '@skinr1/ontology';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectDataset, type LoadOptions, padUfes20 } from '../src/index.ts';

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

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'skinr1-datasets-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

describe('padUfes20', () => {
  const padHeader =
    'patient_id,lesion_id,age,gender,fitspatrick,region,diagnostic,itch,img_id,biopsed';
  const padRow = (patient: string, lesion: string, code: string, image: string) =>
    `${patient},${lesion},55,FEMALE,3.0,NECK,${code},True,${image},False`;

  it('reads the published layout and splits by patient', async () => {
    const labels = Object.keys(codes);
    const rows = labels.map((code, i) => padRow(`P${i >> 1}`, '1', code, `I${i}.png`));
    await put({
      'metadata.csv': [padHeader, ...rows].join('\n'),
      ...Object.fromEntries(
        labels.map((_, i) => [`images/imgs_part_${(i % 3) + 1}/I${i}.png`, 'x']),
      ),
    });
    expect((await detectDataset(directory)).name).toBe('pad-ufes-20');
    const { cases, skipped } = await padUfes20.load(directory, reading);
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
      await put({
        'metadata.csv': kept.join('\n'),
        ...Object.fromEntries(names.map((name) => [`images/${name}`, 'x'])),
      });
      const { cases, skipped } = await padUfes20.load(directory, options);
      expect(skipped).toEqual([]);
      expect(cases).toHaveLength(names.length);
      expect(new Set(cases.map(({ label }) => label)).size).toBe(6);
    });
  },
);
