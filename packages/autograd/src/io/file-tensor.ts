import { open, stat } from 'node:fs/promises';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import { viewBytes } from '../graph/dtype.ts';
import type { FileTensor } from '../graph/file-tensor.ts';
import type { Tensor } from '../graph/tensor.ts';
import { readBytes } from './read-bytes.ts';

/**
 * Reads a tensor from its file.
 *
 * @throws NotFoundError, InvalidInputError when the file is another than the one it was found in
 */
export async function readFileTensor(tensor: FileTensor): Promise<Tensor> {
  await checkFileTensors([tensor]);
  const { dtype, dims, path, offset, length } = tensor;
  const file = await open(path, 'r');
  try {
    const bytes = await readBytes(file, offset, length, path);
    return { dtype, dims, data: viewBytes(dtype, bytes) as never };
  } finally {
    await file.close();
  }
}

/** Looks at each file once. Throws as {@link readFileTensor}. */
export async function checkFileTensors(tensors: Iterable<FileTensor>): Promise<void> {
  const seen = new Set<string>();
  for (const { path, fileSize, modified } of tensors) {
    const key = `${path} ${fileSize} ${modified}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const found = await stat(path).catch((cause: unknown) => {
      throw new NotFoundError('the file with the weights is gone.', { source: path, cause });
    });
    if (found.size === fileSize && found.mtimeMs === modified) continue;
    throw new InvalidInputError('the file has changed since it was opened.', {
      source: path,
      mend: 'Open the model again.',
    });
  }
}
