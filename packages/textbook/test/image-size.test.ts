import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { describeOmission, readEpub } from '../src/index.ts';
import { refuseImage } from '../src/ingest/image-size.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Headers of 25,000 × 20,000 pixels (WebP's lossy and lossless kinds end at 16,383), written by the formats' own rules. */
const header = (length: number, write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
};
const headers: Record<string, Buffer> = {
  png: header(24, (bytes) => {
    bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
    bytes.writeUInt32BE(25_000, 16);
    bytes.writeUInt32BE(20_000, 20);
  }),
  gif: header(13, (bytes) => {
    bytes.write('GIF89a', 0, 'latin1');
    bytes.writeUInt16LE(25_000, 6);
    bytes.writeUInt16LE(20_000, 8);
  }),
  // After 200,000 bytes of other segments, as color profiles and previews take.
  jpeg: Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...Array.from({ length: 4 }, () =>
      Buffer.concat([Buffer.from([0xff, 0xe2, 0xc3, 0x50]), Buffer.alloc(49_998)]),
    ),
    Buffer.from([0xff, 0xff, 0xc2, 0x00, 0x11, 0x08, 0x4e, 0x20, 0x61, 0xa8, 0x03]),
  ]),
  // A preview stands before the image.
  avif: header(120, (bytes) => {
    bytes.writeUInt32BE(16, 0);
    bytes.write('ftypavif', 4, 'latin1');
    for (const [at, width, height] of [
      [40, 160, 120],
      [70, 25_000, 20_000],
    ] as const) {
      bytes.write('ispe', at, 'latin1');
      bytes.writeUInt32BE(width, at + 8);
      bytes.writeUInt32BE(height, at + 12);
    }
  }),
  'webp, lossy': header(30, (bytes) => {
    bytes.write('RIFF    WEBPVP8 ', 0, 'latin1');
    bytes.writeUInt16LE(16_000, 26);
    bytes.writeUInt16LE(16_000, 28);
  }),
  'webp, lossless': header(30, (bytes) => {
    bytes.write('RIFF    WEBPVP8L', 0, 'latin1');
    bytes.writeUInt32LE(15_999 + 15_999 * 0x4000, 21);
  }),
  'webp, extended': header(30, (bytes) => {
    bytes.write('RIFF    WEBPVP8X', 0, 'latin1');
    bytes.writeUIntLE(24_999, 24, 3);
    bytes.writeUIntLE(19_999, 27, 3);
  }),
  'bmp, from the top down': header(54, (bytes) => {
    bytes.write('BM', 0, 'latin1');
    bytes.writeUInt32LE(40, 14);
    bytes.writeInt32LE(25_000, 18);
    bytes.writeInt32LE(-20_000, 22);
  }),
  'tiff, little end first': header(60, (bytes) => {
    bytes.write('II*\0', 0, 'latin1');
    bytes.writeUInt32LE(8, 4);
    bytes.writeUInt16LE(2, 8);
    // Tag, type (3: two bytes, 4: four bytes), count, value.
    for (const [at, tag, type, value] of [
      [10, 256, 3, 25_000],
      [22, 257, 4, 20_000],
    ] as const) {
      bytes.writeUInt16LE(tag, at);
      bytes.writeUInt16LE(type, at + 2);
      bytes.writeUInt32LE(1, at + 4);
      bytes.writeUInt32LE(value, at + 8);
    }
  }),
  'tiff, big end first, its directory at the end': header(3000, (bytes) => {
    bytes.write('MM\0*', 0, 'latin1');
    bytes.writeUInt32BE(2900, 4);
    bytes.writeUInt16BE(2, 2900);
    bytes.writeUInt16BE(256, 2902);
    bytes.writeUInt16BE(3, 2904);
    bytes.writeUInt16BE(25_000, 2910);
    bytes.writeUInt16BE(257, 2914);
    bytes.writeUInt16BE(4, 2916);
    bytes.writeUInt32BE(20_000, 2922);
  }),
};

/** Images of one pixel as common encoders write them. */
const real = {
  'webp, lossy': 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
  'webp, lossless': 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==',
  gif: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
};

describe('images of books', () => {
  it.each(Object.entries(headers))(
    'are refused where they have too many pixels: %s',
    (_, bytes) => {
      expect(refuseImage(bytes, 100_000_000)).toMatch(
        /^(25000 × 20000|16000 × 16000) pixels are more than 100000000$/,
      );
      expect(refuseImage(bytes, 500_000_000)).toBeNull();
      const path = join(folder, 'image');
      writeFileSync(path, bytes);
      expect(refuseImage(path, 100_000_000)).toBe(refuseImage(bytes, 100_000_000));
    },
  );

  it('are taken from real encoders', () => {
    for (const [, text] of Object.entries(real)) {
      const bytes = Buffer.from(text, 'base64');
      expect(refuseImage(bytes, 1)).toBeNull();
      expect(refuseImage(bytes, 0)).toMatch(/^1 × 1 pixels/);
    }
    expect(refuseImage(PNG.sync.write(new PNG({ width: 7, height: 5 })), 34)).toMatch(/^7 × 5/);
  });

  it('are refused where they may hold scripts or are no images', () => {
    for (const drawing of [
      '<svg width="10" height="10"><script>1</script></svg>',
      '\ufeff<?xml version="1.0"?>\n<!-- a -->\n<svg:svg xmlns:svg="x"/>',
    ]) {
      expect(refuseImage(strToU8(drawing), 1e9)).toMatch(/SVG drawing, which may hold scripts/);
    }
    expect(refuseImage(new Uint8Array([0x1f, 0x8b, 8, 0]), 1e9)).toMatch(/SVG/);
    const named = join(folder, 'drawing.png');
    writeFileSync(named, '<svg width="9000" height="9000"><filter id="f"/></svg>');
    expect(refuseImage(named, 1e9)).toMatch(/SVG drawing/);
    expect(refuseImage(strToU8('hello'), 1e9)).toMatch(/no JPEG, PNG/);
    expect(refuseImage(new Uint8Array(), 1e9)).toMatch(/no JPEG, PNG/);
  });

  it('are judged without failing, whatever they hold and wherever they are cut', () => {
    const start = fc.constantFrom(...Object.values(headers));
    const cut = fc.tuple(start, fc.nat(60), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(cut, ([bytes, length, rest]) => {
        const reason = refuseImage(Buffer.concat([bytes.subarray(0, length), rest]), 1e4);
        expect(reason === null || reason.length > 10).toBe(true);
      }),
    );
  });

  it('in an EPUB are judged too', () => {
    const files = {
      'META-INF/container.xml': strToU8('<rootfile full-path="book.opf"/>'),
      'book.opf': strToU8('<item id="a" href="a.html"/><itemref idref="a"/>'),
      'a.html': strToU8('<h1>X</h1><p>y</p><img src="a.svg"><img src="b.png">'),
      'a.svg': strToU8('<svg onload="alert(1)"/>'),
      'b.png': new Uint8Array(headers.png as Buffer),
    };
    const book = readEpub(zipSync(files), { imageDirectory: folder });
    expect(book.figures.map(({ path }) => path)).toEqual([null, null]);
    expect(book.omitted.map(describeOmission).join('\n')).toMatch(
      /a\.svg.*scripts.*\n.*b\.png.*25000 × 20000 pixels/,
    );
  });
});
