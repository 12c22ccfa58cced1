import type { Split } from '@skinr1/core';

/** Words by which folders for the parts of a split are named. */
const splitWords: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** Words in names of folders that say nothing about what is in the images. */
const plainWords = new Set(
  'all archive data dataset file files folder image images img imgs input jpeg jpg photo photos picture pictures png raw set split splits'.split(
    ' ',
  ),
);

/** What the folders of an image say about it. */
export interface FolderReading {
  /** Names of classes, from coarse to fine. */
  readonly classes: readonly string[];
  readonly split: Split | undefined;
}

/**
 * Reads the folders in the path of an image: `train/Malignant/Melanoma/1.jpg`. Folders above that of the part are
 * the data set's name, unless there are none below (`Melanoma/train/1.jpg`).
 *
 * @param common folders at the start of the path that all images share, and that tell none apart
 */
export function readFolders(path: string, common = 0): FolderReading {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findLastIndex((folder) => splitOf(folder) !== undefined);
  const classesOf = (names: readonly string[]): string[] => names.filter((name) => !isPlain(name));
  const below = classesOf(folders.slice(Math.max(common, at + 1)));
  const above = at < 0 ? [] : classesOf(folders.slice(common, at));
  return {
    classes: below.length > 0 ? below : above,
    split: at < 0 ? undefined : splitOf(folders[at]!),
  };
}

/** How many folders at the start of their paths all the images share. */
export function commonFolders(paths: readonly string[]): number {
  const first = (paths[0] ?? '').split('/').slice(0, -1);
  let common = first.length;
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    const differs = first.findIndex((folder, at) => folder !== folders[at]);
    if (differs >= 0) common = Math.min(common, differs);
  }
  return common;
}

/** The part of the split that a name stands for: `train`, `test_set`, `Validation images`. */
export function splitOf(name: string): Split | undefined {
  const words = wordsOf(name);
  const [found, ...others] = words.filter((word) => Object.hasOwn(splitWords, word));
  const rest = words.filter((word) => word !== found && !plainWords.has(word));
  return found !== undefined && others.length === 0 && rest.length === 0
    ? splitWords[found]
    : undefined;
}

function isPlain(name: string): boolean {
  return wordsOf(name).every((word) => plainWords.has(word));
}

/** Words in small letters; numbers and signs say nothing. */
function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/\p{L}+/gu) ?? [];
}
