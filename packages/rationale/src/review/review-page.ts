import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotFoundError, researchUseOnly } from '@skinr1/core';

/** The review page as one HTML file: style and script are inside it, and it asks only its own server. */
export async function reviewPage(title: string): Promise<string> {
  const folder = pageFolder();
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const [page, style, script] = await Promise.all(['page.html', 'page.css', 'page.js'].map(read));
  const inlined: Readonly<Record<string, string>> = {
    '<link rel="stylesheet" href="page.css">': `<style>${style}</style>`,
    '<script type="module" src="page.js">': `<script type="module">${script}`,
    '<span id="title">': `<span id="title">${escapeHtml(title)}`,
    '<span id="notice">': `<span id="notice">${escapeHtml(researchUseOnly)}`,
  };
  return Object.entries(inlined).reduce(
    (html, [place, content]) => html.replace(place, () => content),
    page ?? '',
  );
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
