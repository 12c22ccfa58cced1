/*
 * Draws synthetic lesions of every disease on several skin tones to one contact sheet,
 * runs/examples/synthetic-lesions.png. They are drawings of visual signs, not photographs of patients.
 */
import { mkdir } from 'node:fs/promises';
import { createRandom } from '@skinr1/core';
import { diseaseProfiles, drawSigns, renderLesion, skinTones } from '@skinr1/datasets';
import sharp from 'sharp';

const size = 96;
const perDisease = 4;
const columns = 4; // diseases in a row
const random = createRandom(1);

const tiles = diseaseProfiles.flatMap((profile, index) =>
  Array.from({ length: perDisease }, (_, view) => {
    const stream = random.fork(`${profile.diseaseId} ${view}`);
    const skinTone = skinTones[(index + view) % skinTones.length]!;
    const signs = drawSigns(profile, stream);
    const { data, width, height } = renderLesion({ size, skinTone, signs, random: stream });
    return {
      input: Buffer.from(data),
      raw: { width, height, channels: 3 as const },
      left: ((index % columns) * perDisease + view) * size,
      top: Math.floor(index / columns) * (size + 16) + 16,
    };
  }),
);
const width = columns * perDisease * size;
const height = Math.ceil(diseaseProfiles.length / columns) * (size + 16);
const names = diseaseProfiles.map(({ diseaseId }, index) => {
  const left = (index % columns) * perDisease * size + 4;
  const top = Math.floor(index / columns) * (size + 16) + 12;
  return `<text x="${left}" y="${top}" font-family="sans-serif" font-size="11">${diseaseId}</text>`;
});
const captions = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${names.join('')}</svg>`;

await mkdir('runs/examples', { recursive: true });
await sharp({ create: { width, height, channels: 3, background: 'white' } })
  .composite([...tiles, { input: Buffer.from(captions), left: 0, top: 0 }])
  .png()
  .toFile('runs/examples/synthetic-lesions.png');
console.log(`${tiles.length} lesions of ${diseaseProfiles.length} diseases`);
console.log('runs/examples/synthetic-lesions.png');
