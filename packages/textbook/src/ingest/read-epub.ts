import { posix } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { noNames } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { fileInside, readEpubPackage } from './epub-package.ts';
import { refuseProtected } from './epub-protection.ts';
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
import { writeFigure } from './write-figure.ts';
import { xhtmlToHtml } from './xhtml.ts';
import { ZipArchive } from './zip-archive.ts';

/** Options of {@link readEpub}. */
export interface ReadEpubOptions extends Omit<IngestOptions, 'resolveImage'> {
  /** Folder to write the book's images to; without it figures have no file. Books may share it. */
  readonly imageDirectory?: string;
}

/**
 * Reads an EPUB: the chapters in the order of its spine, each as XHTML. Files are unpacked one by one as they are
 * needed, within the limits; encrypted books are refused.
 *
 * Throws InvalidInputError: not an EPUB, damaged, encrypted, too large, no text. ResourceError: an image cannot
 * be written.
 */
export function readEpub(bytes: Uint8Array, options: ReadEpubOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  const { source, limits } = resolved;
  checkSize(bytes, resolved);
  const archive = new ZipArchive(bytes, limits, source);
  const { title, chapters, unread } = readEpubPackage(archive, source);
  refuseProtected(archive, chapters, source);
  const builder = new DocumentBuilder(source, limits);
  for (const what of unread) {
    builder.omit({ kind: 'file', what, place: null, reason: "the book's reading order lacks it" });
  }
  const extractImage = imageExtractor(archive, limits, options.imageDirectory);
  for (const chapter of chapters) {
    const content = archive.read(chapter);
    if (!content) {
      builder.omit({ kind: 'file', what: chapter, place: null, reason: 'the archive lacks it' });
      continue;
    }
    const xhtml = decodeText(content, `${source}, ${chapter}`, resolved.encoding);
    const chapterOptions: ResolvedIngestOptions = {
      ...resolved,
      resolveImage: (address) => extractImage(fileInside(archive, chapter, address)),
    };
    const { blocks, omitted } = readHtmlBlocks(xhtmlToHtml(xhtml), chapterOptions);
    builder.enterFile(chapter);
    for (const omission of omitted) builder.omit(omission);
    emitHtmlBlocks(builder, blocks, chapterOptions);
    builder.enterFile(null);
  }
  return builder.finish(bytes, { ...noNames, title }, 'epub');
}

/** Writes images of the archive to the folder, each once however often the book shows it. */
function imageExtractor(
  archive: ZipArchive,
  limits: IngestLimits,
  directory: string | undefined,
): (file: string) => ImageResolution {
  const extracted = new Map<string, ImageResolution>();
  return (file) => {
    const known = extracted.get(file);
    if (known !== undefined) return known;
    const resolution = extractImage(archive, file, limits, directory);
    extracted.set(file, resolution);
    return resolution;
  };
}

function extractImage(
  archive: ZipArchive,
  file: string,
  limits: IngestLimits,
  directory: string | undefined,
): ImageResolution {
  if (!archive.has(file)) return { path: null, reason: 'it is not in the book' };
  if (directory === undefined) {
    return { path: null, reason: 'no `imageDirectory` was given for it' };
  }
  let content: Uint8Array;
  try {
    content = archive.read(file) as Uint8Array;
  } catch (error) {
    // A book is worth reading without one of its images.
    if (!InvalidInputError.isInstance(error)) throw error;
    return { path: null, reason: error.message };
  }
  const refused = refuseImage(content, limits.maxFigurePixels);
  if (refused !== null) return { path: null, reason: refused };
  return { path: writeFigure(directory, posix.basename(file), content) };
}
