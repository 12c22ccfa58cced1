import type { NoteNames } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument, SourceFormat } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import type { NotePlace } from './note-title.ts';

/** Puts a file into a document: as a note at its place, or with `null` as the whole book. Returns its names. */
export type EmitFile = (
  builder: DocumentBuilder,
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  note: NotePlace | null,
) => NoteNames;

/** A book that is one file of a format with an {@link EmitFile}. Throws InvalidInputError as the format does. */
export function readOneFile(
  bytes: Uint8Array,
  options: IngestOptions,
  format: SourceFormat,
  emit: EmitFile,
): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const builder = new DocumentBuilder(resolved.source, resolved.limits);
  const names = emit(builder, bytes, resolved, null);
  return builder.finish(bytes, names, format);
}
