/** Why a file or folder could not be read, and what mends it, as sentences. */
export interface ReadFailure {
  readonly reason: string;
  readonly mend: string;
}

const known: Readonly<Record<string, ReadFailure>> = {
  ENOENT: { reason: 'there is no such file or folder.', mend: 'Check the path.' },
  EACCES: {
    reason: 'reading it is not allowed.',
    mend: 'Mend its permissions, or those of the folders above it.',
  },
  EISDIR: { reason: 'is a folder, not a file.', mend: 'Give a file in it.' },
  ENOTDIR: { reason: 'a part of the path is a file, not a folder.', mend: 'Check the path.' },
  ELOOP: { reason: 'its links go in a circle.', mend: 'Mend the link, or give the file itself.' },
  EMFILE: { reason: 'too many files are open.', mend: 'Raise the limit with `ulimit -n`.' },
};

/**
 * What an error of Node's file functions says to a person. "There is no such file" is said of nothing that is
 * there: what may not be read is named as that.
 */
export function describeReadFailure(error: unknown): ReadFailure {
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  const failure = known[code === 'EPERM' ? 'EACCES' : code];
  return failure ?? { reason: `cannot be read: ${message}.`, mend: 'Check the disk and the path.' };
}
