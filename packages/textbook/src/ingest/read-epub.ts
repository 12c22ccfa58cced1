import { mkdirSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'parse5';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { readHtmlBlocks } from './html-blocks.ts';
import { refuseImage } from './image-size.ts';
import {
  type ImageResolution,
  type IngestLimits,
  type IngestOptions,
  type ResolvedIngestOptions,
  resolveIngestOptions,
} from './limits.ts';
import { emitHtmlBlocks } from './read-html.ts';

/** Options of {@link readEpub}. */
export interface ReadEpubOptions extends Omit<IngestOptions, 'resolveImage'> {
  /** Folder to write the book's images to; without it figures have no file. */
  readonly imageDirectory?: string;
}

type Archive = ReadonlyMap<string, Uint8Array>;

/**
 * Reads an EPUB: the chapters in the order of its spine, each as HTML. The archive may unpack to no more
 * than four times `maxBytes`; encrypted books are refused.
 *
 * Throws InvalidInputError: not an EPUB, damaged, encrypted, too large, no text.
 */
export function readEpub(bytes: Uint8Array, options: ReadEpubOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const archive = unpack(bytes, resolved);
  if (archive.has('META-INF/encryption.xml') && archive.has('META-INF/rights.xml')) {
    throw damaged(resolved, 'the book is encrypted.', 'Give a copy without copy protection.');
  }
  const { title, chapters } = readPackage(archive, resolved);
  const builder = new DocumentBuilder(resolved.source, resolved.limits);
  for (const chapter of chapters) {
    const content = archive.get(chapter);
    if (!content) {
      builder.warn(`chapter ${chapter} is missing`);
      continue;
    }
    const html = decodeText(content, `${resolved.source}, ${chapter}`, resolved.encoding);
    const chapterOptions: ResolvedIngestOptions = {
      ...resolved,
      resolveImage: (reference) =>
        extractImage(archive, chapter, reference, resolved.limits, options.imageDirectory),
    };
    emitHtmlBlocks(builder, readHtmlBlocks(html, chapterOptions).blocks, chapterOptions);
  }
  return builder.finish(bytes, title, 'epub');
}

/** Unpacks with a bound on the declared and the real size, so that a small file cannot fill the memory. */
function unpack(bytes: Uint8Array, options: ResolvedIngestOptions): Archive {
  const limit = options.limits.maxBytes * 4;
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > limit) {
          throw damaged(
            options,
            `the archive unpacks to more than ${limit} bytes.`,
            'Raise the limit `maxBytes` if the book is trusted.',
          );
        }
        return true;
      },
    });
    return new Map(Object.entries(entries));
  } catch (cause) {
    if (InvalidInputError.isInstance(cause)) throw cause;
    throw new InvalidInputError('this is not a readable EPUB archive.', {
      source: options.source,
      mend: 'Check that the download is complete.',
      cause,
    });
  }
}

/** Title and chapter paths from the package file that `META-INF/container.xml` names. */
function readPackage(
  archive: Archive,
  options: ResolvedIngestOptions,
): { title: string; chapters: string[] } {
  const container = archive.get('META-INF/container.xml');
  const packagePath = container
    ? elements(container)
        .find(({ name }) => name === 'rootfile')
        ?.attributes.get('full-path')
    : undefined;
  const content = packagePath === undefined ? undefined : archive.get(packagePath);
  if (packagePath === undefined || !content) {
    throw damaged(
      options,
      'the archive is no EPUB: its package file is missing.',
      'Give an EPUB file.',
    );
  }
  const all = elements(content);
  const items = new Map(
    all
      .filter(({ name }) => name === 'item')
      .map(({ attributes }) => [attributes.get('id'), attributes.get('href')]),
  );
  const chapters = all
    .filter(({ name }) => name === 'itemref')
    .flatMap(({ attributes }) => {
      const href = items.get(attributes.get('idref'));
      return href === undefined ? [] : [inside(packagePath, href)];
    });
  if (chapters.length === 0) {
    throw damaged(options, 'the book lists no chapters.', 'Give an EPUB file with a spine.');
  }
  return { title: all.find(({ name }) => name === 'dc:title')?.text ?? '', chapters };
}

interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Elements of a small XML file in order. Read by the HTML parser, which knows no entity definitions. */
function elements(content: Uint8Array): XmlElement[] {
  // The HTML parser does not know self-closing tags.
  const xml = strFromU8(content).replace(/<([\w:.-]+)([^<>]*?)\/>/g, '<$1$2></$1>');
  const found: XmlElement[] = [];
  const pending: unknown[] = [parse(xml)];
  while (pending.length > 0) {
    const node = pending.shift() as {
      tagName?: string;
      attrs?: { name: string; value: string }[];
      childNodes?: { value?: string }[];
    };
    if (node.tagName) {
      found.push({
        name: node.tagName.replace(/^opf:/, ''),
        attributes: new Map(node.attrs?.map(({ name, value }) => [name, value])),
        text: (node.childNodes ?? []).map(({ value }) => value ?? '').join(''),
      });
    }
    pending.unshift(...(node.childNodes ?? []));
  }
  return found;
}

/** A path relative to another file of the archive. */
function inside(file: string, reference: string): string {
  const path = decodeURIComponent(reference.split('#')[0] as string);
  return posix.normalize(posix.join(posix.dirname(file), path));
}

function extractImage(
  archive: Archive,
  chapter: string,
  reference: string,
  limits: IngestLimits,
  directory: string | undefined,
): ImageResolution {
  let path: string;
  try {
    path = inside(chapter, reference);
  } catch {
    return { path: null, reason: 'its address is not a valid one' };
  }
  const content = archive.get(path);
  if (!content) return { path: null, reason: 'it is not in the book' };
  if (directory === undefined)
    return { path: null, reason: 'no `imageDirectory` was given for it' };
  const refused = refuseImage(content, limits.maxFigurePixels);
  if (refused !== null) return { path: null, reason: refused };
  // Flat and harmless whatever the archive calls it.
  const name = path.replace(/[^\w.-]+/g, '_').replace(/\.{2,}|^\./g, '_');
  mkdirSync(directory, { recursive: true });
  const target = join(directory, name);
  writeFileSync(target, content);
  return { path: target };
}

function damaged(options: ResolvedIngestOptions, message: string, mend: string): InvalidInputError {
  return new InvalidInputError(message, { source: options.source, mend });
}
