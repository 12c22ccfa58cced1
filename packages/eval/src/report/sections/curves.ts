import { html } from '../html.ts';
import type { ReportSection } from '../section.ts';

/** One chart with its lines. */
export interface CurveChart {
  readonly title: string;
  readonly series: readonly CurveSeries[];
}

/** One line of a chart. */
export interface CurveSeries {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** Learning curves; the page's script draws them. */
export function curvesSection(charts: readonly CurveChart[]): ReportSection {
  const cards = charts.map(
    ({ title }, index) => html`<div class="card chart"><h3 title="${title}">${title}</h3>
<div class="plot" data-chart="${index}"></div></div>`,
  );
  const content = html`<div class="charts">${cards}</div>`;
  return { id: 'curves', title: 'Learning curves', content, data: charts };
}
