import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeHtml } from '@skinr1/core';
import type { Hono } from 'hono';
import type { ServerEnvironment } from './server-environment.ts';

/**
 * A folder with the files of a page: HTML, styles, modules. They may ask their own server only, and find what all
 * pages share at `./elements.js`.
 */
export interface PageFolder {
  readonly folder: string;
  /** Which HTML file stands at which address, such as `{ '/': 'page.html' }`. */
  readonly pages: Readonly<Record<string, string>>;
  /** Texts that go, escaped, into `<span id="NAME">` of each page. */
  readonly texts?: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Modules that every page has beside its own; a folder of this package, beside both `src` and `dist`. */
const sharedFolder = fileURLToPath(new URL('../page/', import.meta.url));

/** Adds the routes of a folder's pages, and of the styles and modules beside them under their names. */
export async function addPages(
  app: Hono<ServerEnvironment>,
  { folder, pages, texts = {} }: PageFolder,
): Promise<void> {
  const fresh = { 'cache-control': 'no-cache' };
  for (const [address, name] of Object.entries(pages)) {
    const html = fillIn(await readFile(join(folder, name), 'utf8'), texts);
    app.get(address, (context) => context.html(html, 200, fresh));
  }
  for (const from of [folder, sharedFolder]) {
    for (const name of await readdir(from)) {
      const type = types[extname(name)];
      if (type === undefined) continue;
      const content = await readFile(join(from, name), 'utf8');
      app.get(`/${name}`, (context) =>
        context.body(content, 200, { ...fresh, 'content-type': type }),
      );
    }
  }
}

function fillIn(html: string, texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts).reduce(
    (page, [id, text]) => page.replace(`<span id="${id}">`, (start) => start + escapeHtml(text)),
    html,
  );
}
