import { extname } from 'node:path';
import type { SourceFormat } from '../document/source-document.ts';

/** Formats of one file. */
export type FileFormat = Exclude<SourceFormat, 'folder'>;

const formats: Readonly<Record<FileFormat, readonly string[]>> = {
  markdown: ['.md', '.markdown', '.mkd', '.mdx', '.qmd', '.rmd'],
  html: ['.html', '.htm', '.xhtml'],
  text: ['.txt', '.text'],
  csv: ['.csv', '.tsv'],
  json: ['.json', '.jsonl'],
  epub: ['.epub'],
  pdf: ['.pdf'],
};

/** The format that a file's name tells; `null` for none that books have. */
export function formatOfName(name: string): FileFormat | null {
  const extension = extname(name).toLowerCase();
  const found = Object.entries(formats).find(([, extensions]) => extensions.includes(extension));
  return (found?.[0] as FileFormat | undefined) ?? null;
}

/** True for a picture, by its name. */
export function isImageName(name: string): boolean {
  return /\.(?:png|jpe?g|gif|webp|bmp|svg|tiff?|avif)$/i.test(name);
}
