import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * Documentation that points at nothing is worse than none: every relative link, and every path into the
 * repository that is named in code style, must exist.
 */
const root = join(import.meta.dirname, '..');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'README.md')),
].filter((page) => existsSync(join(root, page)));

/** Targets of links and images, as paths from the root; addresses and anchors left out. */
function linkedPaths(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] as string).split('#')[0] as string)
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target));
}

/** `packages/…`, `examples/…` and the like in code style, where they name a file or folder. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(/`((?:packages|examples|docs|test|tools|bench)\/[\w./-]*)`/g)].map(
    (match) => match[1] as string,
  );
}

describe('documentation points at what is there', () => {
  it.each(pages)('%s', (page) => {
    const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
    const exists = (path: string): boolean => existsSync(join(root, path));
    const missing = [
      ...linkedPaths(page, text).filter((path) => !exists(path)),
      // A package's page may name its own files.
      ...namedPaths(text).filter((path) => !exists(path) && !exists(join(dirname(page), path))),
    ];
    expect(missing).toEqual([]);
  });
});
