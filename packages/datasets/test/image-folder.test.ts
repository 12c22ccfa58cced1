import { InvalidInputError } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonFolders, readFolders, splitOf } from '../src/adapters/folder-layout.ts';
import { detectDataset, imageFolder } from '../src/index.ts';
import { dataFolder, image, images } from './data-folder.ts';

const options = { ontology: loadOntology(), seed: 1 };
const folder = dataFolder();

async function load(files: Readonly<Record<string, string | Uint8Array>>) {
  await folder.put(files);
  expect((await detectDataset(folder.path)).name).toBe('image-folder');
  return imageFolder.load(folder.path, options);
}

const briefly = ({ cases }: Awaited<ReturnType<typeof load>>) =>
  cases.map(({ id, diagnosisId, split }) => [id, diagnosisId, split]);

describe('imageFolder', () => {
  it('reads a folder for each class, in the published parts', async () => {
    const loaded = await load(
      images(
        'Skin cancer/Train/actinic keratosis/ISIC_1.jpg',
        'Skin cancer/Train/melanoma/ISIC_1.jpg',
        'Skin cancer/Test/basal cell carcinoma/ISIC_2.jpg',
        'Skin cancer/Validation/dermatofibroma/ISIC_3.jpg',
      ),
    );
    // What stands above the parts is the data set's name, and no diagnosis.
    expect(briefly(loaded)).toEqual([
      ['Skin cancer/Test/basal cell carcinoma/ISIC_2.jpg', 'basal-cell-carcinoma', 'test'],
      ['Skin cancer/Train/actinic keratosis/ISIC_1.jpg', 'actinic-keratosis', 'train'],
      ['Skin cancer/Train/melanoma/ISIC_1.jpg', 'melanoma', 'train'],
      ['Skin cancer/Validation/dermatofibroma/ISIC_3.jpg', 'dermatofibroma', 'validation'],
    ]);
    expect(loaded.skipped).toEqual([]);
  });

  it('takes the finest folder that is a diagnosis', async () => {
    const { cases, warnings } = await load(
      images('Malignant/Melanoma/close/a.jpg', 'Benign/Dermatofibroma/007/b.jpg'),
    );
    expect(cases.map(({ diagnosisId }) => diagnosisId)).toEqual(['dermatofibroma', 'melanoma']);
    expect(warnings.map(({ place }) => place)).toEqual(["label 'close'"]);
  });

  it('lists images whose folders contradict their diagnosis, or name none', async () => {
    const { skipped } = await load(
      images('Benign/Melanoma/a.jpg', 'Malignant/Melanoma/b.jpg', 'Benign/c.jpg', 'd.jpg'),
    );
    expect(skipped.map(({ place, reason }) => [place, reason])).toEqual([
      ['Benign/Melanoma/a.jpg (Benign/Melanoma/a.jpg)', expect.stringMatching(/calls it benign/)],
      ['Benign/c.jpg (Benign/c.jpg)', expect.stringMatching(/'Benign' not resolved/)],
      ['d.jpg (d.jpg)', 'no label'],
    ]);
  });

  it('reads the tables that Hugging Face writes, in each part and at the top', async () => {
    const csv = 'file_name,label,patient_id\n0.jpg,psoriasis,P1\nimages/1.jpg,melanoma,P2\n';
    const line = (value: object) => `${JSON.stringify(value)}\n`;
    const loaded = await load({
      'train/metadata.csv': csv,
      'test/metadata.jsonl':
        line({ file_name: '2.jpg', label: 3, diagnosis: 'vitiligo', boxes: [[1, 2]] }) +
        '\n{"file_name": \n' +
        line({ file_name: '../../../etc/passwd', label: 'psoriasis' }),
      ...images('train/0.jpg', 'train/images/1.jpg', 'test/2.jpg', 'test/3.jpg'),
    });
    expect(briefly(loaded)).toEqual([
      ['test/2.jpg', 'vitiligo', 'test'],
      ['train/0.jpg', 'psoriasis', 'train'],
      ['train/images/1.jpg', 'melanoma', 'train'],
    ]);
    expect(loaded.cases[1]!.patientId).toBe('P1');
    expect(loaded.skipped.map(({ place, reason }) => [place, reason])).toEqual([
      ['line 3', 'malformed row: no JSON object'],
      ['line 4 (../../etc/passwd)', 'image missing'],
      ['test/3.jpg (test/3.jpg)', 'no label'],
    ]);
  });

  it('splits by patient where no part is published, and keeps equal images together', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `${at}.jpg,psoriasis,P${at >> 1}`);
    const files = rows.map((_, at) => [`${at}.jpg`, image(`${at}`)] as const);
    const { cases } = await load({
      'metadata.csv': ['file_name,label,patient_id', ...rows].join('\n'),
      ...Object.fromEntries(files),
    });
    const splits = new Map<string | null, string>();
    for (const { patientId, split } of cases) {
      expect(splits.get(patientId) ?? split).toBe(split);
      splits.set(patientId, split);
    }
    expect(new Set(splits.values()).size).toBe(3);
  });

  it('moves an image that is published in two parts to the training part', async () => {
    const loaded = await load({
      'train/psoriasis/a.jpg': image('same'),
      'test/psoriasis/b.jpg': image('same'),
      'test/melanoma/c.jpg': image('other'),
    });
    expect(briefly(loaded)).toEqual([
      ['test/melanoma/c.jpg', 'melanoma', 'test'],
      ['test/psoriasis/b.jpg', 'psoriasis', 'train'],
      ['train/psoriasis/a.jpg', 'psoriasis', 'train'],
    ]);
    expect(loaded.warnings).toEqual([
      expect.objectContaining({
        place: 'test/psoriasis/b.jpg',
        message: expect.stringMatching(
          /published in 'test'.*kept in 'train'|in 'train': kept there/,
        ),
      }),
    ]);
  });

  it('does not take a folder for each lesion for classes', async () => {
    const lesions = Array.from({ length: 30 }, (_, at) => `Input/IL_${at}`);
    await folder.put(images(...lesions.flatMap((name) => [`${name}/a.jpg`, `${name}/b.jpg`])));
    await expect(detectDataset(folder.path)).rejects.toThrow(/no known data set.*Known layouts/);
  });

  it('says what is missing', async () => {
    await folder.put({ 'metadata.parquet': 'PAR1', ...images('0.jpg', '1.jpg') });
    expect(await imageFolder.detect(folder.path)).toBe(false);
    await expect(imageFolder.load(folder.path, options)).rejects.toThrow(
      /Parquet is not read: save the table as metadata.csv/,
    );
    await expect(detectDataset(folder.path)).rejects.toThrow(InvalidInputError);
  });
});

describe('folders', () => {
  it('are parts of the split only by their whole name', () => {
    expect(['train', 'Train_set', 'training images', 'TRAIN 2'].map(splitOf)).toEqual(
      Array(4).fill('train'),
    );
    expect(['val', 'valid', 'Validation', 'dev'].map(splitOf)).toEqual(Array(4).fill('validation'));
    expect(['patch test reaction', 'train and test', 'trainer', ''].map(splitOf)).toEqual(
      Array(4).fill(undefined),
    );
    const read = (path: string, common = 0) => {
      const { classes, split } = readFolders(path, common);
      return [...classes, split];
    };
    expect(read('set/Test/Melanoma/1.jpg')).toEqual(['Melanoma', 'test']);
    expect(read('Melanoma/train/1.jpg')).toEqual(['Melanoma', 'train']);
    expect(read('Skin cancer/Other/1.jpg', 1)).toEqual(['Other', undefined]);
  });

  it('that hold every image tell none apart', async () => {
    expect(commonFolders(['a/b/c/1.jpg', 'a/b/d/2.jpg'])).toBe(2);
    expect(commonFolders(['a/b/1.jpg', 'x.jpg'])).toBe(0);
    expect(commonFolders([])).toBe(0);
    const { cases, skipped } = await load(
      images('Skin cancer/melanoma/a.jpg', 'Skin cancer/qrst/b.jpg'),
    );
    expect(cases.map(({ id }) => id)).toEqual(['Skin cancer/melanoma/a.jpg']);
    expect(skipped).toHaveLength(1);
  });

  it('of any name are read without harm', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 6 }), (names) => {
        const { classes } = readFolders([...names, 'x.jpg'].join('/'));
        expect(classes.length).toBeLessThanOrEqual(names.join('/').split('/').length);
      }),
    );
  });
});
