import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { detectDataset, isicArchive } from '../src/index.ts';
import { dataFolder, images } from './data-folder.ts';

const ontology = loadOntology();
const options = { ontology, seed: 1 };
const folder = dataFolder();

/** The columns that the archive's downloads have, as its programs write them. */
const columns =
  'isic_id,attribution,copyright_license,age_approx,anatom_site_general,concomitant_biopsy,diagnosis_1,diagnosis_2,diagnosis_3,diagnosis_4,diagnosis_5,diagnosis_confirm_type,fitzpatrick_skin_type,image_type,lesion_id,patient_id,sex';

interface Row {
  readonly id: string;
  readonly levels: readonly string[];
  readonly lesion?: string;
  readonly patient?: string;
}

function line({ id, levels, lesion = '', patient = '' }: Row): string {
  const five = [0, 1, 2, 3, 4].map((at) => `"${levels[at] ?? ''}"`).join(',');
  return `${id},Clinic,CC-0,50,head/neck,True,${five},histopathology,III,dermoscopic,${lesion},${patient},female`;
}

async function load(rows: readonly Row[]) {
  await folder.put({
    'metadata.csv': [columns, ...rows.map(line)].join('\r\n'),
    ...images(...rows.map(({ id }) => `${id}.jpg`)),
  });
  expect((await detectDataset(folder.path)).name).toBe('isic-archive');
  return isicArchive.load(folder.path, options);
}

describe('isicArchive', () => {
  it('takes the finest diagnosis, with what stands above it as malignancy', async () => {
    const { cases, skipped } = await load([
      { id: 'ISIC_1', levels: ['Benign', 'Benign melanocytic proliferations', 'Nevus'] },
      {
        id: 'ISIC_2',
        levels: ['Malignant', 'Malignant epidermal proliferations', 'Squamous cell carcinoma'],
      },
      {
        id: 'ISIC_3',
        levels: [
          'Indeterminate',
          'Indeterminate epidermal proliferations',
          'Solar or actinic keratosis',
        ],
      },
    ]);
    expect(skipped).toEqual([]);
    expect(cases.map(({ label, malignancy }) => [label, malignancy])).toEqual([
      ['Nevus', 'benign'],
      ['Squamous cell carcinoma', 'malignant'],
      ['Solar or actinic keratosis', 'precancerous_in_situ'],
    ]);
    expect(cases[0]!.metadata).toEqual({
      age: 50,
      sex: 'female',
      localization: 'head/neck',
      confirmation: 'histopathology',
      imageType: 'dermoscopic',
      skinTone: 3,
      biopsied: true,
      publishedDiagnosis: 'Benign: Benign melanocytic proliferations: Nevus',
    });
  });

  it('takes the next coarser name where nobody knows the finest, and says so', async () => {
    const levels = [
      'Malignant',
      'Malignant adnexal proliferations',
      'Basal cell carcinoma',
      'Qrst',
    ];
    const { cases, warnings } = await load([
      { id: 'ISIC_1', levels },
      { id: 'ISIC_2', levels },
    ]);
    expect(cases.map(({ label, diagnosisId }) => [label, diagnosisId])).toEqual([
      ['Qrst', 'basal-cell-carcinoma'],
      ['Qrst', 'basal-cell-carcinoma'],
    ]);
    expect(warnings).toEqual([
      expect.objectContaining({
        place: "label 'Qrst'",
        message: expect.stringMatching(/2 images take the coarser 'basal-cell-carcinoma'/),
      }),
    ]);
  });

  it('lists a row whose malignancy and diagnosis contradict each other, and one without a diagnosis', async () => {
    const { cases, skipped } = await load([
      { id: 'ISIC_1', levels: ['Benign', 'Benign melanocytic proliferations', 'Melanoma'] },
      { id: 'ISIC_2', levels: ['Malignant', 'x', 'Seborrheic keratosis'] },
      { id: 'ISIC_3', levels: [] },
      { id: 'ISIC_4', levels: ['Benign', 'x', 'Dermatofibroma'] },
    ]);
    expect(cases.map(({ id }) => id)).toEqual(['ISIC_4']);
    expect(skipped.map(({ place, reason }) => [place, reason])).toEqual([
      ['line 2 (ISIC_1)', expect.stringMatching(/is malignant, and the data set calls it benign/)],
      ['line 3 (ISIC_2)', expect.stringMatching(/is benign, and the data set calls it malignant/)],
      ['line 4 (ISIC_3)', 'no label'],
    ]);
  });

  it('splits by patient, by lesion where there is none, and never parts a lesion', async () => {
    const levels = ['Benign', 'x', 'Dermatofibroma'];
    const rows: Row[] = [];
    for (let i = 0; i < 40; i++) {
      rows.push({ id: `P${i}a`, levels, lesion: `L${i}a`, patient: `P${i}` });
      rows.push({ id: `P${i}b`, levels, lesion: `L${i}b`, patient: `P${i}` });
      // The same lesion without its patient.
      rows.push({ id: `P${i}c`, levels, lesion: `L${i}b` });
    }
    const { cases } = await load(rows);
    const splits = new Set<string>();
    for (let i = 0; i < 120; i += 3) {
      const three = cases.slice(i, i + 3).map(({ split }) => split);
      expect(new Set(three).size).toBe(1);
      splits.add(three[0]!);
    }
    expect(splits).toEqual(new Set(['train', 'validation', 'test']));
  });

  it('reads the table of the challenge of 2024, and those of before', async () => {
    await folder.put({
      'train-metadata.csv':
        'isic_id,target,age_approx,sex,patient_id,lesion_id,iddx_full,iddx_1,iddx_2,iddx_3,iddx_4,iddx_5\n' +
        'ISIC_1,1,60,male,IP_1,IL_1,Malignant::x::Basal cell carcinoma,Malignant,x,Basal cell carcinoma,NA,\n',
      ...images('image/ISIC_1.jpg'),
    });
    const recent = await isicArchive.load(folder.path, options);
    expect(recent.cases).toMatchObject([
      { diagnosisId: 'basal-cell-carcinoma', patientId: 'IP_1', metadata: { age: 60 } },
    ]);
    await folder.put({
      'train-metadata.csv':
        'isic_id,attribution,benign_malignant,diagnosis,lesion_id\nISIC_1,Clinic,malignant,melanoma,IL_7\n',
    });
    expect(recent.cases[0]!.metadata.localization).toBeNull();
    const older = await isicArchive.load(folder.path, options);
    expect(older.cases).toMatchObject([{ diagnosisId: 'melanoma', lesionId: 'IL_7' }]);
  });

  it('reads the place on the body in one column, or the finest of several', async () => {
    await folder.put({
      'metadata.csv':
        'isic_id,anatom_site_1,anatom_site_2,anatom_site_3,diagnosis_1,diagnosis_2,diagnosis_3\n' +
        'ISIC_1,Head and neck,Head,,Benign,x,Dermatofibroma\n' +
        'ISIC_2,,,,Benign,x,Dermatofibroma\n',
      ...images('ISIC_1.jpg', 'ISIC_2.jpg'),
    });
    const { cases } = await isicArchive.load(folder.path, options);
    expect(cases.map(({ metadata }) => metadata.localization)).toEqual(['head', null]);
  });

  it('is not taken for the other data set with a metadata.csv', async () => {
    await folder.put({
      'metadata.csv': 'patient_id,lesion_id,diagnostic,img_id\nPAT_1,1,BCC,PAT_1_1_1.png\n',
      ...images('images/PAT_1_1_1.png'),
    });
    expect((await detectDataset(folder.path)).name).toBe('pad-ufes-20');
    expect(await isicArchive.detect(folder.path)).toBe(false);
  });
});
