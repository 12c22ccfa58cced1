import { closeSync, openSync, readSync } from 'node:fs';
import { type ImageKind, imageKindNames, sniffImageKind } from '@skinr1/core';

/** Width and height of an image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Bytes of a file from an offset on; fewer than asked for at its end. */
type ReadBytes = (offset: number, length: number) => Buffer;

/**
 * Why an image cannot be a figure; `null` if it can. Decided by its header, without decoding it: what is not a
 * known kind of image might be anything, and one of too many pixels would fill the memory.
 */
export function refuseImage(source: string | Uint8Array, maxPixels: number): string | null {
  if (typeof source !== 'string') {
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
    return judge((offset, length) => bytes.subarray(offset, offset + length), maxPixels);
  }
  const file = openSync(source, 'r');
  try {
    return judge((offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    }, maxPixels);
  } finally {
    closeSync(file);
  }
}

function judge(read: ReadBytes, maxPixels: number): string | null {
  const head = read(0, 64);
  const kind = sniffImageKind(head);
  if (kind === null) {
    return isDrawing(read)
      ? 'it is an SVG drawing, which may hold scripts: convert it to PNG'
      : `it is no ${imageKindNames} image`;
  }
  const size = sizes[kind](head, read);
  if (size === null || size.width <= 0 || size.height <= 0) {
    return `it is a damaged ${kind.toUpperCase()} image: its header has no size`;
  }
  const { width, height } = size;
  if (width * height > maxPixels) {
    return `${width} × ${height} pixels are more than ${maxPixels}`;
  }
  return null;
}

/** Drawings as text, also packed, by how they begin. */
function isDrawing(read: ReadBytes): boolean {
  const head = read(0, 4096);
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  return packed || /<(?:\w{1,20}:)?svg[\s>]/.test(head.toString('utf8'));
}

/** Where each kind of image keeps its size; `null` if it does not stand there. */
const sizes: Readonly<Record<ImageKind, (head: Buffer, read: ReadBytes) => ImageSize | null>> = {
  png: pngSize,
  gif: gifSize,
  webp: webpSize,
  bmp: bmpSize,
  jpeg: (_head, read) => jpegSize(read),
  tiff: (_head, read) => tiffSize(read),
  avif: (_head, read) => avifSize(read),
  ppm: (_head, read) => portableSize(read),
};

function pngSize(head: Buffer): ImageSize | null {
  if (head.length < 24) return null;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function gifSize(head: Buffer): ImageSize | null {
  if (head.length < 10) return null;
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}

/** RFC 9649: lossy, lossless and extended files keep the size in different places. */
function webpSize(head: Buffer): ImageSize | null {
  if (head.length < 30) return null;
  const kind = head.toString('latin1', 12, 16);
  if (kind === 'VP8 ') {
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  }
  if (kind === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind !== 'VP8X') return null;
  return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
}

function bmpSize(head: Buffer): ImageSize | null {
  if (head.length < 26) return null;
  // The oldest header has 12 bytes and sizes of two; rows from the top down have a negative height.
  if (head.readUInt32LE(14) === 12) {
    return { width: head.readUInt16LE(18), height: head.readUInt16LE(20) };
  }
  return { width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)) };
}

/** Most segments of a JPEG that are looked at for the one with the size. */
const mostSegments = 10_000;

/** Walks the JPEG segments to the start-of-frame, which holds the size. */
function jpegSize(read: ReadBytes): ImageSize | null {
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment++) {
    const head = read(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return null;
    const marker = head[1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: head.readUInt16BE(7), height: head.readUInt16BE(5) };
    // Before a marker there may be any number of filling bytes.
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return null;
}

/** TIFF 6.0: the size is in two entries of the first directory. */
function tiffSize(read: ReadBytes): ImageSize | null {
  const head = read(0, 8);
  if (head.length < 8) return null;
  const little = head.toString('latin1', 0, 2) === 'II';
  const short = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const long = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const directory = long(head, 4);
  const count = read(directory, 2);
  if (count.length < 2) return null;
  const entries = read(directory + 2, short(count, 0) * 12);
  const found = new Map<number, number>();
  for (let at = 0; at + 12 <= entries.length; at += 12) {
    const isShort = short(entries, at + 2) === 3;
    found.set(short(entries, at), isShort ? short(entries, at + 8) : long(entries, at + 8));
  }
  const [width, height] = [found.get(256), found.get(257)];
  return width === undefined || height === undefined ? null : { width, height };
}

/** Bytes at the start of an AVIF file in which its properties are looked for. */
const avifHeader = 64 * 1024;

/** ISO/IEC 23008-12: the property `ispe` of each picture in the file; previews are smaller than the image. */
function avifSize(read: ReadBytes): ImageSize | null {
  const head = read(0, avifHeader);
  let largest: ImageSize | null = null;
  for (let at = head.indexOf('ispe'); at >= 0; at = head.indexOf('ispe', at + 4)) {
    if (at + 16 > head.length) break;
    const size = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) {
      largest = size;
    }
  }
  return largest;
}

/** Netpbm: after "P" and a digit come width and height in words, with comments between them. */
function portableSize(read: ReadBytes): ImageSize | null {
  const text = read(0, 1024)
    .toString('latin1')
    .replace(/#[^\r\n]*/g, ' ');
  const [, width, height] = /^P[1-6]\s+(\d{1,9})\s+(\d{1,9})\s/.exec(text) ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : null;
}
