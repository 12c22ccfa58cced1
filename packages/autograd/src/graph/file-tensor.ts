import type { DType } from './dtype.ts';

/** A tensor that lies in a file, row-major and little-endian, and is read there by who uses it. */
export interface FileTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  /** Absolute, and no symbolic link. */
  readonly path: string;
  /** Of its first byte in the file. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** Of the file when it was looked at: another one in its place is noticed by it. */
  readonly fileSize: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}
