import { refuseBinaryFiles } from './other-files.ts';
import { readHead } from './table-header.ts';
import { decodeFile, fileEncoding, headLength } from './text-encoding.ts';

/**
 * The text of a file in pieces, in whichever encoding tables come in, without its byte order mark.
 *
 * Throws InvalidInputError for an image, a workbook or an archive.
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const head = await readHead(path, headLength);
  if (head) refuseBinaryFiles(path, head);
  yield* decodeFile(path, await fileEncoding(path));
}
