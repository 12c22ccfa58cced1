import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '@skinr1/core';

/** Script and style sheet of the page: uPlot's from its package, then ours from `report-page/`. */
export function pageFiles(): { readonly script: string; readonly style: string } {
  const require = createRequire(import.meta.url);
  const plotScript = require.resolve('uplot/dist/uPlot.iife.min.js');
  const plotStyle = require.resolve('uplot/dist/uPlot.min.css');
  const folder = pageFolder();
  const ours = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    script: `${readFileSync(plotScript, 'utf8')}\n(() => {\n'use strict';\n${ours('page.js')}})();\n`,
    style: readFileSync(plotStyle, 'utf8') + ours('page.css') + ours('cases.css'),
  };
}

function pageFolder(): string {
  // Beside `dist` in an installed package, above `src/report` in the repository.
  const candidates = ['../report-page/', '../../report-page/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new NotFoundError("the report page's script and style are missing.", {
    source: candidates[0],
    mend: 'Install @skinr1/eval again.',
  });
}
