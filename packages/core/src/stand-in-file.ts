/** A small text that lies where a large file should be. */
export interface StandIn {
  /** What it is, as the end of a sentence that begins with the file's name. */
  readonly problem: string;
  /** How to get the real file. */
  readonly mend: string;
}

/** As many bytes from the start of a file as {@link findStandIn} looks at. */
export const standInHeadLength = 256;

/**
 * Tells a file that stands in for another by its first bytes: a pointer of Git LFS (git-lfs specification,
 * version 1), or a web page that was saved in the place of a download. `null` for anything else.
 */
export function findStandIn(head: Uint8Array | string): StandIn | null {
  const text = (
    typeof head === 'string'
      ? head.slice(0, standInHeadLength)
      : new TextDecoder('latin1').decode(head.subarray(0, standInHeadLength))
  ).trimStart();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return {
      problem: 'is a Git LFS pointer, not the file itself.',
      mend: 'Install git-lfs and run `git lfs pull` in the folder, or download the file.',
    };
  }
  const start = text
    .replace(/^\ufeff|^ï»¿/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    return {
      problem: 'is a web page, saved in place of the file.',
      mend: 'Download the file itself; a page that asks to log in has to be passed first.',
    };
  }
  return null;
}
