import { type FileHandle, open } from 'node:fs/promises';

/** A whole line of a file that is being written. */
export interface FollowedLine {
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** Without its end. */
  readonly byteLength: number;
  /** `null` for a line longer than is read. */
  readonly text: string | null;
}

/** Reads a file of lines as it grows. */
export interface LineFollower {
  /**
   * Hands over the lines that were completed since the last time. A last line without its end is left for the
   * next time. Between chunks the process does other work.
   */
  read(onLine: (line: FollowedLine) => void): Promise<void>;
}

/** Options of {@link followLines}. */
export interface FollowOptions {
  /** Longer lines are handed over without their text. @defaultValue 4 MiB */
  readonly maxLineBytes?: number;
  /** Told before lines come again from the start: the file was cut or written anew, as on resume. */
  readonly onRestart: () => void;
}

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;
/** So many bytes before the place reached must still be there; else it is another file. */
const tailBytes = 256;

/** Follows a file, which need not be there yet. */
export function followLines(file: string, options: FollowOptions): LineFollower {
  const { maxLineBytes = 4 << 20, onRestart } = options;
  let offset = 0;
  let tail: Buffer = Buffer.alloc(0);
  const isTheSame = async (handle: FileHandle, size: number): Promise<boolean> => {
    if (size < offset) return false;
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(tail.length),
      position: offset - tail.length,
    });
    return bytesRead === tail.length && buffer.equals(tail);
  };
  return {
    async read(onLine) {
      const handle = await openIfThere(file);
      if (handle === null) return;
      try {
        const { size } = await handle.stat();
        if (!(await isTheSame(handle, size))) {
          offset = 0;
          tail = Buffer.alloc(0);
          onRestart();
        }
        const cutter = cutLines(offset, maxLineBytes, onLine);
        for (let position = offset; position < size; ) {
          const length = Math.min(chunkBytes, size - position);
          const { buffer, bytesRead } = await handle.read(
            Buffer.allocUnsafe(length),
            0,
            length,
            position,
          );
          if (bytesRead === 0) break;
          const end = cutter(buffer.subarray(0, bytesRead));
          if (end > offset) {
            tail = tailOf(tail, buffer.subarray(0, Math.max(0, end - position)));
            offset = end;
          }
          position += bytesRead;
        }
      } finally {
        await handle.close();
      }
    },
  };
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  return open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** The last bytes before the place reached; a line that ends at a chunk's start leaves those of before. */
function tailOf(before: Buffer, read: Buffer): Buffer {
  const joined = read.length >= tailBytes ? read : Buffer.concat([before, read]);
  return Buffer.from(joined.subarray(-tailBytes));
}

/** Takes chunks one after the other; gives the offset up to which lines are complete. */
function cutLines(
  start: number,
  maxLineBytes: number,
  onLine: (line: FollowedLine) => void,
): (chunk: Buffer) => number {
  let pieces: Buffer[] = [];
  let length = 0;
  let offset = start;
  const add = (piece: Buffer): void => {
    length += piece.length;
    // What is too long is counted and not kept.
    if (length <= maxLineBytes) pieces.push(piece);
    else pieces = [];
  };
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      add(chunk.subarray(from, end));
      const text = length <= maxLineBytes ? Buffer.concat(pieces).toString('utf8') : null;
      onLine({ offset, byteLength: length, text });
      offset += length + 1;
      pieces = [];
      length = 0;
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
    return offset;
  };
}
