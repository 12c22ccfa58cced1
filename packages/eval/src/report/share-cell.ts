import type { Proportion } from '../statistics/wilson.ts';
import { percent } from '../tables/text-table.ts';
import { html } from './html.ts';
import type { ModelCell } from './model-table.ts';

/** How a share is shown beside others. */
export interface ShareMarks {
  /** Share of guessing, as a thin mark. */
  readonly chance?: number | null;
  /** In bold. */
  readonly best?: boolean;
}

/** A share, its 95 % interval in figures, and both as a bar. */
export function shareCell(proportion: Proportion | undefined, marks: ShareMarks = {}): ModelCell {
  if (!proportion || proportion.share === null) return { content: '–' };
  const { share, low, high, total, successes } = proportion;
  const { chance = null, best = false } = marks;
  const at = (value: number): string => `${(value * 100).toFixed(1)}%`;
  const content = html`${percent(share)}
<span class="interval">${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}</span>
<span class="bar"><i style="left:${at(low)};width:${at(high - low)}"></i>${
    chance === null ? null : html`<u style="left:${at(chance)}"></u>`
  }<b style="left:${at(share)}"></b></span>`;
  return { content, best, hint: `${successes} of ${total}` };
}
