import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { escapeHtml, researchUseOnly } from '@skinr1/core';
import { pageFolder } from '../page-folder.ts';

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
  const read = (name: string): Promise<string> => readFile(join(pageFolder, name), 'utf8');
  const files = new Map<string, { type: string; content: string }>();
  for (const name of await readdir(pageFolder)) {
    const type = types[extname(name)];
    if (type !== undefined) files.set(name, { type, content: await read(name) });
  }
  const html = (await read('page.html'))
    .replace('<span id="title">', (start) => start + escapeHtml(title))
    .replace('<span id="notice">', (start) => start + escapeHtml(researchUseOnly));
  return { html, files };
}
