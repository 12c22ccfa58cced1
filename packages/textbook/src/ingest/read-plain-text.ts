import { type NoteNames, noNames } from '../document/builder-input.ts';
import type { DocumentBuilder } from '../document/document-builder.ts';
import { questionLevel, type SourceDocument } from '../document/source-document.ts';
import { decodeText } from './decode-text.ts';
import type { IngestOptions, ResolvedIngestOptions } from './limits.ts';
import { type NotePlace, titleHeading } from './note-title.ts';
import { readOneFile } from './read-one-file.ts';
import { headingOrigin } from './set-apart.ts';

/**
 * Reads plain text: blank lines part paragraphs. Headings are recognized by how they are set: between
 * `#` or `=` marks (as Project Gutenberg writes bold), underlined, numbered ("2.1 Warts"), or in capitals.
 * A question between marks is a question. `[Illustration: …]` is a figure without a file.
 *
 * Throws InvalidInputError: too large, not in the encoding given, no text.
 */
export function readPlainText(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  return readOneFile(bytes, options, 'text', emitPlainText);
}

/** Puts a plain text into a document; as a note it is a section titled by its heading, else by the name given. */
export function emitPlainText(
  builder: DocumentBuilder,
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  note: NotePlace | null,
): NoteNames {
  const text = decodeText(bytes, options.source, options.encoding);
  const blocks = blocksOf(text);
  const headings = blocks.filter(({ kind }) => kind.level > 0 && kind.level < questionLevel);
  const first = headings[0]?.kind.text ?? '';
  if (note === null) {
    for (const block of blocks) emitBlock(builder, block);
    return { ...noNames, title: first };
  }
  const titled = titleHeading(
    headings.map((block) => ({ level: block.kind.level, isFirst: block === blocks[0] })),
  );
  const heading = titled === null ? undefined : headings[titled];
  const names = { ...noNames, title: heading?.kind.text || note.name };
  builder.note(names, note.level, heading?.kind.level);
  for (const block of blocks) if (block !== heading) emitBlock(builder, block);
  return names;
}

interface TextBlock {
  readonly text: string;
  readonly line: number;
  readonly kind: BlockKind;
}

function blocksOf(text: string): TextBlock[] {
  let line = 1;
  return text.split(/\n[ \t]*\n/).flatMap((block) => {
    const found = { text: block, line, kind: classify(block) };
    line += block.split('\n').length + 1;
    return block.trim() === '' ? [] : [found];
  });
}

function emitBlock(builder: DocumentBuilder, { text, line, kind }: TextBlock): void {
  if (kind.level > 0) {
    if (kind.level < questionLevel) builder.heading(kind.text, kind.level);
    else builder.subheading(kind.text, headingOrigin(kind.text, kind.rest));
    if (kind.rest) builder.paragraph(joinLines(kind.rest), 'prose', line);
  } else if (kind.figure !== null) {
    builder.figure({ reference: null, path: null, line, ...kind.figure });
  } else if (isPreformatted(text)) {
    builder.paragraph(withoutBlankEnds(text), 'preformatted', line);
  } else {
    builder.paragraph(joinLines(text), 'prose', line);
  }
}

interface BlockKind {
  readonly level: number;
  readonly text: string;
  readonly rest: string;
  readonly figure: { readonly number: string | null; readonly caption: string } | null;
}

const prose: BlockKind = { level: 0, text: '', rest: '', figure: null };

function classify(block: string): BlockKind {
  const joined = joinLines(block);
  if (joined.length === 0 || joined.length > 400) return prose;
  const illustration = /^\[Illustration(?::(.*))?\]$/i.exec(joined);
  if (illustration) {
    const printed = (illustration[1] ?? '').trim();
    const numbered = /^Fig(?:ure)?\.? ?(\d+)\.?/i.exec(printed);
    const caption = joinLines(numbered ? printed.slice(numbered[0].length) : printed);
    return { ...prose, figure: { number: numbered?.[1] ?? null, caption } };
  }
  const marked = /^#([^#]+)#[.?]?(.*)$/.exec(joined) ?? /^=([^=]+)=[.?]?(.*)$/.exec(joined);
  if (marked) {
    const heading = (marked[1] as string).trim();
    const centered = /^\s{6,}\S/.test(block.replace(/^\n+/, ''));
    const capitals = heading === heading.toUpperCase();
    const level = !centered ? questionLevel : capitals ? 1 : 2;
    return { ...prose, level, text: heading, rest: marked[2] ?? '' };
  }
  return classifyUnmarked(block, joined);
}

function classifyUnmarked(block: string, joined: string): BlockKind {
  const lines = withoutBlankEnds(block).split('\n');
  const underline = /^\s*(={3,}|-{3,}|~{3,})\s*$/.exec(lines[1] ?? '');
  if (underline) {
    const level = underline[1]?.startsWith('=') ? 1 : 2;
    return { ...prose, level, text: joinLines(lines[0] ?? ''), rest: lines.slice(2).join('\n') };
  }
  if (lines.length > 2 || joined.length > 100) return prose;
  const atx = /^(#{1,6}) (.+)$/.exec(joined);
  if (atx) return { ...prose, level: (atx[1] as string).length, text: atx[2] as string };
  const numbered = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+([A-Z][^.!]{2,80})$/.exec(joined);
  if (numbered) {
    const depth = (numbered[1] as string).split('.').length;
    return { ...prose, level: Math.min(depth, 6), text: numbered[2] as string };
  }
  const letters = joined.replace(/[^\p{L}]/gu, '');
  if (letters.length >= 4 && letters === letters.toUpperCase()) {
    return { ...prose, level: 1, text: joined };
  }
  return prose;
}

/** Lines that start at different columns with gaps inside, as prescriptions and tables do. */
function isPreformatted(block: string): boolean {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every((line) => /\S {3,}\S|\.{5,}|^\s{4,}/.test(line));
}

/** The block without empty lines before it and white space after it. */
function withoutBlankEnds(block: string): string {
  return block.replace(/^\n+/, '').trimEnd();
}

/** Lines to one, words split at a line's end put together, `_emphasis_` marks dropped. */
function joinLines(block: string): string {
  return block
    .replace(/(\p{Ll})-\n\s*(\p{Ll})/gu, '$1$2')
    .replace(/(^|[\s(“"—-])_([^_]+)_(?=[\s).,;:?!”"—-]|$)/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim();
}
