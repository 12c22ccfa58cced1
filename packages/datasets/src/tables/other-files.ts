import { describeWrongFile, InvalidInputError, sniffImageKind, type WrongFile } from '@skinr1/core';

/** What a file is that is no text, or none of a table; `null` where nothing says so. */
function describeOther(head: Uint8Array): WrongFile | null {
  const image = sniffImageKind(head);
  if (image === null) return head.length > 0 ? describeWrongFile(head) : null;
  const mend = 'Give the table or the list of labels, not one of its images.';
  return { what: `an image (${image.toUpperCase()})`, mend };
}

function refuse(path: string, { what, mend }: WrongFile): never {
  throw new InvalidInputError(`not a table but ${what}.`, { source: path, mend });
}

/** Throws InvalidInputError for what people have in place of a table: an image, a workbook, a saved page. */
export function refuseOtherFiles(path: string, head: Uint8Array): void {
  const other = describeOther(head);
  if (other) refuse(path, other);
}

/** Throws InvalidInputError for images, workbooks and archives: they hold bytes that no text has. */
export function refuseBinaryFiles(path: string, head: Uint8Array): void {
  const other = sniffImageKind(head) !== null || head.some((byte) => byte < 9);
  const found = other ? describeOther(head) : null;
  if (found) refuse(path, found);
}
