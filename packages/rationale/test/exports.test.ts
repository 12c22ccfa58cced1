import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotFoundError, parseOpenAnswer, UsageError } from '@skinr1/core';
import { parquetReadObjects } from 'hyparquet';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  buildTrajectories,
  type ExportFormat,
  exportFormats,
  exportTrajectories,
  lintExport,
} from '../src/index.ts';
import { caseOf, ontology, world } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { document, cards, graph } = world();
const records = [
  caseOf('weird id/../x', 'melanoma', ['streaks', 'asymmetry']),
  caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque']),
];
const { trajectories } = buildTrajectories({ cards, records, ontology, graph, seed: 1 });
const run = (format: ExportFormat, directory = join(folder, format)) =>
  exportTrajectories({ format, directory, trajectories, documents: [document], seed: 1 });
const read = (format: ExportFormat, name: string): string =>
  readFileSync(join(folder, format, name), 'utf8');

describe('exportTrajectories', () => {
  it.each(exportFormats)(
    '%s passes its linter, with images, data card and lineage',
    async (format) => {
      const { rows, files } = await run(format);
      expect(rows).toBe(trajectories.length);
      expect(await lintExport(join(folder, format), format)).toEqual([]);
      for (const file of files) expect(existsSync(join(folder, format, file))).toBe(true);
      expect(read(format, 'README.md')).toMatch(/Research use only/);
      const lineage = JSON.parse(read(format, 'lineage.json'));
      expect(lineage.documents[0].id).toBe(document.id);
      const [id, start, end] = lineage.trajectories[0].citations[0];
      expect(id).toBe(document.id);
      expect(document.text.slice(start, end)).toBe(trajectories[0]?.steps[0]?.citations[0]?.quote);
      expect(readdirSync(join(folder, format)).filter((name) => name.endsWith('.part'))).toEqual(
        [],
      );
    },
  );

  it('writes pixels as PNG under safe names', () => {
    const images = readdirSync(join(folder, 'trl', 'images'));
    expect(images).toHaveLength(2);
    for (const name of images) {
      expect(name).toMatch(/^[\w.-]+\.png$/);
      const png = PNG.sync.read(readFileSync(join(folder, 'trl', 'images', name)));
      expect([png.width, png.height, png.data[0], png.data[3]]).toEqual([2, 2, 128, 255]);
    }
  });

  it('keeps everything in SkinRationale', () => {
    const line = JSON.parse(
      read('skin-rationale', 'skin_rationale.jsonl').split('\n')[0] as string,
    );
    const { image: _image, ...rest } = trajectories[0]!;
    expect(line).toMatchObject(JSON.parse(JSON.stringify(rest)));
    expect(parseOpenAnswer(line.answer)?.thinking).toBe(rest.thinking);
  });

  it('nests verl columns as its reader expects them', async () => {
    const bytes = readFileSync(join(folder, 'verl', 'train.parquet'));
    const file = bytes.buffer.slice(
      bytes.byteOffset,
      bytes.byteOffset + bytes.byteLength,
    ) as ArrayBuffer;
    const [row] = await parquetReadObjects({ file });
    expect(row).toMatchObject({
      data_source: 'skin_rationale',
      prompt: [{ role: 'user', content: expect.stringMatching(/^<image>/) }],
      images: [{ image: expect.stringMatching(/^images\//) }],
      reward_model: { style: 'rule' },
      extra_info: { index: 0, split: 'train' },
    });
    expect(JSON.parse(row?.reward_model.ground_truth).diagnosis).toBe(trajectories[0]?.diagnosisId);
  });

  it('refuses an unknown format', async () => {
    await expect(run('csv' as ExportFormat)).rejects.toThrow(UsageError);
  });
});

describe('lintExport', () => {
  it('names the row and the fault', async () => {
    const directory = join(folder, 'spoiled');
    await run('ms-swift', directory);
    const path = join(directory, 'train.jsonl');
    const [first, second, third, ...rest] = readFileSync(path, 'utf8')
      .trim()
      .split('\n') as string[];
    const spoiled = [
      first?.replace('<image>', ''),
      second?.replace('</diagnosis>', ''),
      third?.replace(/images\/[^"]+/, 'images/gone.png'),
      '{"messages":[]}',
      ...rest,
    ];
    writeFileSync(path, spoiled.join('\n'));
    expect(
      (await lintExport(directory, 'ms-swift')).map(({ row, message }) => `${row} ${message}`),
    ).toEqual([
      '1 0 image places for 1 images',
      '2 its answer has not the form of an answer',
      '3 image images/gone.png is missing',
      '4 has not the fields of ms-swift',
    ]);
    writeFileSync(path, '{"messages": [');
    expect((await lintExport(directory, 'ms-swift'))[0]?.message).toMatch(/cannot be read/);
    await expect(lintExport(directory, 'verl')).rejects.toThrow(NotFoundError);
  });

  it('misses no dataset_info.json', async () => {
    rmSync(join(folder, 'llama-factory', 'dataset_info.json'));
    const problems = await lintExport(join(folder, 'llama-factory'), 'llama-factory');
    expect(problems.map(({ file }) => file)).toEqual(['dataset_info.json']);
  });
});
