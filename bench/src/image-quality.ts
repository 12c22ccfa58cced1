import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { createRandom, isImageExtension } from '@skinr1/core';
import { assessQuality } from '@skinr1/diagnose';
import { decodeImage, type RgbImage, resizeBicubic } from '@skinr1/model';

/** Pictures of a folder on which limits were set; those after them in the same shuffled order are held out. */
const inSample = 700;
/** Most pictures looked at, of each kind. */
const most = 1500;

/**
 * What the quality gate says of pictures: `bench image-quality GOOD [OTHER…]`. Of the folder of good pictures, false
 * alarms on those on which the limits were set and on others apart, and what it says of the others blurred, dark and
 * burnt out; of each other folder (no skin), how many it turns away, from the first half of a shuffled order and
 * from the second.
 */
export async function run(folders: readonly string[]): Promise<void> {
  const [good, ...others] = folders;
  if (good === undefined) throw new Error('Give a folder of dermoscopic pictures.');
  const files = shuffledImages(good);
  const heldOut = files.slice(inSample, inSample + most);
  await report('in-sample', files.slice(0, inSample), (image) => image);
  await report('held out', heldOut, (image) => image);
  const few = heldOut.slice(0, 300);
  await report('held out, blurred by 4', few, (image) => blurred(image, 4));
  await report('held out, at a sixth of the light', few, (image) => brightened(image, 1 / 6));
  await report('held out, at twice the light', few, (image) => brightened(image, 2));
  for (const folder of others) {
    const all = shuffledImages(folder).slice(0, most);
    const half = all.length >> 1;
    await report(`${folder}, in-sample`, all.slice(0, half), (image) => image);
    await report(`${folder}, held out`, all.slice(half), (image) => image);
  }
}

function shuffledImages(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isImageExtension(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  return createRandom('quality').shuffle(files.sort());
}

async function report(
  title: string,
  files: readonly string[],
  change: (image: RgbImage) => RgbImage,
): Promise<void> {
  const counts = new Map<string, number>();
  let turnedAway = 0;
  let read = 0;
  for (const path of files) {
    const image = await decodeImage({ kind: 'file', path }).catch(() => null);
    if (!image) continue;
    read++;
    const { isGood, checks } = assessQuality(change(image));
    if (!isGood) turnedAway++;
    for (const { name, passed } of checks)
      if (!passed) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const reasons = [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  console.log(`${title}: ${turnedAway} of ${read} turned away (${reasons || 'none'})`);
}

/** Detail finer than so many pixels is lost. */
function blurred({ width, height, data }: RgbImage, pixels: number): RgbImage {
  const sizeOf = (side: number): number => Math.max(1, Math.round(side / pixels));
  const small = resizeBicubic({ width, height, data }, sizeOf(width), sizeOf(height));
  return resizeBicubic(small, width, height);
}

function brightened({ width, height, data }: RgbImage, factor: number): RgbImage {
  return { width, height, data: data.map((value) => Math.min(255, Math.round(value * factor))) };
}
