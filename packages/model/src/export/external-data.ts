import { type FileHandle, mkdir, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileTensor, Tensor } from '@skinr1/autograd';

/** Bytes that a browser can hold in one array; a single tensor with more gets a file of its own. */
const fileBytes = 2 ** 31 - 2 ** 20;

/** Tensors start at multiples of this, so that a file can be mapped. */
const alignment = 4096;

/** Where a tensor went, but for what is known when its file is complete. */
type Place = Pick<FileTensor, 'dtype' | 'dims' | 'path' | 'offset' | 'length'>;

/** The files beside a model that hold its weights: `NAME.onnx_data`, `NAME.onnx_data_1`, … */
export class ExternalData {
  private readonly model: string;
  private readonly places = new Map<string, Place>();
  private file: FileHandle | null = null;
  private path = '';
  private written = 0;
  private files = 0;

  /** @param model path of the `.onnx` file */
  constructor(model: string) {
    this.model = model;
  }

  /** How many files there are. */
  get fileCount(): number {
    return this.files;
  }

  /** Appends a tensor. Throws errors of the file system. */
  async write(name: string, { dtype, dims, data }: Tensor): Promise<void> {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const start = Math.ceil(this.written / alignment) * alignment;
    const isFull = start > 0 && start + bytes.length > fileBytes;
    const file = this.file && !isFull ? this.file : await this.nextFile();
    const offset = isFull ? 0 : start;
    await file.write(bytes, 0, bytes.length, offset);
    this.written = offset + bytes.length;
    this.places.set(name, { dtype, dims, path: this.path, offset, length: bytes.length });
  }

  /** Completes the files. @returns where each tensor lies */
  async finish(): Promise<Record<string, FileTensor>> {
    await this.close();
    const tensors: Record<string, FileTensor> = {};
    for (const [name, place] of this.places) {
      const { size, mtimeMs } = await stat(place.path);
      tensors[name] = { ...place, fileSize: size, modified: mtimeMs };
    }
    return tensors;
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    await this.file?.sync();
    await this.file?.close();
    this.file = null;
  }

  private async nextFile(): Promise<FileHandle> {
    await this.close();
    await mkdir(dirname(this.model), { recursive: true });
    const ending = this.files === 0 ? '' : `_${this.files}`;
    const folder = await realpath(dirname(this.model));
    this.path = join(folder, `${basename(this.model)}_data${ending}`);
    this.files += 1;
    this.written = 0;
    this.file = await open(this.path, 'w');
    return this.file;
  }
}
