import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pageFolder } from '../page-folder.ts';

/** Script and style sheet of the page: uPlot's from its package, then ours from `report-page/`. */
export function pageFiles(): { readonly script: string; readonly style: string } {
  const require = createRequire(import.meta.url);
  const plotScript = require.resolve('uplot/dist/uPlot.iife.min.js');
  const plotStyle = require.resolve('uplot/dist/uPlot.min.css');
  const ours = (name: string): string => readFileSync(join(pageFolder, name), 'utf8');
  return {
    script: `${readFileSync(plotScript, 'utf8')}\n(() => {\n'use strict';\n${ours('page.js')}})();\n`,
    style:
      readFileSync(plotStyle, 'utf8') + ours('page.css') + ours('tables.css') + ours('cases.css'),
  };
}
