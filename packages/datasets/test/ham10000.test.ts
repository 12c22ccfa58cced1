import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Case, InvalidInputError, NotFoundError, SkinR1Error } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDataset, ham10000, summarizeSkips } from '../src/index.ts';
import { dataFolder, image, images } from './data-folder.ts';

const ontology = loadOntology();
const options = { ontology, seed: 1 };
const sharedData = new URL('../../../../shared/data/', import.meta.url).pathname;
const header = 'lesion_id,image_id,dx,dx_type,age,sex,localization';

const folder = dataFolder();

function row(lesion: string, image: string, dx = 'nv'): string {
  return `${lesion},${image},${dx},histo,45.0,male,back`;
}

describe('ham10000', () => {
  it('reads the published layout: metadata and two image folders', async () => {
    await folder.put({
      'HAM10000_metadata.csv': [header, row('L1', 'I1'), row('L2', 'I2', 'mel')].join('\r\n'),
      ...images('HAM10000_images_part_1/I1.jpg', 'HAM10000_images_part_2/I2.jpg'),
    });
    expect((await detectDataset(folder.path)).name).toBe('ham10000');
    const { cases, skipped } = await ham10000.load(folder.path, options);
    expect(skipped).toEqual([]);
    expect(cases.map(({ id, label, diagnosisId }) => [id, label, diagnosisId])).toEqual([
      ['I1', 'nv', 'melanocytic-nevus'],
      ['I2', 'mel', 'melanoma'],
    ]);
    expect(cases[1]).toMatchObject({
      dataset: 'ham10000',
      path: ontology.path('melanoma'),
      malignancy: 'malignant',
      lesionId: 'L2',
      patientId: null,
      signs: null,
      metadata: { age: 45, sex: 'male', localization: 'back', confirmation: 'histo' },
    });
    const found = (cases[1] as Case).image;
    const path = 'HAM10000_images_part_2/I2.jpg';
    expect(found.kind === 'file' && (await readFile(found.path))).toEqual(image(path));
  });

  it('reads the seven published codes, and vasc as benign as its paper says', async () => {
    const codes = ['akiec', 'bcc', 'bkl', 'df', 'mel', 'nv', 'vasc'];
    await folder.put({
      'labels.csv': [header, ...codes.map((dx, i) => row(`L${i}`, `I${i}`, dx))].join('\n'),
      ...Object.fromEntries(codes.map((_, i) => [`images/I${i}.jpg`, image(`${i}`)])),
    });
    const { cases } = await ham10000.load(folder.path, options);
    expect(cases.map(({ malignancy }) => malignancy)).toEqual([
      'precancerous_in_situ',
      'malignant',
      'benign',
      'benign',
      'malignant',
      'benign',
      'benign',
    ]);
  });

  it('says of an image that is listed twice where its labels differ', async () => {
    await folder.put({
      'labels.csv': [
        header,
        row('L1', 'I1', 'mel'),
        row('L1', 'I1', 'nv'),
        row('L1', 'I1', 'mel'),
      ].join('\n'),
      ...images('images/I1.jpg'),
    });
    const { skipped } = await ham10000.load(folder.path, options);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "image listed twice, and under unlike labels: 'nv' here, 'mel' before",
      'image listed twice',
    ]);
  });

  it('lists every row that cannot become a case, with line and reason', async () => {
    await folder.put({
      HAM10000_metadata: [
        header,
        row('L1', 'good'),
        row('L2', 'absent'),
        row('L3', 'strange', 'a dream of spring'),
        row('L4', 'blank', ''),
        'L5,short',
        row('L6', 'good'),
        row('L7', '../../etc/passwd'),
        row('L8', 'hollow'),
        row('L9', ''),
      ].join('\n'),
      ...images('images/good.jpg', 'images/strange.jpg', 'images/blank.jpg'),
      'images/hollow.jpg': '',
    });
    const { cases, skipped } = await ham10000.load(folder.path, options);
    expect(cases.map(({ id }) => id)).toEqual(['good']);
    const byPlace = Object.fromEntries(skipped.map(({ place, reason }) => [place, reason]));
    expect(byPlace).toEqual({
      'line 3 (absent)': 'image missing',
      'line 4 (strange)': expect.stringMatching(/^label 'a dream of spring' not resolved/),
      'line 5 (blank)': 'no label',
      'line 6': 'malformed row: 2 cells, 7 columns; add what is missing',
      'line 7 (good)': 'image listed twice',
      'line 8 (../../etc/passwd)': 'image id is a path, not a name',
      'line 9 (hollow)': 'image file is empty',
      'line 10': 'no image id',
    });
    expect(skipped.every(({ source }) => source.endsWith('HAM10000_metadata'))).toBe(true);
    expect(summarizeSkips([...skipped, skipped[1]!])[0]!.count).toBe(2);
  });

  it('refuses links that lead out of the folder and follows those that stay inside', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'skinr1-outside-'));
    await writeFile(join(outside, 'secret.jpg'), image('secret'));
    await folder.put({
      'labels.csv': [header, row('L1', 'real'), row('L2', 'inner'), row('L3', 'outer')].join('\n'),
      ...images('images/real.jpg'),
    });
    await symlink(join(folder.path, 'images/real.jpg'), join(folder.path, 'images/inner.jpg'));
    await symlink(join(outside, 'secret.jpg'), join(folder.path, 'images/outer.jpg'));
    const { cases, skipped } = await ham10000.load(folder.path, options);
    await rm(outside, { recursive: true });
    expect(cases.map(({ id }) => id)).toEqual(['real', 'inner']);
    expect(skipped[0]!.reason).toMatch(/leads out/);
  });

  it('splits by lesion, the same way for the same seed', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => row(`L${i >> 1}`, `I${i}`));
    await folder.put({
      'labels.csv': [header, ...rows].join('\n'),
      ...Object.fromEntries(rows.map((_, i) => [`images/I${i}.jpg`, image(`${i}`)])),
    });
    const { cases } = await ham10000.load(folder.path, options);
    for (let i = 0; i < 60; i += 2) expect(cases[i]!.split).toBe(cases[i + 1]!.split);
    // 30 lesions: 21, 3 and 6 of two images each.
    const test = cases.filter(({ split }) => split === 'test');
    expect(test).toHaveLength(12);
    expect((await ham10000.load(folder.path, options)).cases).toEqual(cases);
    const other = await ham10000.load(folder.path, { ...options, seed: 2 });
    expect(other.cases.map(({ split }) => split)).not.toEqual(cases.map(({ split }) => split));
  });

  it('says what is wrong with a folder that gives nothing', async () => {
    await expect(ham10000.load(folder.path, options)).rejects.toThrow(NotFoundError);
    await expect(detectDataset(folder.path)).rejects.toThrow(/Known layouts: ham10000/);
    await expect(detectDataset(join(folder.path, 'nowhere'))).rejects.toThrow(NotFoundError);
    await folder.put({ 'labels.csv': [header, row('L1', 'I1')].join('\n') });
    const failure = ham10000.load(folder.path, options);
    await expect(failure).rejects.toThrow(InvalidInputError);
    await expect(failure).rejects.toThrow(/0 image files found.*image missing \(1\)/);
    await folder.put({ 'labels.csv': '' });
    await expect(ham10000.load(folder.path, options)).rejects.toThrow(/table is empty/);
    await folder.put({ 'labels.csv': 'a,b\n1,2' });
    await expect(ham10000.load(folder.path, options)).rejects.toThrow(/no column 'image_id', 'dx'/);
  });

  it('ends every hostile table in cases or a SkinR1Error', async () => {
    await folder.put(images('images/I1.jpg'));
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', '\0', '\n', ',', '\uFEFF', 'I1', 'nv'));
    const text = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(text, async (lines) => {
        const body = lines.map((cells) => cells.join(',')).join('\n');
        await writeFile(join(folder.path, 'labels.csv'), `image_id,dx\n${body}`);
        try {
          const { cases } = await ham10000.load(folder.path, options);
          expect(cases.every(({ id }) => id === 'I1')).toBe(true);
        } catch (error) {
          expect(SkinR1Error.isInstance(error)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const realHam = join(sharedData, 'ham10000');
describe.skipIf(!existsSync(realHam))(
  'real HAM10000 (skipped where ../shared/data is absent)',
  () => {
    it('reads all 5,984 images, one lesion each', async () => {
      const adapter = await detectDataset(realHam);
      const { cases, skipped } = await adapter.load(realHam, options);
      expect(skipped).toEqual([]);
      expect(cases).toHaveLength(5984);
      expect(new Set(cases.map(({ lesionId }) => lesionId)).size).toBe(5984);
      const test = cases.filter(({ split }) => split === 'test');
      expect(test.length / cases.length).toBeCloseTo(0.2, 2);
      expect(new Set(test.map(({ label }) => label)).size).toBe(7);
    });
  },
);
