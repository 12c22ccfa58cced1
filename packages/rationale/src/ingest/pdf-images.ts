import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PdfLine } from './pdf-lines.ts';

/** A rectangle on a page, in the page's points; y grows upwards. */
export interface PageBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** An image on a page with its pixels; `null` if they were not asked for or could not be decoded. */
export interface PlacedImage extends PageBox {
  readonly pixels: DecodedImage | null;
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

/** Smaller images are ornaments. */
const leastSide = 40;

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
): Promise<PlacedImage[]> {
  const images: PlacedImage[] = [];
  const saved: Matrix[] = [];
  let current = upright;
  for (const [index, code] of operators.fnArray.entries()) {
    const args = operators.argsArray[index] as readonly unknown[] | null;
    if (code === codes.save) saved.push(current);
    else if (code === codes.restore) current = saved.pop() ?? current;
    else if (code === codes.transform) current = multiply(current, args as unknown as Matrix);
    else if (code === codes.paintImageXObject) {
      const place = placeOf(current);
      if (place.right - place.left < leastSide || place.top - place.bottom < leastSide) continue;
      const pixels = withPixels ? await decodedImage(page, String(args?.[0])) : null;
      images.push({ ...place, pixels });
    }
  }
  return images;
}

/** Pixels as the PDF library gives them. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Milliseconds to wait for an image to be decoded. */
const decodingTime = 5_000;

async function decodedImage(page: PageWithImages, id: string): Promise<DecodedImage | null> {
  const store = id.startsWith('g_') ? page.commonObjs : page.objs;
  const late = AbortSignal.timeout(decodingTime);
  const value = await new Promise<unknown>((resolve) => {
    late.addEventListener('abort', () => resolve(null), { once: true });
    store.get(id, resolve);
  });
  const { width, height, data } = (value ?? {}) as Partial<DecodedImage>;
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

/** Writes pixels of 1 bit, gray, RGB or RGBA as PNG; throws for any other layout. */
export async function writePageImage(
  directory: string,
  name: string,
  { width, height, data }: DecodedImage,
): Promise<string> {
  const { PNG } = await import('pngjs');
  const png = new PNG({ width, height });
  const channels = data.length / (width * height);
  const rowBytes = Math.ceil(width / 8);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = pixel % width;
    const row = (pixel - x) / width;
    const bit = ((data[row * rowBytes + (x >> 3)] as number) >> (7 - (x & 7))) & 1;
    for (let channel = 0; channel < 3; channel++) {
      png.data[pixel * 4 + channel] =
        channels < 1
          ? bit * 255
          : (data[pixel * channels + (channels < 3 ? 0 : channel)] as number);
    }
    png.data[pixel * 4 + 3] = 255;
  }
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  writeFileSync(path, PNG.sync.write(png));
  return path;
}

const label = /^(?:fig(?:ure)?\.?|plate)\s*(\d+(?:[.-]\d+)?[a-z]?)\s*[.:—–-]?\s*/i;

/**
 * Gives each image of a page its caption by geometry: the lines right under it that are centered on it or begin
 * with a figure number, and a figure number right above it. The lines become one figure line in their place.
 */
export function attachImages(lines: readonly PdfLine[], images: readonly PdfImage[]): PdfLine[] {
  let result = [...lines];
  for (const image of images) {
    const above = result.find((line) => isLabelAbove(line, image));
    const caption = captionUnder(result, image);
    const text = caption.map((line) => line.text).join(' ');
    const numbered = label.exec(text) ?? (above ? label.exec(above.text) : null);
    const anchor = caption[0] ?? above ?? nearestAbove(result, image);
    const figure: PdfLine = {
      ...(anchor ?? emptyLine(lines)),
      text: '',
      figure: { path: image.path, number: numbered?.[1] ?? null, caption: text.replace(label, '') },
    };
    const used = new Set<PdfLine | undefined>([above, ...caption]);
    const at = anchor ? result.indexOf(anchor) : result.length;
    const keepsAnchor = anchor !== undefined && !used.has(anchor);
    result.splice(keepsAnchor ? at + 1 : at, 0, figure);
    result = result.filter((line) => !used.has(line));
  }
  return result;
}

function isLabelAbove(line: PdfLine, image: PdfImage): boolean {
  const match = label.exec(line.text);
  const gap = line.y - image.top;
  return (
    !line.figure &&
    match !== null &&
    match[0].length === line.text.length &&
    gap > -line.size &&
    gap < line.size * 3.5 &&
    overlaps(line, image)
  );
}

function captionUnder(lines: readonly PdfLine[], image: PdfImage): PdfLine[] {
  const under = lines
    .filter(
      (line) => !line.figure && line.y < image.bottom + line.size * 0.3 && overlaps(line, image),
    )
    .sort((a, b) => b.y - a.y);
  const caption: PdfLine[] = [];
  let edge = image.bottom;
  for (const line of under) {
    const starts = caption.length === 0;
    if (edge - line.y > line.size * (starts ? 3.5 : 1.8)) break;
    const center = Math.abs((line.x + line.right) / 2 - (image.left + image.right) / 2);
    const numbered = label.test((caption[0] ?? line).text);
    if (!numbered && (center > line.size * 2 || line.bold)) break;
    if (!starts && Math.abs(line.size - (caption[0]?.size ?? 0)) > 0.6) break;
    caption.push(line);
    edge = line.y;
  }
  const length = caption.reduce((sum, { text }) => sum + text.length, 0);
  return length <= 500 ? caption : [];
}

function nearestAbove(lines: readonly PdfLine[], image: PdfImage): PdfLine | undefined {
  return lines.filter((line) => line.y > image.top && overlaps(line, image)).at(-1) ?? lines.at(-1);
}

function overlaps(line: PdfLine, image: PdfImage): boolean {
  return line.x < image.right && line.right > image.left;
}

function emptyLine(lines: readonly PdfLine[]): PdfLine {
  const page = lines[0]?.page ?? 1;
  return { text: '', page, x: 0, y: 0, right: 0, size: 10, bold: false, column: 0, fromTop: 0.5 };
}
