/*
 * `npx tsx tools/print-to-pdf.ts BOOK.html BOOK.pdf` prints an HTML book as a browser does, with page numbers
 * at the foot, so that one book can be read in both formats and the readings compared. Needs a Chromium:
 * /usr/bin/chromium, or the one named as third argument.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Route } from 'playwright-core';

const [book, target, executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
if (book === undefined || target === undefined || !existsSync(book)) {
  console.error('Give an HTML book and the PDF to write: print-to-pdf.ts BOOK.html BOOK.pdf');
  process.exit(1);
}
if (!existsSync(executablePath)) {
  console.error(`No Chromium at ${executablePath}: install it, or name another as third argument.`);
  process.exit(1);
}
await print(resolve(book), target);

async function print(from: string, to: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.route('**/*', (route) => answer(route, from));
    await page.goto(pathToFileURL(from).href);
    await page.pdf({
      path: to,
      format: 'A4',
      margin: { top: '20mm', bottom: '20mm', left: '15mm', right: '15mm' },
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="font-size: 8px; width: 100%; text-align: center" class="pageNumber"></div>',
    });
  } finally {
    await browser.close();
  }
}

/** The book's own files, which stand beside it or in the folder of its name; nothing from elsewhere. */
function answer(route: Route, book: string): Promise<void> {
  const url = route.request().url();
  if (!url.startsWith('file:')) return route.abort();
  const folder = dirname(book);
  const path = relative(folder, fileURLToPath(url));
  const places = [join(folder, path), join(folder, basename(book, extname(book)), path)];
  const found = path.startsWith('..') ? undefined : places.find((place) => existsSync(place));
  return found === undefined ? route.abort() : route.fulfill({ path: found });
}
