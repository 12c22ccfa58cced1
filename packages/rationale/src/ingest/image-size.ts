import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Width and height of a PNG, GIF or JPEG file from its header, without decoding it; `null` if the header
 * is none of these. Used to refuse figures too large to decode.
 */
export function readImageSize(path: string): { width: number; height: number } | null {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(65536);
    const view = head.subarray(0, readSync(file, head, 0, head.length, 0));
    return pngSize(view) ?? gifSize(view) ?? jpegSize(view);
  } finally {
    closeSync(file);
  }
}

function pngSize(head: Buffer): { width: number; height: number } | null {
  if (head.length < 24 || head.readUInt32BE(0) !== 0x89504e47) return null;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function gifSize(head: Buffer): { width: number; height: number } | null {
  if (head.length < 10 || head.toString('latin1', 0, 4) !== 'GIF8') return null;
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}

/** Walks the JPEG segments to the start-of-frame, which holds the size. */
function jpegSize(head: Buffer): { width: number; height: number } | null {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}
