import type { Bitmap } from './encode-png.ts';
import {
  type DrawingCodes,
  type Matrix,
  type Operators,
  type PageBox,
  paintings,
  placeOf,
} from './pdf-operators.ts';

/** An image on a page with its pixels; `null` if they were not asked for or could not be decoded. */
export interface PlacedImage extends PageBox {
  readonly pixels: Bitmap | null;
}

/** An image on a page with the file that it was written to; `null` if it has none. */
export interface PdfImage extends PageBox {
  readonly path: string | null;
}

/** What is needed of a page of the PDF library. */
export interface PageWithImages {
  readonly objs: ObjectStore;
  readonly commonObjs: ObjectStore;
}

/** Where the PDF library keeps decoded images; the callback is called once the image is there. */
export interface ObjectStore {
  get(id: string, callback: (value: unknown) => void): unknown;
}

/** Smaller images, in points, are ornaments. */
export const leastSide = 40;

/** The images that a page paints, with their places: each is a unit square, drawn through the current transform. */
export async function readPageImages(
  page: PageWithImages,
  operators: Operators,
  codes: DrawingCodes,
  upright: Matrix,
  withPixels: boolean,
): Promise<{ images: PlacedImage[]; ornaments: number }> {
  const images: PlacedImage[] = [];
  let ornaments = 0;
  for (const { code, args, matrix } of paintings(operators, codes, upright)) {
    if (code !== codes.paintImageXObject) continue;
    const place = placeOf(matrix, [0, 0, 1, 1]);
    if (place.right - place.left < leastSide || place.top - place.bottom < leastSide) {
      ornaments++;
      continue;
    }
    const pixels = withPixels ? await decodedImage(page, String(args[0])) : null;
    images.push({ ...place, pixels });
  }
  return { images, ornaments };
}

/** Milliseconds to wait for an image to be decoded. */
const decodingTime = 3_000;

async function decodedImage(page: PageWithImages, id: string): Promise<Bitmap | null> {
  const store = id.startsWith('g_') ? page.commonObjs : page.objs;
  const late = AbortSignal.timeout(decodingTime);
  const value = await new Promise<unknown>((resolve) => {
    late.addEventListener('abort', () => resolve(null), { once: true });
    store.get(id, resolve);
  });
  const { width, height, data } = (value ?? {}) as Partial<Bitmap>;
  return width && height && data ? { width, height, data } : null;
}
