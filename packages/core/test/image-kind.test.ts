import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  imageHeadLength,
  imageKindNames,
  imageKinds,
  isImageExtension,
  sniffImageKind,
} from '../src/index.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** First bytes of small files, written out from the formats' specifications. */
const heads: Readonly<Record<string, string>> = {
  jpeg: '\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01',
  png: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01',
  webp: 'RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0',
  gif: 'GIF89a\x01\0\x01\0\x80\0\0',
  tiff: 'MM\0*\0\0\0\x08\0\x01',
  bmp: 'BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0',
  avif: '\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1B\0\0\0\0meta',
  ppm: 'P6\n4 3\n255\n\0\x01\x02',
};

describe('sniffImageKind', () => {
  it('knows each kind by its first bytes', () => {
    for (const [kind, head] of Object.entries(heads)) {
      expect(sniffImageKind(latin1(head)), kind).toBe(kind);
    }
    expect(Object.keys(heads).sort()).toEqual(Object.keys(imageKinds).sort());
  });

  it('knows the older and rarer forms', () => {
    expect(sniffImageKind(latin1('GIF87a\x01\0\x01\0'))).toBe('gif');
    expect(sniffImageKind(latin1('II*\0\x08\0\0\0'))).toBe('tiff');
    // The OS/2 header of 12 bytes, and that of Windows 5 with 124.
    for (const size of ['\x0c', '\x7c']) {
      expect(sniffImageKind(latin1(`BM${'\0'.repeat(12)}${size}\0\0\0`))).toBe('bmp');
    }
    // Bits in words, and a comment before the width.
    expect(sniffImageKind(latin1('P1 2 2 0110'))).toBe('ppm');
    expect(sniffImageKind(latin1('P5 # made by hand\n2 2 255\n'))).toBe('ppm');
    // A HEIF container whose compatible brands say that an AVIF reader can read it; image sequences.
    expect(sniffImageKind(latin1('\0\0\0\x18ftypmif1\0\0\0\0mif1avif'))).toBe('avif');
    expect(sniffImageKind(latin1('\0\0\0\x18ftypavis\0\0\0\0msf1iso8'))).toBe('avif');
  });

  it('admits no drawing, text, archive or format that is not read', () => {
    const others = {
      svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'svg after a declaration': '\xef\xbb\xbf<?xml version="1.0"?><svg/>',
      'packed svg': '\x1f\x8b\x08\0\0\0\0\0',
      pdf: '%PDF-1.7\n',
      postscript: '%!PS-Adobe-3.0 EPSF-3.0',
      'metafile with a header': '\xd7\xcd\xc6\x9a\0\0',
      heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
      'the version of a brand is no brand': '\0\0\0\x14ftypmif1avifmif1',
      'a brand beyond the box': '\0\0\0\x10ftypheic\0\0\0\0avif',
      'jpeg 2000': '\0\0\0\x0cjP  \r\n\x87\n',
      'a text that begins with BM': 'BMI of the patients, by year of birth',
      'a text that begins with P1': 'P1 is the first patient',
      'a form of Netpbm that is not read': 'P7\nWIDTH 4\n',
      'sound in the same container as WebP': 'RIFF\x24\0\0\0WAVEfmt ',
      'a web page in the place of an image': '<!DOCTYPE html><html>',
      'a pointer in the place of an image': 'version https://git-lfs.github.com/spec/v1\n',
      'an archive': 'PK\x03\x04',
      nothing: '',
    };
    for (const [name, head] of Object.entries(others)) {
      expect(sniffImageKind(latin1(head)), name).toBeNull();
    }
  });

  it('takes any bytes, looks at the first few only, and reads no text as an image', () => {
    const head = fc.constantFrom(...Object.values(heads).map(latin1), new Uint8Array());
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 200 }), fc.nat(80), (start, rest, cut) => {
        const bytes = Uint8Array.from([...start.subarray(0, cut), ...rest]);
        const kind = sniffImageKind(bytes);
        expect(kind === null || kind in imageKinds).toBe(true);
        expect(sniffImageKind(bytes.subarray(0, imageHeadLength))).toBe(kind);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 100, unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('GIF8'));
        expect(sniffImageKind(new TextEncoder().encode(text))).toBeNull();
      }),
    );
  });
});

describe('isImageExtension', () => {
  it('goes by the one list, in any case', () => {
    expect(['.jpg', '.JPEG', '.Png', '.tif', '.bmp'].every(isImageExtension)).toBe(true);
    expect(['.svg', '.svgz', '.heic', '.pdf', '.csv', 'jpg', ''].some(isImageExtension)).toBe(
      false,
    );
  });

  it('has every kind in the words for messages', () => {
    for (const kind of Object.keys(imageKinds)) {
      expect(imageKindNames.toLowerCase()).toContain(kind);
    }
  });
});
