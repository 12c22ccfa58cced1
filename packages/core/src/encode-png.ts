import { InvalidInputError } from './errors.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Remainders of the cyclic redundancy check of PNG (annex D), by byte. */
const remainders: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = (remainder & 1) === 0 ? remainder >>> 1 : (remainder >>> 1) ^ 0xedb88320;
  }
  return remainder;
});

/**
 * Pixels as a PNG file (W3C PNG, 3rd edition): RGB, 8 bits a channel, without what only Node has.
 *
 * @param data row-major, `width * height * 3` bytes
 * @throws InvalidInputError for another number of bytes
 */
export async function encodeRgbPng(
  width: number,
  height: number,
  data: Uint8Array | Uint8ClampedArray,
): Promise<Uint8Array> {
  if (!(width > 0 && height > 0) || data.length !== width * height * 3) {
    throw new InvalidInputError(
      `${data.length} bytes are no RGB image of ${width} x ${height} pixels.`,
      { mend: 'Give width, height and pixels of one image.' },
    );
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8); // Bits a channel, RGB, and the only compression, filtering and order there are.
  const lines = await deflate(filtered(width, height, data));
  const chunks = [chunk('IHDR', header), chunk('IDAT', lines), chunk('IEND', new Uint8Array())];
  return joinBytes([Uint8Array.from(signature), ...chunks]);
}

/** Each line less what the Paeth predictor makes of its neighbors (clause 9.4), behind its filter's number. */
function filtered(width: number, height: number, data: ArrayLike<number>): Uint8Array {
  const length = width * 3;
  const lines = new Uint8Array((length + 1) * height);
  for (let y = 0, to = 0; y < height; y++) {
    lines[to++] = 4;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < 3 ? 0 : (data[at - 3] as number);
      const above = y === 0 ? 0 : (data[at - length] as number);
      const corner = x < 3 || y === 0 ? 0 : (data[at - length - 3] as number);
      lines[to++] = (data[at] as number) - paeth(left, above, corner);
    }
  }
  return lines;
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array>).arrayBuffer());
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, checkSum(bytes.subarray(4, content.length + 8)));
  return bytes;
}

function checkSum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (remainders[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return ~sum >>> 0;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
