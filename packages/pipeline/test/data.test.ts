import { throughDermatoscope } from '@skinr1/datasets';
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

it('shows what has labels only, and tests, through another device', async () => {
  const ontology = await loadOntology();
  const load = (labelsThrough?: 'dermatoscope'): Promise<RunData> =>
    loadRunData(
      { ...tinyConfig(), source: { kind: 'embedded', lesionsPerDisease: 8, labelsThrough } },
      ontology,
      () => {},
    );
  const plain = await load();
  const seen = await load('dermatoscope');
  expect(seen.dense).toEqual(plain.dense);
  expect(seen.pretraining).toEqual(plain.pretraining);
  for (const part of ['sparse', 'test'] as const) {
    expect(seen[part].map(({ id }) => id)).toEqual(plain[part].map(({ id }) => id));
    expect(seen[part].map(({ image }) => image)).toEqual(
      plain[part].map(({ image }) =>
        image.kind === 'pixels'
          ? { kind: 'pixels', ...throughDermatoscope(image) }
          : expect.unreachable(),
      ),
    );
    expect(seen[part][0]!.image).not.toEqual(plain[part][0]!.image);
  }
});
