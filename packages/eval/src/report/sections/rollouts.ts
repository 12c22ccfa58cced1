import { cut, reportLimits } from '../bounds.ts';
import { html } from '../html.ts';
import type { ReportSection } from '../section.ts';

/** A sampled answer with what it earned; the rows of a rollout log fit. */
export interface ReportRollout {
  readonly step: number;
  /** Which training it belongs to. */
  readonly stage?: string;
  readonly promptId: string;
  readonly prompt: string;
  readonly completion: string;
  readonly rewards: Readonly<Record<string, number | null>>;
  readonly reward: number | null;
  readonly advantage: number;
}

/** Sampled answers, oldest first, as a list to search; the last 400, long texts cut, with a word on it. */
export function rolloutsSection(rollouts: readonly ReportRollout[]): ReportSection {
  const kept = keepRollouts(rollouts);
  const stages = [...new Set(kept.flatMap(({ stage }) => (stage ? [stage] : [])))];
  const rest =
    rollouts.length > kept.length
      ? html`<p class="notes">The last ${kept.length} of ${rollouts.length} rollouts; all are in the run's folder.</p>`
      : null;
  const content = html`<div class="card">
<div class="filters"><input id="rollout-query" type="search" placeholder="Search prompt and answer" aria-label="Search rollouts">
<select id="rollout-stage" aria-label="Stage"><option value="">all stages</option>${stages.map((stage) => html`<option value="${stage}">${stage}</option>`)}</select>
<select id="rollout-order" aria-label="Order"><option value="newest">newest first</option><option value="best">highest reward</option><option value="worst">lowest reward</option><option value="advantage">highest advantage</option></select>
<span id="rollout-count" role="status"></span></div>
<div id="rollout-list"></div><div class="filters"><button id="rollout-more" type="button" hidden>Show more</button></div></div>${rest}`;
  return { id: 'rollouts', title: 'Rollouts', content, data: kept };
}

/** The rollouts that the page keeps. */
function keepRollouts(rollouts: readonly ReportRollout[]): ReportRollout[] {
  return rollouts.slice(-reportLimits.rollouts).map((rollout) => ({
    ...rollout,
    promptId: cut(rollout.promptId, 200),
    prompt: cut(rollout.prompt),
    completion: cut(rollout.completion),
    // JSON has no NaN; the page shows numbers or a dash.
    reward: Number.isFinite(rollout.reward) ? rollout.reward : null,
    advantage: Number.isFinite(rollout.advantage) ? rollout.advantage : 0,
  }));
}
