/**
 * The kinds of image files that are read, told apart by content and never by name. Drawings (SVG, PDF,
 * PostScript, WMF) are not among them and never will be: they are programs, and what draws them can be made to
 * run for minutes or to fetch files.
 */

/** A kind of image file that is read. */
export type ImageKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'bmp' | 'avif' | 'ppm';

/** Every kind that is read, with the endings its files go by: the ending to write first. */
export const imageKinds: Readonly<Record<ImageKind, readonly string[]>> = {
  jpeg: ['.jpg', '.jpeg', '.jpe', '.jfif'],
  png: ['.png'],
  webp: ['.webp'],
  gif: ['.gif'],
  tiff: ['.tif', '.tiff'],
  bmp: ['.bmp', '.dib'],
  avif: ['.avif'],
  ppm: ['.ppm', '.pgm', '.pbm', '.pnm'],
};

/** The kinds in words, for messages. */
export const imageKindNames = 'JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF or PPM';

const extensions: ReadonlySet<string> = new Set(Object.values(imageKinds).flat());

/** True for the ending of a file name (with its dot, in any case) under which images are looked for. */
export function isImageExtension(extension: string): boolean {
  return extensions.has(extension.toLowerCase());
}

/** As many bytes from the start of a file as {@link sniffImageKind} looks at. */
export const imageHeadLength = 64;

/**
 * The kind of an image by the first bytes of its file ({@link imageHeadLength} are enough), or `null` for
 * anything else: text, drawings, archives, image formats that are not read (HEIC, JPEG 2000, DICOM) and files
 * that are cut off within their signature. It says what a file claims to be; only decoding proves that it is.
 *
 * Signatures: ITU-T T.81 (JPEG), W3C PNG, RFC 9649 (WebP), GIF89a, TIFF 6.0, the Windows DIB headers (BMP), the
 * `ftyp` box of ISO/IEC 14496-12 with the brands of AVIF 1.1, and the first words of Netpbm's files (PPM and kin).
 */
export function sniffImageKind(bytes: Uint8Array): ImageKind | null {
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return 'webp';
  if (text(bytes, 0, 6) === 'GIF87a' || text(bytes, 0, 6) === 'GIF89a') return 'gif';
  if (text(bytes, 0, 4) === 'II*\0' || text(bytes, 0, 4) === 'MM\0*') return 'tiff';
  if (isBmp(bytes)) return 'bmp';
  if (isAvif(bytes)) return 'avif';
  if (isPortable(bytes)) return 'ppm';
  return null;
}

/** Sizes of the bitmap header: OS/2 (two), Windows 3, its two extensions, versions 4 and 5. */
const bitmapHeaderSizes: ReadonlySet<number> = new Set([12, 40, 52, 56, 64, 108, 124]);

/** "BM" alone begins many texts; the size of the header that follows is one of seven. */
function isBmp(bytes: Uint8Array): boolean {
  return text(bytes, 0, 2) === 'BM' && bitmapHeaderSizes.has(uint32(bytes, 14, 'little'));
}

/** The box `ftyp` with a brand of AVIF: as the major one, or among the compatible ones that follow it. */
function isAvif(bytes: Uint8Array): boolean {
  if (text(bytes, 4, 4) !== 'ftyp') return false;
  const end = Math.min(bytes.length, uint32(bytes, 0, 'big'), imageHeadLength);
  for (let at = 8; at + 4 <= end; at += 4) {
    // Between the major brand and the compatible ones stands a version.
    if (at !== 12 && ['avif', 'avis'].includes(text(bytes, at, 4))) return true;
  }
  return false;
}

/** Bitmap, graymap or pixmap: "P" and a digit, blanks, then a width or a comment. */
function isPortable(bytes: Uint8Array): boolean {
  return /^P[1-6][\t-\r ]{1,8}[\d#]/.test(text(bytes, 0, 16));
}

function starts(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Bytes as Latin-1 text; shorter at the end of the file. */
function text(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}

/** A whole number of four bytes; `NaN` past the end. */
function uint32(bytes: Uint8Array, at: number, order: 'little' | 'big'): number {
  if (at + 4 > bytes.length) return Number.NaN;
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, order === 'little');
}
