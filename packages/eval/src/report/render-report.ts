import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { researchUseOnly } from '@skinr1/core';
import { checkImages, keepRollouts } from './bounds.ts';
import { client } from './client.ts';
import { embedJson, html, Markup } from './html.ts';
import type { RunReport } from './run-report.ts';
import {
  curvesSection,
  examplesSection,
  provenanceSection,
  rolloutsSection,
  summarySection,
} from './sections.ts';
import { style } from './style.ts';

/**
 * One HTML page that holds everything: table, curves, cases, rollouts, configuration. It loads nothing
 * from anywhere, follows the reader's light or dark setting, and escapes every text; its content policy
 * lets only its own script run, so that an answer made to look like a script stays text.
 *
 * Rollouts are bounded to the last 400 and long texts are cut, with a word on what is missing.
 *
 * Throws InvalidInputError if an example's image is not embedded.
 */
export function renderReport(run: RunReport): string {
  checkImages(run);
  const rollouts = keepRollouts(run.rollouts);
  const stages = [...new Set(rollouts.flatMap(({ stage }) => (stage ? [stage] : [])))];
  const { script: plotScript, style: plotStyle } = uPlotAssets();
  const script = `${plotScript}\n${client}`;
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${sha256(script)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${run.name} · SkinR1 run</title>
<style>${new Markup(plotStyle)}${new Markup(style)}</style></head>
<body><main><header><h1>${run.name}</h1>
${run.description ? html`<p>${run.description}</p>` : null}<p><time datetime="${run.createdAt}">${run.createdAt}</time></p>
<p class="warning" role="note">${researchUseOnly}</p></header>
${summarySection(run)}${examplesSection(run)}${curvesSection(run)}
${rolloutsSection(run.rollouts.length, stages, rollouts.length)}${provenanceSection(run)}
<footer><p>${researchUseOnly}</p></footer></main>
<script type="application/json" id="curves-data">${embedJson(run.curves)}</script>
<script type="application/json" id="rollouts-data">${embedJson(rollouts)}</script>
<script>${new Markup(script)}</script></body></html>
`;
  return page.text;
}

/** uPlot's script and style sheet, from the installed package. */
function uPlotAssets(): { readonly script: string; readonly style: string } {
  const require = createRequire(import.meta.url);
  return {
    script: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    style: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
