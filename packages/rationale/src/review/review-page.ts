import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotFoundError, researchUseOnly } from '@skinr1/core';

/** The files that the review page is made of, by their names in its address. */
export interface ReviewPage {
  readonly html: string;
  /** Styles and modules beside it. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly content: string }>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Reads the review page, with its title and the notice in it. It asks only its own server. */
export async function readReviewPage(title: string): Promise<ReviewPage> {
  const folder = pageFolder();
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const files = new Map<string, { type: string; content: string }>();
  for (const name of await readdir(folder)) {
    const type = types[extname(name)];
    if (type !== undefined) files.set(name, { type, content: await read(name) });
  }
  const html = (await read('page.html'))
    .replace('<span id="title">', (start) => start + escapeHtml(title))
    .replace('<span id="notice">', (start) => start + escapeHtml(researchUseOnly));
  return { html, files };
}

function pageFolder(): string {
  // Beside `dist` in an installed package, above `src/review` in the repository.
  const candidates = ['../review-page/', '../../review-page/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new NotFoundError('the review page is missing.', {
    source: candidates[0],
    mend: 'Install @skinr1/rationale again.',
  });
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
