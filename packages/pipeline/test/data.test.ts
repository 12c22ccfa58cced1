import { loadOntology } from '@skinr1/ontology';
import { expect, it } from 'vitest';
import { loadRunData, type RunData } from '../src/stages/data.ts';
import { tinyConfig } from './support/tiny-config.ts';

it('draws lesions of its own for the tower to learn from', async () => {
  const config = tinyConfig();
  const { pretraining, dense, sparse, test } = await loadRunData(
    {
      ...config,
      source: { kind: 'embedded', lesionsPerDisease: 3, pretrainingLesionsPerDisease: 1 },
    },
    await loadOntology(),
    () => {},
  );
  const pixels = ({ image }: RunData['test'][number]): string =>
    image.kind === 'pixels' ? Buffer.from(image.data).toString('base64') : '';
  const others = new Set([...dense, ...sparse, ...test].map(pixels));
  const diagnoses = new Set(dense.map(({ diagnosisId }) => diagnosisId));
  expect(pretraining.map(({ diagnosisId }) => diagnosisId)).toEqual([...diagnoses]);
  expect(pretraining.filter((item) => others.has(pixels(item)))).toEqual([]);
});
