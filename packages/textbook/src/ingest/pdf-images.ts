import type { Bitmap } from './encode-png.ts';

/** A rectangle on a page, in the page's points; y grows upwards. */
export interface PageBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

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

/** Codes of the drawing operators that move and paint images. */
export interface ImageOperators {
  readonly save: number;
  readonly restore: number;
  readonly transform: number;
  readonly paintImageXObject: number;
}

/** `[a b c d e f]` as PDF writes it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** Smaller images, in points, are ornaments. */
export const leastSide = 40;

/**
 * The images that a page paints, with their places. A unit square is drawn through the current transform, which
 * starts as `upright` and which the operators before it set.
 */
export async function readPageImages(
  page: PageWithImages,
  operators: { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] },
  codes: ImageOperators,
  upright: Matrix,
  withPixels: boolean,
): Promise<{ images: PlacedImage[]; ornaments: number }> {
  const images: PlacedImage[] = [];
  let ornaments = 0;
  const saved: Matrix[] = [];
  let current = upright;
  for (const [index, code] of operators.fnArray.entries()) {
    const args = operators.argsArray[index] as readonly unknown[] | null;
    if (code === codes.save) saved.push(current);
    else if (code === codes.restore) current = saved.pop() ?? current;
    else if (code === codes.transform) current = multiply(current, args as unknown as Matrix);
    else if (code === codes.paintImageXObject) {
      const place = placeOf(current);
      if (place.right - place.left < leastSide || place.top - place.bottom < leastSide) {
        ornaments++;
        continue;
      }
      const pixels = withPixels ? await decodedImage(page, String(args?.[0])) : null;
      images.push({ ...place, pixels });
    }
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

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

function placeOf([a, b, c, d, e, f]: Matrix): PageBox {
  const xs = [e, e + a, e + c, e + a + c];
  const ys = [f, f + b, f + d, f + b + d];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.min(...ys),
    top: Math.max(...ys),
  };
}
