import { createRandom } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { findEqualFiles } from '../src/images/equal-images.ts';
import { assignSplits, ham10000, imageFolder } from '../src/index.ts';
import { dataFolder, image, images } from './data-folder.ts';

const options = { ontology: loadOntology(), seed: 1 };
const folder = dataFolder();

/** A data set of these files, one row each, in the order given. */
async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  labels: readonly string[] = [],
  dataset: readonly string[] = Object.keys(files).map((name) => name.replace(/\.\w+$/, '')),
) {
  const rows = dataset.map((id, at) => `L${at},${id},${labels[at] ?? 'nv'}`);
  await folder.put({ 'labels.csv': ['lesion_id,image_id,dx', ...rows].join('\n'), ...files });
  return ham10000.load(folder.path, options);
}

/** A bitmap of one white pixel: headers of 14 and 40 bytes, then a row of four. */
const bitmap = Buffer.concat([
  Buffer.from('BM\x3a\0\0\0\0\0\0\0\x36\0\0\0', 'latin1'),
  Buffer.from('\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0', 'latin1'),
  Buffer.alloc(24),
  Buffer.from([255, 255, 255, 0]),
]);

describe('images of a data set', () => {
  it('are found under every ending of a kind that is read', async () => {
    const { cases, skipped } = await load({
      'IMD002.bmp': bitmap,
      'b.JPG': image('b'),
      'c.tif': Buffer.from('II*\0\x08\0\0\0', 'latin1'),
      'd.webp': Buffer.from('RIFF\x04\0\0\0WEBPVP8 ', 'latin1'),
    });
    expect(skipped).toEqual([]);
    expect(cases.map(({ id }) => id)).toEqual(['IMD002', 'b', 'c', 'd']);
  });

  it('are told by content: what is none is listed with what mends it', async () => {
    const { skipped } = await load({
      'good.jpg': image('good'),
      'drawing.png': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'pointer.jpg': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
      'page.jpg': '<!DOCTYPE html>',
      'phone.heic': '\0\0\0\x18ftypheic',
    });
    expect(Object.fromEntries(skipped.map(({ place, reason }) => [place, reason]))).toEqual({
      'line 3 (drawing)': expect.stringMatching(
        /no JPEG, PNG, .* by its content: convert it to PNG/,
      ),
      'line 4 (pointer)': expect.stringMatching(/is a Git LFS pointer.*run `git lfs pull`/),
      'line 5 (page)': expect.stringMatching(/is a saved web page\. Download the file itself/),
      'line 6 (phone)': expect.stringMatching(/'phone.heic' is no JPEG/),
    });
  });

  it('are not what systems leave beside them', async () => {
    await folder.put({ 'psoriasis/._b.jpg': 'x', '__MACOSX/melanoma/._c.jpg': 'x' });
    await folder.put(images('psoriasis/b.jpg', 'melanoma/c.jpg', 'melanoma/.isic-partial.7.d.jpg'));
    const { cases, skipped } = await imageFolder.load(folder.path, options);
    expect(cases.map(({ id }) => id)).toEqual(['melanoma/c.jpg', 'psoriasis/b.jpg']);
    expect(skipped).toEqual([]);
  });

  it('that are missing, labels and rows are each mended in another place', async () => {
    const mend = (labels: readonly string[], ids: readonly string[]) =>
      load({ 'a.jpg': image('a') }, labels, ids).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
    expect(await mend(['nv'], ['b'])).toMatch(
      /1 image files.*image missing.*Put the published images/,
    );
    expect(await mend(['a dream'], ['a'])).toMatch(
      /not resolved.*Check that the labels in .*labels\.csv are/,
    );
    expect(await mend(['nv,surplus', 'nv,surplus'], ['a', 'b'])).toMatch(
      /4 cells, 3 columns; quote cells that hold a delimiter \(2\).*Mend the rows of .*labels\.csv/,
    );
  });
});

describe('images that are equal byte by byte', () => {
  const sixty = Array.from({ length: 60 }, (_, at) => `I${at}`);

  it('stay in one part, whatever their lesions, and are listed where their labels differ', async () => {
    // Every image three times, under three lesions; the third of every tenth has another label.
    const files = Object.fromEntries(
      sixty.flatMap((id) => ['a', 'b', 'c'].map((copy) => [`${id}${copy}.jpg`, image(id)])),
    );
    const labels = sixty.flatMap((_, at) => ['nv', 'nv', at % 10 === 0 ? 'mel' : 'nv']);
    const { cases, skipped, warnings } = await load(files, labels);
    expect(skipped).toEqual([]);
    expect(cases).toHaveLength(180);
    for (let at = 0; at < 180; at += 3) {
      expect(new Set(cases.slice(at, at + 3).map(({ split }) => split)).size).toBe(1);
    }
    expect(new Set(cases.map(({ split }) => split)).size).toBe(3);
    expect(warnings.map(({ place }) => place)).toEqual([
      'I0a',
      'I10a',
      'I20a',
      'I30a',
      'I40a',
      'I50a',
    ]);
    expect(warnings[1]!.message).toBe(
      "equal byte by byte under unlike labels: 'nv' I10a, I10b; 'mel' I10c",
    );
  });

  it('leave every other split as lesions alone make it', async () => {
    const { cases } = await load(images(...sixty.map((id) => `${id}.jpg`)));
    const lesions = sixty.map((_, at) => ({ id: `L${at}`, stratum: 'melanocytic-nevus' }));
    const random = createRandom(options.seed).fork('splits of ham10000');
    const expected = assignSplits(lesions, random);
    expect(new Map(cases.map(({ lesionId, split }) => [lesionId, split]))).toEqual(expected);
  });

  it('that cannot be read end in an error that names the file', async () => {
    const absent = [1, 2].map((at) => ({ path: `${folder.path}/absent${at}.jpg`, bytes: 7 }));
    await expect(findEqualFiles(absent)).rejects.toThrow(/absent1\.jpg: .*Check the disk/);
    expect(await findEqualFiles(absent.slice(1))).toEqual([]);
  });

  it('of the same length alone are not equal', async () => {
    const { warnings } = await load({ 'A.jpg': image('one'), 'B.jpg': image('two') }, [
      'nv',
      'mel',
    ]);
    expect(warnings).toEqual([]);
  });
});
