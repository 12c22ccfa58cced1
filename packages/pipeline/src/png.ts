import type { ImageSource } from '@skinr1/core';
import { decodeImage } from '@skinr1/model';
import { encodePng } from '@skinr1/textbook';

/** An image as PNG bytes. Throws InvalidInputError or NotFoundError for one that cannot be read. */
export async function toPng(source: ImageSource): Promise<Buffer> {
  return Buffer.from(await encodePng(await decodeImage(source)));
}

/** An image as an address that a page can show without a file beside it. */
export async function toDataUri(source: ImageSource): Promise<string> {
  return `data:image/png;base64,${(await toPng(source)).toString('base64')}`;
}
