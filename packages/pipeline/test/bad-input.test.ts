import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toPng } from '../src/png.ts';
import { filesConfig, parseRunConfig } from '../src/run-config.ts';
import { createRunDirectory, openRunDirectory } from '../src/run-directory.ts';
import { loadRunData } from '../src/stages/data.ts';
import { tinyConfig } from './support/tiny-config.ts';

const ontology = loadOntology();
const book = `# Melanoma\n\n## Definition\n\nA malignant neoplasm.\n\n## Morphology\n\nA patch with asymmetry and an irregular border.\n`;
const codes = { melanoma: 'mel', 'melanocytic-nevus': 'nv', dermatofibroma: 'df' };

let folder: string;
let images: string;
let textbook: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-bad-'));
  images = join(folder, 'ham');
  textbook = join(folder, 'book.md');
  await writeFile(textbook, book);
  await mkdir(join(images, 'images'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A small data set in the layout of HAM10000; returns its image ids. */
async function writeDataset(extraRows: readonly string[] = []): Promise<string[]> {
  const cases = syntheticLesions({ seed: 1, casesPerDisease: 10, size: 56, ontology });
  const rows: string[] = [];
  const ids: string[] = [];
  for (const item of cases) {
    const code = codes[item.diagnosisId as keyof typeof codes];
    if (!code) continue;
    const id = `ISIC_${String(ids.length).padStart(7, '0')}`;
    ids.push(id);
    rows.push(`${id},${code},HAM_${id},histo,50,male,back`);
    await writeFile(join(images, 'images', `${id}.jpg`), await toPng(item.image));
  }
  const head = 'image_id,dx,lesion_id,dx_type,age,sex,localization';
  await writeFile(join(images, 'labels.csv'), [head, ...rows, ...extraRows].join('\n'));
  return ids;
}

const load = (from = textbook) =>
  loadRunData(
    filesConfig({ kind: 'files', textbook: from, images, supplement: false }, 60),
    ontology,
    () => {},
  );

describe('bad input to a run', () => {
  it('lists images that are corrupt or missing and labels that nobody knows, and uses the rest', async () => {
    const ids = await writeDataset(['ISIC_9,no-such-disease,HAM_9,histo,50,male,back']);
    const [corrupt, cut, gone] = ids as [string, string, string];
    await writeFile(join(images, 'images', `${corrupt}.jpg`), 'not an image');
    await truncate(join(images, 'images', `${cut}.jpg`), 200);
    await rm(join(images, 'images', `${gone}.jpg`));
    const { dense, sparse, test, skipped } = await load();
    expect(skipped).toHaveLength(4);
    const told = skipped.map(({ place, reason }) => `${place}: ${reason}`).join('\n');
    for (const id of [corrupt, cut, gone]) expect(told).toContain(id);
    expect(told).toMatch(/no-such-disease/);
    expect(dense.length + sparse.length + test.length).toBeLessThanOrEqual(ids.length - 3);
    expect(dense.length * sparse.length * test.length).toBeGreaterThan(0);
  });

  it('tells of one image under two labels, and uses both', async () => {
    const [first] = (await writeDataset([
      'ISIC_9,mel,HAM_9,histo,50,male,back',
      'ISIC_8,nv,HAM_8,histo,50,male,back',
    ])) as [string];
    for (const id of ['ISIC_8', 'ISIC_9']) {
      await copyFile(join(images, 'images', `${first}.jpg`), join(images, 'images', `${id}.jpg`));
    }
    const { skipped, warnings } = await load();
    expect(skipped).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.message).toMatch(/equal byte by byte under unlike labels/);
  });

  it('names an empty image folder and what belongs there', async () => {
    await expect(load()).rejects.toThrow(/ham.*(layout|labels\.csv)/is);
  });

  it('names a missing image folder', async () => {
    await rm(images, { recursive: true });
    await expect(load()).rejects.toThrow(/no such folder/);
  });

  it('names a textbook without a disease section', async () => {
    await writeDataset();
    const other = join(folder, 'novel.md');
    await writeFile(other, '# Chapter one\n\nIt was a dark and stormy night.\n');
    await expect(load(other)).rejects.toThrow(/novel\.md.*disease/is);
  });

  it('names the field of a configuration with impossible sizes', () => {
    const config = { ...tinyConfig(), model: { ...tinyConfig().model, imageSize: 57 } };
    expect(() => parseRunConfig(config, 'config.json')).toThrow(/config\.json, model\.imageSize/);
    expect(() => parseRunConfig({}, 'config.json')).toThrow(/config\.json/);
  });

  it('says where it cannot write, and leaves what was there', async () => {
    const directory = await createRunDirectory(join(folder, 'run'), tinyConfig());
    await directory.write('results', 'a file where a folder should be');
    await expect(directory.write('results/sft.json', '{}')).rejects.toThrow(/results.*--resume/s);
    expect(await readFile(directory.file('results'), 'utf8')).toMatch(/a file/);
    const again = await openRunDirectory(directory.path);
    expect(again.config).toEqual(tinyConfig());
  });
});
