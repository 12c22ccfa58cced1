import { crc32, inflateRawSync } from 'node:zlib';
import { InvalidInputError } from '@skinr1/core';

/** Bounds on what an archive may unpack to. */
export interface ZipLimits {
  /** Files in an EPUB. @defaultValue 20,000 */
  readonly maxEntries: number;
  /** Bytes of one unpacked file of an EPUB. @defaultValue 64 MiB */
  readonly maxEntryBytes: number;
  /** Bytes of all unpacked files of an EPUB together. @defaultValue 1 GiB */
  readonly maxUnpackedBytes: number;
  /** How many times its packed size a file of more than 1 MiB may unpack to. @defaultValue 200 */
  readonly maxUnpackRatio: number;
}

interface Entry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0: stored; 8: deflated. */
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

/** Below this size any ratio is harmless. */
const harmlessBytes = 1024 * 1024;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3.3 without ZIP64) of which single files are unpacked when asked for, never
 * to more than the archive says and the limits allow.
 */
export class ZipArchive {
  private readonly bytes: Buffer;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly limits: ZipLimits;
  private readonly source: string;
  private unpacked = 0;
  private plainNames: ReadonlyMap<string, string> | null = null;

  /** Reads the list of files. Throws InvalidInputError: no archive, damaged, too many files. */
  constructor(bytes: Uint8Array, limits: ZipLimits, source: string) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.limits = limits;
    this.source = source;
    this.entries = this.readDirectory();
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** A file whose name differs in case, accents' encoding or the kind of slash only, as other systems write it. */
  likeNamed(name: string): string | undefined {
    this.plainNames ??= new Map(
      [...this.entries.keys()].reverse().map((key) => [plainName(key), key]),
    );
    return this.plainNames.get(plainName(name));
  }

  /** The file's bytes; `undefined` without such a file. Throws InvalidInputError: damaged, encrypted, too large. */
  read(name: string): Uint8Array | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    this.checkBounds(entry);
    const content = this.unpack(entry);
    if (content.length !== entry.size || crc32(content) !== entry.checksum) {
      throw this.damaged('its content is not what was packed', name);
    }
    this.unpacked += content.length;
    return content;
  }

  private checkBounds({ name, size, packedSize, encrypted, method }: Entry): void {
    const { maxEntryBytes, maxUnpackedBytes, maxUnpackRatio } = this.limits;
    if (encrypted || (method !== 0 && method !== 8)) {
      throw new InvalidInputError(`it is ${encrypted ? 'encrypted' : 'packed in a rare way'}.`, {
        source: this.source,
        place: name,
        mend: 'Pack the archive again, with deflate and without a password.',
      });
    }
    if (size > maxEntryBytes) throw this.tooLarge(name, maxEntryBytes, 'maxEntryBytes');
    if (this.unpacked + size > maxUnpackedBytes) {
      throw this.tooLarge(name, maxUnpackedBytes, 'maxUnpackedBytes');
    }
    if (size > harmlessBytes && size > packedSize * maxUnpackRatio) {
      throw this.tooLarge(name, packedSize * maxUnpackRatio, 'maxUnpackRatio');
    }
  }

  private unpack({ name, method, size, packedSize, headerOffset }: Entry): Uint8Array {
    const header = this.bytes.subarray(headerOffset, headerOffset + 30);
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
      throw this.damaged('the file has no header', name);
    }
    const start = headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = this.bytes.subarray(start, start + packedSize);
    if (packed.length < packedSize) throw this.damaged('the archive is cut off', name);
    if (method === 0) return packed;
    try {
      // The directory may lie about the size: to inflate beyond it is an error, not memory.
      return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    } catch (cause) {
      throw this.damaged('it cannot be unpacked', name, cause);
    }
  }

  /** The central directory, which the end of the archive points to. */
  private readDirectory(): Map<string, Entry> {
    const { bytes, limits } = this;
    const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    if (end < 0 || end + 22 > bytes.length) throw this.damaged('it has no list of its files');
    const count = bytes.readUInt16LE(end + 10);
    if (count > limits.maxEntries) {
      throw new InvalidInputError(
        `${count} files in one archive are more than the ${limits.maxEntries} allowed.`,
        { source: this.source, mend: 'Raise the limit `maxEntries` if the book is trusted.' },
      );
    }
    const size = bytes.readUInt32LE(end + 12);
    // What stands before the archive shifts all its offsets.
    const shift = end - size - bytes.readUInt32LE(end + 16);
    const entries = new Map<string, Entry>();
    let at = end - size;
    for (let index = 0; index < count; index++) {
      const head = bytes.subarray(at, at + 46);
      if (at < 0 || head.length < 46 || head.readUInt32LE(0) !== 0x02014b50) {
        throw this.damaged(`file ${index + 1} of ${count} is not in its list`);
      }
      const nameEnd = at + 46 + head.readUInt16LE(28);
      const name = nameOf(bytes.subarray(at + 46, nameEnd));
      entries.set(name, {
        name,
        encrypted: (head.readUInt16LE(8) & 1) !== 0,
        method: head.readUInt16LE(10),
        checksum: head.readUInt32LE(16),
        packedSize: head.readUInt32LE(20),
        size: head.readUInt32LE(24),
        headerOffset: head.readUInt32LE(42) + shift,
      });
      at = nameEnd + head.readUInt16LE(30) + head.readUInt16LE(32);
    }
    return entries;
  }

  private tooLarge(name: string, limit: number, option: string): InvalidInputError {
    return new InvalidInputError(`it unpacks to more than ${limit} bytes.`, {
      source: this.source,
      place: name,
      mend: `Raise the limit \`${option}\` if the book is trusted.`,
    });
  }

  private damaged(what: string, name?: string, cause?: unknown): InvalidInputError {
    return new InvalidInputError(`this is not a readable ZIP archive: ${what}.`, {
      source: this.source,
      place: name,
      mend: 'Check that the download or copy is complete.',
      cause,
    });
  }
}

/** Names are UTF-8 in practice, whatever the archive's flag says; else the bytes stand for themselves. */
function nameOf(bytes: Buffer): string {
  const name = bytes.toString('utf8');
  return name.includes('\ufffd') ? bytes.toString('latin1') : name;
}

function plainName(name: string): string {
  return name.normalize('NFC').replaceAll('\\', '/').toLowerCase();
}
