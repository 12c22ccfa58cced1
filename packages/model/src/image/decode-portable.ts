import { InvalidInputError } from '@skinr1/core';
import { checkPixelCount } from './pixel-limit.ts';
import { type RgbImage, roundHalfToEven } from './resize.ts';

/** What a portable file says before its pixels. */
interface PortableHeader {
  /** 1 to 3: numbers in words; 4 to 6: bytes. 1 and 4 are bits, 2 and 5 gray, 3 and 6 RGB. */
  readonly form: 1 | 2 | 3 | 4 | 5 | 6;
  readonly width: number;
  readonly height: number;
  /** What stands for white. */
  readonly highest: number;
  readonly pixelOffset: number;
}

/** Samples of a portable file in their order: each is a level from 0 to 255. */
type Samples = (count: number) => Uint8Array;

/**
 * Decodes a portable bitmap, graymap or pixmap (PBM, PGM, PPM; P1 to P6) to RGB. `sharp` has no reader for
 * them; tools of science write them. Levels are scaled to 255 and rounded half to even, as Pillow does; gray of
 * more than 8 bits too, which Pillow cuts off at 255.
 *
 * Format: pbm(5), pgm(5) and ppm(5) of Netpbm; one image a file, the first.
 *
 * Throws InvalidInputError for a file that is cut off, holds a number over its own highest, or is over the limit.
 */
export function decodePortable(bytes: Uint8Array, source: string, maxPixels: number): RgbImage {
  const header = readHeader(bytes, source);
  const { form, width, height } = header;
  checkPixelCount({ width, height }, maxPixels, source);
  const channels = form % 3 === 0 ? 3 : 1;
  const rowLength = width * channels;
  const samples = form <= 3 ? wordReader(bytes, header, source) : byteReader(bytes, header, source);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = samples(rowLength);
    for (let i = 0; i < width * 3; i++) {
      data[y * width * 3 + i] = row[channels === 3 ? i : Math.floor(i / 3)] as number;
    }
  }
  return { width, height, data };
}

function readHeader(bytes: Uint8Array, source: string): PortableHeader {
  const words = new WordReader(bytes, 2, source);
  const form = ((bytes[1] ?? 0) - zero) as PortableHeader['form'];
  const [width, height] = [words.number(), words.number()];
  const highest = form % 3 === 1 ? 1 : words.number();
  if (!(width > 0 && height > 0 && highest > 0 && highest < 65_536)) {
    throw refuse(source, `has no size or depth that is known (${width}×${height}, ${highest})`);
  }
  // One blank follows, then the bytes of the pixels.
  return { form, width, height, highest, pixelOffset: words.at + 1 };
}

const zero = 0x30;
const hash = 0x23;

/** Blanks of C: tab, line feed, vertical tab, form feed, carriage return, space. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);
}

/** Decimal numbers between blanks and comments. */
class WordReader {
  private readonly bytes: Uint8Array;
  private readonly source: string;
  /** Where the next byte to read lies. */
  at: number;

  constructor(bytes: Uint8Array, at: number, source: string) {
    this.bytes = bytes;
    this.at = at;
    this.source = source;
  }

  /** The next number, of at most ten digits. */
  number(): number {
    this.skipBlanks();
    const start = this.at;
    let value = 0;
    while (this.at - start < 10 && this.isDigit()) value = value * 10 + this.digit();
    if (this.at === start) throw refuse(this.source, `has no number at byte ${start}`);
    return value;
  }

  /** The next digit: bits may stand without blanks between them. */
  bit(): number {
    this.skipBlanks();
    if (!this.isDigit()) throw refuse(this.source, `has no bit at byte ${this.at}`);
    return this.digit();
  }

  private isDigit(): boolean {
    const byte = this.bytes[this.at];
    return byte !== undefined && byte >= zero && byte <= zero + 9;
  }

  private digit(): number {
    return (this.bytes[this.at++] as number) - zero;
  }

  private skipBlanks(): void {
    while (this.at < this.bytes.length) {
      if (this.bytes[this.at] === hash) {
        while (this.at < this.bytes.length && !isLineEnd(this.bytes[this.at] as number)) this.at++;
      } else if (!isBlank(this.bytes[this.at])) return;
      else this.at++;
    }
  }
}

function isLineEnd(byte: number): boolean {
  return byte === 10 || byte === 13;
}

/** What each number up to the highest becomes. Bits are ink: 1 is black. */
function levelsOf({ form, highest }: PortableHeader): Uint8Array {
  const levels = Uint8Array.from({ length: highest + 1 }, (_, value) =>
    roundHalfToEven((value / highest) * 255),
  );
  return form % 3 === 1 ? levels.reverse() : levels;
}

function wordReader(bytes: Uint8Array, header: PortableHeader, source: string): Samples {
  const levels = levelsOf(header);
  const words = new WordReader(bytes, header.pixelOffset - 1, source);
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      const value = header.form === 1 ? words.bit() : words.number();
      const level = levels[value];
      if (level === undefined)
        throw refuse(source, `holds ${value}, over its own ${header.highest}`);
      return level;
    });
}

function byteReader(bytes: Uint8Array, header: PortableHeader, source: string): Samples {
  const { form, width, height, highest, pixelOffset } = header;
  const levels = levelsOf(header);
  const size = highest > 255 ? 2 : 1;
  const rowBytes = form === 4 ? Math.ceil(width / 8) : width * (form === 6 ? 3 : 1) * size;
  const needed = pixelOffset + rowBytes * height;
  if (needed > bytes.length) {
    throw refuse(source, `is cut off: ${bytes.length} bytes of ${needed}`);
  }
  let at = pixelOffset;
  return (count) => {
    const row = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const byte = bytes[at + (form === 4 ? i >> 3 : i * size)] as number;
      const low = size === 2 ? (bytes[at + i * 2 + 1] as number) : 0;
      const value = form === 4 ? (byte >> (7 - (i & 7))) & 1 : size === 2 ? byte * 256 + low : byte;
      row[i] = levels[Math.min(value, highest)] as number;
    }
    at += rowBytes;
    return row;
  };
}

function refuse(source: string, problem: string): InvalidInputError {
  return new InvalidInputError(`the portable image ${problem}.`, {
    source,
    mend: 'Convert the image to PNG, or leave it out.',
  });
}
