import { SkinR1Error } from '@skinr1/core';

/** What the system says of a file or folder, and what mends it. */
const systemErrors: Readonly<Record<string, readonly [what: string, mend: string]>> = {
  EACCES: ['may not be read or written.', 'Mend its permissions, or choose another place.'],
  EPERM: ['may not be read or written.', 'Mend its permissions, or choose another place.'],
  EROFS: ['lies where nothing can be written.', 'Choose another place.'],
  ENOENT: ['there is no such file or folder.', 'Check the path.'],
  ENOTDIR: ['a part of this path is a file and no folder.', 'Check the path.'],
  EEXIST: ['is there already, and no folder.', 'Choose another place, or move it away.'],
  EISDIR: ['is a folder and no file.', 'Give a file.'],
  ENAMETOOLONG: ['the path is too long.', 'Choose a shorter one.'],
  ELOOP: ['its links lead in a circle.', 'Mend the links.'],
  ENOSPC: ['there is no space left on the disk.', 'Free some, then run the command again.'],
  EDQUOT: ['your share of the disk is used up.', 'Free some, then run the command again.'],
  EMFILE: ['too many files are open.', 'Raise the limit, as with `ulimit -n`.'],
};

/**
 * What a person is told of an error: one line that says where and what to do for a fault that can be mended, be
 * it found by us or by the system; a stack for anything else, which is ours to find.
 */
export function describeError(error: unknown): string {
  if (SkinR1Error.isInstance(error)) return `skinr1: ${error.message}`;
  const { code, path, stack } = error as NodeJS.ErrnoException;
  const [what, mend] = systemErrors[code ?? ''] ?? [];
  if (path !== undefined && what !== undefined) return `skinr1: ${path}: ${what} ${mend}`;
  return stack ?? String(error);
}
