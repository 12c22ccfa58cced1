import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '@skinr1/core';
import { measureLesion } from '@skinr1/datasets';
import { decodeImage, resizeBicubic } from '@skinr1/model';
import { loadOntology } from '@skinr1/ontology';
import { readMarkdown } from '@skinr1/textbook';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageZero } from '../src/stage-zero.ts';

const ontology = loadOntology();
const book = readMarkdown(
  new TextEncoder().encode(
    '# Melanoma\n\nMelanoma shows asymmetry, an irregular border and a brown or black color. The lesion is well-defined.\n',
  ),
);

let folder: string;
let path: string;

/** A long dark lesion on light skin, 120 × 60 pixels. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-stage-zero-'));
  path = join(folder, 'long.png');
  const data = new Uint8Array(120 * 60 * 3);
  for (let y = 0; y < 60; y++) {
    for (let x = 0; x < 120; x++) {
      const inside = ((x - 60) / 45) ** 2 + ((y - 30) / 12) ** 2 < 1;
      data.set(inside ? [70, 40, 25] : [225, 180, 160], (y * 120 + x) * 3);
    }
  }
  await sharp(data, { raw: { width: 120, height: 60, channels: 3 } })
    .png()
    .toFile(path);
});

afterAll(() => rm(folder, { recursive: true }));

function caseOf(id: string, diagnosisId: string, image: Case['image']): Case {
  return {
    id,
    dataset: 'test',
    image,
    label: diagnosisId,
    diagnosisId,
    path: ontology.path(diagnosisId),
    malignancy: 'malignant',
    lesionId: id,
    patientId: null,
    split: 'train',
    signs: null,
    metadata: {},
  };
}

describe('stage 0', () => {
  it('measures an image at its own size and aspect ratio, whatever copy the case holds', async () => {
    const own = await decodeImage({ kind: 'file', path });
    const squashed = resizeBicubic(own, 56, 56);
    const item = caseOf('a', 'melanoma', { kind: 'pixels', ...squashed });
    const built = await stageZero({
      documents: [book],
      records: [item],
      originals: new Map([['a', { kind: 'file', path }]]),
      ontology,
      seed: 1,
    });
    const { measurement } = built.records.get('a') ?? {};
    expect(measurement).toEqual(measureLesion(own));
    expect(measurement).not.toEqual(measureLesion(squashed));
  });

  it('measures only images whose diagnosis has a card, and lists the others with the cause', async () => {
    const told: [number, number][] = [];
    const built = await stageZero({
      documents: [book],
      records: [
        caseOf('a', 'melanoma', { kind: 'file', path }),
        caseOf('b', 'scabies', { kind: 'file', path }),
        caseOf('c', 'melanoma', { kind: 'file', path: join(folder, 'gone.png') }),
      ],
      ontology,
      seed: 1,
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const causes = Object.fromEntries(
      built.dropped.map(({ recordId, cause }) => [recordId, cause]),
    );
    expect(causes).toMatchObject({
      b: 'no card of the diagnosis with visible signs',
      c: 'signs not annotated, image not measured',
    });
  });
});
