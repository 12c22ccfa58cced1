import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Case, InvalidInputError, NotFoundError, SkinR1Error } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectDataset, ham10000, summarizeSkips } from '../src/index.ts';

const ontology = loadOntology();
const options = { ontology, seed: 1 };
const sharedData = new URL('../../../../shared/data/', import.meta.url).pathname;
const header = 'lesion_id,image_id,dx,dx_type,age,sex,localization';

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

function row(lesion: string, image: string, dx = 'nv'): string {
  return `${lesion},${image},${dx},histo,45.0,male,back`;
}

describe('ham10000', () => {
  it('reads the published layout: metadata and two image folders', async () => {
    await put({
      'HAM10000_metadata.csv': [header, row('L1', 'I1'), row('L2', 'I2', 'mel')].join('\r\n'),
      'HAM10000_images_part_1/I1.jpg': 'x',
      'HAM10000_images_part_2/I2.jpg': 'x',
    });
    expect((await detectDataset(directory)).name).toBe('ham10000');
    const { cases, skipped } = await ham10000.load(directory, options);
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
    const { image } = cases[1] as Case;
    expect(image.kind === 'file' && (await readFile(image.path, 'utf8'))).toBe('x');
  });

  it('reads the seven published codes, and vasc as benign as its paper says', async () => {
    const codes = ['akiec', 'bcc', 'bkl', 'df', 'mel', 'nv', 'vasc'];
    await put({
      'labels.csv': [header, ...codes.map((dx, i) => row(`L${i}`, `I${i}`, dx))].join('\n'),
      ...Object.fromEntries(codes.map((_, i) => [`images/I${i}.jpg`, 'x'])),
    });
    const { cases } = await ham10000.load(directory, options);
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

  it('lists every row that cannot become a case, with line and reason', async () => {
    await put({
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
      'images/good.jpg': 'x',
      'images/strange.jpg': 'x',
      'images/blank.jpg': 'x',
      'images/hollow.jpg': '',
    });
    const { cases, skipped } = await ham10000.load(directory, options);
    expect(cases.map(({ id }) => id)).toEqual(['good']);
    const byPlace = Object.fromEntries(skipped.map(({ place, reason }) => [place, reason]));
    expect(byPlace).toEqual({
      'line 3 (absent)': 'image missing',
      'line 4 (strange)': expect.stringMatching(/^label 'a dream of spring' not resolved/),
      'line 5 (blank)': 'no label',
      'line 6': 'malformed row: 2 cells, 7 columns',
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
    await writeFile(join(outside, 'secret.jpg'), 'x');
    await put({
      'labels.csv': [header, row('L1', 'real'), row('L2', 'inner'), row('L3', 'outer')].join('\n'),
      'images/real.jpg': 'x',
    });
    await symlink(join(directory, 'images/real.jpg'), join(directory, 'images/inner.jpg'));
    await symlink(join(outside, 'secret.jpg'), join(directory, 'images/outer.jpg'));
    const { cases, skipped } = await ham10000.load(directory, options);
    await rm(outside, { recursive: true });
    expect(cases.map(({ id }) => id)).toEqual(['real', 'inner']);
    expect(skipped[0]!.reason).toMatch(/leads out/);
  });

  it('splits by lesion, the same way for the same seed', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => row(`L${i >> 1}`, `I${i}`));
    await put({
      'labels.csv': [header, ...rows].join('\n'),
      ...Object.fromEntries(rows.map((_, i) => [`images/I${i}.jpg`, 'x'])),
    });
    const { cases } = await ham10000.load(directory, options);
    for (let i = 0; i < 60; i += 2) expect(cases[i]!.split).toBe(cases[i + 1]!.split);
    // 30 lesions: 21, 3 and 6 of two images each.
    const test = cases.filter(({ split }) => split === 'test');
    expect(test).toHaveLength(12);
    expect((await ham10000.load(directory, options)).cases).toEqual(cases);
    const other = await ham10000.load(directory, { ...options, seed: 2 });
    expect(other.cases.map(({ split }) => split)).not.toEqual(cases.map(({ split }) => split));
  });

  it('says what is wrong with a folder that gives nothing', async () => {
    await expect(ham10000.load(directory, options)).rejects.toThrow(NotFoundError);
    await expect(detectDataset(directory)).rejects.toThrow(/Known layouts: ham10000/);
    await expect(detectDataset(join(directory, 'nowhere'))).rejects.toThrow(NotFoundError);
    await put({ 'labels.csv': [header, row('L1', 'I1')].join('\n') });
    const failure = ham10000.load(directory, options);
    await expect(failure).rejects.toThrow(InvalidInputError);
    await expect(failure).rejects.toThrow(/0 image files found.*image missing \(1\)/);
    await put({ 'labels.csv': '' });
    await expect(ham10000.load(directory, options)).rejects.toThrow(/table is empty/);
    await put({ 'labels.csv': 'a,b\n1,2' });
    await expect(ham10000.load(directory, options)).rejects.toThrow(/no column 'image_id', 'dx'/);
  });

  it('ends every hostile table in cases or a SkinR1Error', async () => {
    await put({ 'images/I1.jpg': 'x' });
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', '\0', '\n', ',', '\uFEFF', 'I1', 'nv'));
    const text = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(text, async (lines) => {
        const body = lines.map((cells) => cells.join(',')).join('\n');
        await writeFile(join(directory, 'labels.csv'), `image_id,dx\n${body}`);
        try {
          const { cases } = await ham10000.load(directory, options);
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
