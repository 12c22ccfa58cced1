import { type NoteNames, tidy } from '../document/builder-input.ts';
import type { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { decodeText } from './decode-text.ts';
import { splitFrontMatter } from './front-matter.ts';
import type { IngestOptions, ResolvedIngestOptions } from './limits.ts';
import { countInserts } from './markdown-dialects.ts';
import { MarkdownEmitter } from './markdown-emitter.ts';
import { parseMarkdown, plainText } from './markdown-tree.ts';
import { isPartTitle, isSameName, type NotePlace, titleHeading } from './note-title.ts';
import { readOneFile } from './read-one-file.ts';

/**
 * Reads a Markdown book: headings make sections, list items and paragraphs make paragraphs, a paragraph in bold is a
 * heading or question and one that opens in bold or italics has a run-in heading, an image is a figure whose caption
 * is the emphasized line under it, else its alternative text. Front matter gives title, other names and tags; its
 * title is a section that the book's headings stand below, unless it is the first heading. HTML in the text is read as HTML, and so are the links, embedded pictures
 * and marks of note-taking programs and book makers.
 *
 * Throws InvalidInputError: too large, nested too deeply, not UTF-8, no text.
 */
export function readMarkdown(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  return readOneFile(bytes, options, 'markdown', emitMarkdown);
}

/**
 * Puts a Markdown note into a document. With `note` it is a section at that level, titled by its front matter, else its
 * heading, else the name given; without, only front matter makes a section of the title. Returns the note's names.
 */
export function emitMarkdown(
  builder: DocumentBuilder,
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  note: NotePlace | null,
): NoteNames {
  const text = decodeText(bytes, options.source, options.encoding);
  const { names, body, problem } = splitFrontMatter(text);
  const tree = parseMarkdown(body, options, (omission) => builder.omit(omission));
  if (problem !== null) {
    builder.omit({ kind: 'text', what: 'front matter', place: 'line 1', reason: problem });
  }
  const inserts = countInserts(body);
  if (inserts > 0) {
    const reason = 'a site generator fills these places from elsewhere';
    builder.omit({ kind: 'text', what: `${inserts} {{…}}`, place: null, reason });
  }
  const headings = (tree.children ?? []).filter(({ type }) => type === 'heading');
  const titled = titleHeading(
    headings.map((heading) => ({
      level: heading.depth ?? 1,
      isFirst: tree.children?.[0] === heading,
    })),
  );
  const printed = headings[titled ?? 0];
  const said = titled === null || !printed ? '' : tidy(plainText(printed));
  const heading = note !== null && isPartTitle(said) ? '' : said;
  const title = names.title || heading || (note?.name ?? '');
  const makesSection = note !== null || names.title !== '';
  const repeated = makesSection && isSameName(heading, title) ? printed : undefined;
  if (makesSection) builder.note({ ...names, title }, note?.level ?? 1, repeated?.depth);
  new MarkdownEmitter(builder, options, repeated).emit(tree);
  return { ...names, title: title || (printed ? tidy(plainText(printed)) : '') };
}
