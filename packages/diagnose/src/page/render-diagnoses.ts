import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImageSource } from '@skinr1/core';
import { html, type ReportSection, renderReport } from '@skinr1/eval';
import { decodeImage, type RgbImage, resizeBicubic } from '@skinr1/model';
import { encodePng } from '@skinr1/textbook';
import type { Diagnosis } from '../diagnosis.ts';
import { diagnosisSection } from './diagnosis-section.ts';

/** An image of a page: with its diagnosis, or with why there is none. */
export type DiagnosedImage =
  | {
      readonly name: string;
      readonly image: ImageSource;
      readonly diagnosis: Diagnosis;
      /** The image with where the model looked laid over it. */
      readonly saliency?: RgbImage;
    }
  | { readonly name: string; readonly problem: string };

/** Longer side of a picture on the page. */
const pictureSize = 512;

/** In the installed package beside `dist`, in the repository beside `src`. */
const styleFile = (): string => {
  const folder = import.meta.url.endsWith('.ts') ? '../../' : '../';
  return fileURLToPath(new URL(`${folder}diagnosis-page/diagnosis.css`, import.meta.url));
};

/**
 * Diagnoses of one or more images as one HTML page that holds everything and loads nothing. Pictures are made anew
 * from pixels: nothing else of the image files is in it.
 *
 * @param createdAt ISO date and time
 */
export async function renderDiagnoses(
  images: readonly DiagnosedImage[],
  createdAt: string,
): Promise<string> {
  const sections = await Promise.all(images.map(sectionOf));
  const [only] = images;
  const name = images.length === 1 && only ? only.name : `${images.length} images`;
  const style = readFileSync(styleFile(), 'utf8');
  return renderReport({ name, createdAt, sections, kind: 'SkinR1 diagnosis', style });
}

async function sectionOf(item: DiagnosedImage, index: number): Promise<ReportSection> {
  const place = { id: `image-${index + 1}`, title: item.name };
  if ('problem' in item) {
    return { ...place, content: html`<p class="card failed">${item.problem}</p>` };
  }
  const { image, diagnosis, saliency } = item;
  return diagnosisSection(place, diagnosis, {
    image: await toDataAddress(await decodeImage(image)),
    ...(saliency ? { saliency: await toDataAddress(saliency) } : {}),
  });
}

async function toDataAddress(image: RgbImage): Promise<string> {
  const shrink = Math.min(1, pictureSize / Math.max(image.width, image.height));
  const sizeOf = (side: number): number => Math.max(1, Math.round(side * shrink));
  const small = resizeBicubic(image, sizeOf(image.width), sizeOf(image.height));
  return `data:image/png;base64,${Buffer.from(await encodePng(small)).toString('base64')}`;
}
