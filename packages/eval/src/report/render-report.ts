import { createHash } from 'node:crypto';
import { researchUseOnly } from '@skinr1/core';
import { embedJson, html, Markup } from './html.ts';
import { pageFiles } from './page-files.ts';
import type { ReportSection } from './section.ts';

/** What a report shows; {@link renderReport} makes one page of it. */
export interface RunReport {
  /** Name of the run. */
  readonly name: string;
  /** ISO date and time. */
  readonly createdAt: string;
  /** One sentence on what was run. */
  readonly description?: string;
  /** In order; `null` leaves nothing. */
  readonly sections: readonly (ReportSection | null)[];
  /** What the page is, for its title. @defaultValue 'SkinR1 run' */
  readonly kind?: string;
  /** Style sheet of sections that this package does not know. @defaultValue none */
  readonly style?: string;
}

/**
 * One HTML page that holds everything: it loads nothing from anywhere, follows the reader's light or dark
 * setting, and escapes every text; its content policy lets only its own script run, so that an answer made to
 * look like a script stays text.
 */
export function renderReport(report: RunReport): string {
  const { name, createdAt, description, sections, kind = 'SkinR1 run' } = report;
  const shown = sections.filter((section) => section !== null);
  const files = pageFiles();
  // It draws the data of sections, and there may be none.
  const script = shown.some(({ data }) => data !== undefined) ? files.script : '';
  const style = `${files.style}${report.style ?? ''}`;
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${sha256(script)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} · ${kind}</title>
<style>${new Markup(style)}</style></head>
<body><main><header><h1>${name}</h1>
${description ? html`<p>${description}</p>` : null}<p><time datetime="${createdAt}">${createdAt}</time></p>
<p class="warning" role="note">${researchUseOnly}</p></header>
${shown.map(
  ({ id, title, content }) => html`<section id="${id}"><h2>${title}</h2>${content}</section>
`,
)}<footer><p>${researchUseOnly}</p></footer></main>
${shown.map(({ id, data }) =>
  data === undefined
    ? null
    : html`<script type="application/json" id="${id}-data">${embedJson(data)}</script>
`,
)}${script === '' ? null : html`<script>${new Markup(script)}</script>`}</body></html>
`;
  return page.text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
