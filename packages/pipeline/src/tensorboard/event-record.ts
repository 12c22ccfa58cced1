import { crc32c } from './crc32c.ts';

/*
 * TensorBoard's event files: TFRecords of the protocol buffer `tensorflow.Event`
 * (tensorflow/core/util/event.proto, summary.proto; record format in tensorflow/core/lib/io/record_writer.cc).
 */

/** What an event says. */
export type EventContent =
  | { readonly kind: 'version' }
  /** The steps from this one on are told again: readers forget what they had of them. */
  | { readonly kind: 'start'; readonly step: number }
  | {
      readonly kind: 'scalars';
      readonly step: number;
      readonly values: Readonly<Record<string, number>>;
    };

/** An event as a record of an event file. @param seconds wall time since 1970 */
export function eventRecord(content: EventContent, seconds: number): Uint8Array {
  const time = field(1, 'double', doubleBytes(seconds));
  if (content.kind === 'version') return tfRecord([...time, ...text(3, 'brain.Event:2')]);
  const step = field(2, 'varint', varint(content.step));
  if (content.kind === 'start') {
    const sessionStart = 1;
    const log = message(7, field(1, 'varint', varint(sessionStart)));
    return tfRecord([...time, ...step, ...log]);
  }
  const values = Object.entries(content.values).flatMap(([tag, value]) =>
    message(1, [...text(1, tag), ...field(2, 'float', floatBytes(value))]),
  );
  return tfRecord([...time, ...step, ...message(5, values)]);
}

/** Length, its checksum, data, its checksum; all little-endian. */
function tfRecord(data: readonly number[]): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(record.subarray(12, 12 + data.length)), true);
  return record;
}

/** A checksum that does not look like one where it is itself data: turned by 15 bits, plus a constant. */
function maskedChecksum(bytes: Uint8Array): number {
  const checksum = crc32c(bytes);
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}

const wireTypes = { varint: 0, double: 1, bytes: 2, float: 5 } as const;

function field(number: number, type: keyof typeof wireTypes, value: readonly number[]): number[] {
  return [...varint((number << 3) | wireTypes[type]), ...value];
}

function message(number: number, content: readonly number[]): number[] {
  return field(number, 'bytes', [...varint(content.length), ...content]);
}

function text(number: number, value: string): number[] {
  return message(number, [...new TextEncoder().encode(value)]);
}

/** Seven bits a byte, the lowest first; the highest bit says that more come. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

function doubleBytes(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

function floatBytes(value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [...new Uint8Array(view.buffer)];
}
