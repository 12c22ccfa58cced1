import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { escapeHtml, researchUseOnly } from '@skinr1/core';
import { pageFolder } from '../page-folder.ts';

/** The files that the review is made of. */
export interface ReviewPage {
  /** The two pages as HTML. */
  readonly pages: { readonly trajectories: string; readonly figures: string };
  /** Styles and modules beside them, by their names in the address. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly content: string }>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Reads the review's pages, with title and notice in them. They ask only their own server. */
export async function readReviewPage(title: string): Promise<ReviewPage> {
  const read = (name: string): Promise<string> => readFile(join(pageFolder, name), 'utf8');
  const files = new Map<string, { type: string; content: string }>();
  for (const name of await readdir(pageFolder)) {
    const type = types[extname(name)];
    if (type !== undefined) files.set(name, { type, content: await read(name) });
  }
  const page = async (name: string): Promise<string> =>
    (await read(name))
      .replace('<span id="title">', (start) => start + escapeHtml(title))
      .replace('<span id="notice">', (start) => start + escapeHtml(researchUseOnly));
  const pages = { trajectories: await page('page.html'), figures: await page('figures.html') };
  return { pages, files };
}
