import { createHash } from 'node:crypto';
import { descriptionOf, type ImageSource, UsageError } from '@skinr1/core';

/** Takes the pieces of a text in order. */
export type Sink = (piece: string) => void;

/** SHA-256 of a file's bytes by its path. */
export type FileDigests = ReadonlyMap<string, string>;

/**
 * Writes a value as text, the same text for the same value: keys sorted, what is `undefined` left out as if
 * it were absent, numbers to the last bit, arrays of numbers and pixels by their SHA-256, image files by
 * that of their bytes. A function stands as what made it (`described` of core); one that nothing describes
 * as its source text, which does not show the variables that it closes over.
 *
 * @throws UsageError for a value that contains itself
 */
export function writeCanonical(value: unknown, sink: Sink, files: FileDigests): void {
  new Writer(sink, files).write(value);
}

/** Paths of the image files that a value holds, each once. */
export function imageFilesIn(value: unknown): Set<string> {
  const writer = new Writer(() => undefined, new Map());
  writer.write(value);
  return writer.paths;
}

class Writer {
  readonly paths = new Set<string>();
  private readonly sink: Sink;
  private readonly files: FileDigests;
  /** The objects that the one at hand lies in. */
  private readonly around = new Set<object>();

  constructor(sink: Sink, files: FileDigests) {
    this.sink = sink;
    this.files = files;
  }

  write(value: unknown): void {
    if (typeof value === 'function') this.writeFunction(value as () => unknown);
    else if (typeof value === 'object' && value !== null) this.writeObject(value);
    else this.sink(scalarText(value));
  }

  private writeFunction(value: () => unknown): void {
    if (descriptionOf(value)) this.writeDescribed(value);
    else this.sink(`function ${value.name} ${sha256(String(value)).slice(0, 16)}`);
  }

  private writeDescribed(value: object): void {
    const { name, options } = descriptionOf(value)!;
    this.sink(`${name}(`);
    this.within(value, () => this.write(options));
    this.sink(')');
  }

  private writeObject(value: object): void {
    if (descriptionOf(value)) this.writeDescribed(value);
    else if (ArrayBuffer.isView(value)) this.writeBytes(value);
    else if (value instanceof ArrayBuffer) this.writeBytes(new Uint8Array(value));
    else if (value instanceof Date) this.sink(`Date(${value.getTime()})`);
    else if (value instanceof RegExp) this.sink(String(value));
    else if (isImageFile(value)) this.writeFile(value.path);
    else this.within(value, () => this.writeParts(value));
  }

  private writeParts(value: object): void {
    if (Array.isArray(value)) this.writeList('[', value, ']');
    else if (value instanceof Set) this.writeList('Set[', value, ']');
    else if (value instanceof Map) this.writeList('Map[', value, ']');
    else {
      this.sink('{');
      for (const name of Object.keys(value).sort()) {
        const part = (value as Record<string, unknown>)[name];
        if (part === undefined) continue;
        this.sink(`${JSON.stringify(name)}:`);
        this.write(part);
        this.sink(',');
      }
      this.sink('}');
    }
  }

  private writeList(open: string, values: Iterable<unknown>, close: string): void {
    this.sink(open);
    for (const value of values) {
      this.write(value);
      this.sink(',');
    }
    this.sink(close);
  }

  private writeBytes(view: ArrayBufferView): void {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    // The tag, so that a Buffer counts as the Uint8Array that it is.
    const type = Object.prototype.toString.call(view).slice('[object '.length, -1);
    this.sink(`${type}(${view.byteLength} bytes, ${sha256(bytes)})`);
  }

  private writeFile(path: string): void {
    this.paths.add(path);
    this.sink(`file(${this.files.get(path)})`);
  }

  private within(value: object, write: () => void): void {
    if (this.around.has(value)) {
      throw new UsageError('what fixes a run must not contain itself.', {
        mend: 'Pass plain data, or describe it with `described`.',
      });
    }
    this.around.add(value);
    write();
    this.around.delete(value);
  }
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** Whether a value is an image that lies in a file. */
export function isImageFile(value: object): value is Extract<ImageSource, { kind: 'file' }> {
  return (
    'kind' in value && value.kind === 'file' && 'path' in value && typeof value.path === 'string'
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
