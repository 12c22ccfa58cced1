/** What the bytes of a PDF say about its images, before anything is decoded. */
export interface PdfImageList {
  readonly count: number;
  /** Sizes of the images with more pixels than the limit; the PDF library leaves them out. */
  readonly oversized: readonly { readonly width: number; readonly height: number }[];
}

/** Bytes in which an image's dictionary is looked for on either side of its type. */
const reach = 2048;

/**
 * Images of a PDF. Streams stand in the file itself, never inside a packed object, so their dictionaries can
 * be found by looking at the bytes.
 */
export function listPdfImages(bytes: Uint8Array, maxPixels: number): PdfImageList {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const oversized: { width: number; height: number }[] = [];
  let count = 0;
  for (let at = buffer.indexOf('/Image'); at >= 0; at = buffer.indexOf('/Image', at + 6)) {
    const before = buffer.toString('latin1', Math.max(0, at - reach), at);
    if (!/\/Subtype\s*$/.test(before)) continue;
    count++;
    const after = buffer.toString('latin1', at, at + reach).split('stream')[0];
    const dictionary = `${before.slice(before.lastIndexOf(' obj') + 1)}${after}`;
    const width = numberOf(dictionary, 'Width');
    const height = numberOf(dictionary, 'Height');
    if (width * height > maxPixels) oversized.push({ width, height });
  }
  return { count, oversized };
}

function numberOf(dictionary: string, key: string): number {
  return Number(new RegExp(`/${key}\\s+(\\d{1,12})`).exec(dictionary)?.[1] ?? 0);
}
