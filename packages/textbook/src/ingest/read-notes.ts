import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { noNames } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { formatOfName } from './file-format.ts';
import { imageFinder } from './image-finder.ts';
import { type IngestOptions, resolveIngestOptions } from './limits.ts';
import { isFolderNote } from './list-folder.ts';
import { titleOfFile } from './note-title.ts';
import { emitHtml } from './read-html.ts';
import { emitMarkdown } from './read-markdown.ts';
import { emitPlainText } from './read-plain-text.ts';

/** Folders that stand as headings above a note; what lies deeper counts as being at this depth. */
const deepestHeading = 5;

/**
 * Reads notes of a folder, in the order given, as one book: each is a section below those of its folders. A note that
 * cannot be read is listed in the document's `omitted`.
 *
 * Throws InvalidInputError if no note has text.
 */
export function readNotes(
  folder: string,
  notes: readonly string[],
  images: ReadonlyMap<string, string>,
  options: IngestOptions,
): SourceDocument {
  const resolved = resolveIngestOptions({ ...options, source: folder });
  const builder = new DocumentBuilder(folder, resolved.limits);
  const id = createHash('sha256');
  const root = resolve(folder);
  let above: readonly string[] = [];
  for (const path of notes) {
    const name = relative(folder, path);
    const bytes = readFileSync(path);
    id.update(`${name}\0`).update(createHash('sha256').update(bytes).digest());
    const folders = dirname(name) === '.' ? [] : dirname(name).split(sep).slice(0, deepestHeading);
    const ownsFolder = folders.length > 0 && isFolderNote(path, dirname(path));
    builder.enterFile(null);
    enterFolders(builder, above, ownsFolder ? folders.slice(0, -1) : folders);
    above = folders;
    builder.enterFile(name);
    const level = folders.length + (ownsFolder ? 0 : 1);
    const place = { name: titleOfFile(ownsFolder ? basename(dirname(path)) : path), level };
    const noteOptions = {
      ...resolved,
      source: path,
      resolveImage: imageFinder(path, resolved.limits, { folder: root, byName: images }),
    };
    try {
      checkSize(bytes, noteOptions);
      emitters[formatOfName(path) as keyof typeof emitters](builder, bytes, noteOptions, place);
    } catch (error) {
      if (!InvalidInputError.isInstance(error)) throw error;
      builder.omit({ kind: 'file', what: name, place: null, reason: error.message });
    }
  }
  builder.enterFile(null);
  return builder.finish(id.digest(), { ...noNames, title: basename(root) }, 'folder');
}

const emitters = { markdown: emitMarkdown, html: emitHtml, text: emitPlainText };

/** Headings of the folders that the reader steps into. */
function enterFolders(
  builder: DocumentBuilder,
  above: readonly string[],
  folders: readonly string[],
): void {
  const shared = folders.findIndex((folder, at) => folder !== above[at]);
  for (let at = shared < 0 ? folders.length : shared; at < folders.length; at++) {
    builder.note({ ...noNames, title: titleOfFile(folders[at] as string) }, at + 1);
  }
}
