import { readZippedFixture } from './parity.ts';

/** What `tools/parity/model_images.py` wrote of Transformers' processor that works with Pillow. */
export interface FileFixture {
  readonly kind: string;
  readonly grid: readonly [number, number, number];
  /** Of the resized pixels as bytes, cut into patches. */
  readonly sha256: string;
  /** The file, in base64. */
  readonly file: string;
  /** Those pixels, for kinds that are not equal to the last level. */
  readonly pixels?: string;
}

/** Files of many kinds. */
export const imageFiles: readonly FileFixture[] = readZippedFixture('image-files.json.gz');
