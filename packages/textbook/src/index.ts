export {
  describeOmission,
  mostOmissions,
  type Omission,
  type OmissionKind,
} from './document/omissions.ts';
export {
  type Figure,
  type Paragraph,
  type ParagraphKind,
  pageAt,
  questionLevel,
  type Section,
  type SectionOrigin,
  type SourceDocument,
  type SourceFormat,
  spanOf,
  type Table,
} from './document/source-document.ts';
export { type Bitmap, encodePng } from './ingest/encode-png.ts';
export {
  type IngestTextbookOptions,
  ingestTextbook,
  ingestTextbooks,
} from './ingest/ingest-textbook.ts';
export {
  defaultIngestLimits,
  type ImageResolution,
  type IngestLimits,
  type IngestOptions,
} from './ingest/limits.ts';
export { type ReadEpubOptions, readEpub } from './ingest/read-epub.ts';
export { readHtml } from './ingest/read-html.ts';
export { readMarkdown } from './ingest/read-markdown.ts';
export { type ReadPdfOptions, readPdf } from './ingest/read-pdf.ts';
export { readPlainText } from './ingest/read-plain-text.ts';
export { readCsv, readJson } from './ingest/read-records.ts';
