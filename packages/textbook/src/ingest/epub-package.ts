import { posix } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { namesOfAddress } from './address.ts';
import { decodeText } from './decode-text.ts';
import { xhtmlToHtml } from './xhtml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** What the package file of an EPUB tells. */
export interface EpubPackage {
  readonly title: string;
  /** Files of the chapters in reading order, each once. */
  readonly chapters: readonly string[];
  /** Pages and renditions of the archive that its reading order leaves out. */
  readonly unread: readonly string[];
}

/**
 * Title and chapters from the package file that `META-INF/container.xml` names.
 *
 * Throws InvalidInputError: no package file, no chapters.
 */
export function readEpubPackage(archive: ZipArchive, source: string): EpubPackage {
  const container = elementsOf(archive, 'META-INF/container.xml', source);
  const packages = container.filter(({ name }) => name === 'rootfile');
  const packagePath = packages[0]?.attributes['full-path'];
  if (packagePath === undefined || !archive.has(packagePath)) {
    throw new InvalidInputError('the archive is no EPUB: its package file is missing.', {
      source,
      mend: 'Give an EPUB file.',
    });
  }
  const elements = elementsOf(archive, packagePath, source);
  const files = new Map<string | undefined, string | undefined>();
  for (const { name, attributes } of elements) {
    if (name === 'item') files.set(attributes.id, attributes.href);
  }
  const chapters = new Set<string>();
  for (const { name, attributes } of elements) {
    const address = name === 'itemref' ? files.get(attributes.idref) : undefined;
    if (address !== undefined) chapters.add(fileInside(archive, packagePath, address));
  }
  if (chapters.size === 0) {
    throw new InvalidInputError('the book lists no chapters.', {
      source,
      mend: 'Give an EPUB file with a spine.',
    });
  }
  const title = elements.find(({ name }) => name === 'dc:title')?.text ?? '';
  const pages = elements.flatMap(({ name, attributes: { href = '', properties = '' } }) => {
    // The table of contents is made of what is read.
    const isPage = name === 'item' && /\.x?html?$/i.test(href) && !/\bnav\b/.test(properties);
    return isPage ? [fileInside(archive, packagePath, href)] : [];
  });
  const renditions = packages.slice(1).map(({ attributes }) => attributes['full-path'] ?? '');
  const unread = [...pages.filter((page) => !chapters.has(page)), ...renditions];
  return { title, chapters: [...chapters], unread };
}

/** The file of the archive that an address in another of its files names, also where there is none. */
export function fileInside(archive: ZipArchive, file: string, address: string): string {
  const paths = namesOfAddress(address).map((name) =>
    posix.normalize(posix.join(posix.dirname(file), name)),
  );
  return (
    paths.find((path) => archive.has(path)) ??
    paths.map((path) => archive.likeNamed(path)).find((path) => path !== undefined) ??
    (paths[0] as string)
  );
}

/** An element of an XML file; the parser writes its name and those of its attributes in lower case. */
export interface XmlElement {
  /** Without the prefix `opf:`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Elements of a small XML file in order; none without the file. The parser knows no entity definitions. */
export function elementsOf(archive: ZipArchive, file: string, source: string): XmlElement[] {
  const content = archive.read(file);
  if (content === undefined) return [];
  const found: XmlElement[] = [];
  const xml = decodeText(content, `${source}, ${file}`);
  const pending: DefaultTreeAdapterMap['node'][] = [parse(xhtmlToHtml(xml))];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const children = 'childNodes' in node ? node.childNodes : [];
    if ('tagName' in node) {
      found.push({
        name: node.tagName.replace(/^opf:/, ''),
        attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
        text: children.map((child) => ('value' in child ? child.value : '')).join(''),
      });
    }
    for (const child of children.toReversed()) pending.push(child);
  }
  return found;
}
