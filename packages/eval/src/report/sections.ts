import type { Proportion } from '../statistics/wilson.ts';
import type { AccuracyCell, SummaryRow } from '../tables/summary.ts';
import { percent, unionOfKeys } from '../tables/text-table.ts';
import { configText, cut, reportLimits } from './bounds.ts';
import { html, type Markup } from './html.ts';
import type { ExampleAnswer, ExampleCase, RunReport } from './run-report.ts';

/** The results table: a row per model, each share with interval and a mark for guessing. */
export function summarySection({ summary, notes = [] }: RunReport): Markup | null {
  if (summary.length === 0) return null;
  const benchmarks = unionOfKeys(summary.map(({ accuracies }) => accuracies));
  const rewards = unionOfKeys(summary.map((row) => row.rewards));
  const titleOf = (name: string): string =>
    summary.find(({ accuracies }) => accuracies[name])?.accuracies[name]?.title ?? name;
  return html`<section id="results"><h2>Results on held-out cases</h2>
<div class="card scroll"><table><thead><tr><th scope="col">model</th><th scope="col">format</th>
${benchmarks.map((name) => html`<th scope="col">${titleOf(name)}</th>`)}
${rewards.map((name) => html`<th scope="col">reward: ${name}</th>`)}</tr></thead>
<tbody>${summary.map((row) => summaryRow(row, summary, benchmarks, rewards))}</tbody></table></div>
<ul class="notes"><li>Greedy answers, exact form and letter. Shaded: 95 % Wilson intervals; thin marks: guessing. Best per column in bold.</li>
${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`;
}

function summaryRow(
  row: SummaryRow,
  all: readonly SummaryRow[],
  benchmarks: readonly string[],
  rewards: readonly string[],
): Markup {
  const bestAccuracy = (name: string): number =>
    Math.max(...all.map(({ accuracies }) => accuracies[name]?.share ?? -1));
  const bestReward = (name: string): number =>
    Math.max(...all.map((other) => other.rewards[name] ?? Number.NEGATIVE_INFINITY));
  return html`<tr><th scope="row">${row.name}</th>${shareCell(row.format, null, false)}
${benchmarks.map((name) => {
  const cell: AccuracyCell | undefined = row.accuracies[name];
  if (!cell) return html`<td>–</td>`;
  return shareCell(cell, cell.chance, all.length > 1 && cell.share === bestAccuracy(name));
})}
${rewards.map((name) => {
  const value = row.rewards[name] ?? null;
  const best = all.length > 1 && value !== null && value === bestReward(name);
  return html`<td${best ? html` class="best"` : null}>${value === null ? '–' : value.toFixed(3)}</td>`;
})}</tr>`;
}

function shareCell(proportion: Proportion, chance: number | null, best: boolean): Markup {
  const { share, low, high, total } = proportion;
  if (share === null) return html`<td>–</td>`;
  const at = (value: number): string => `${(value * 100).toFixed(1)}%`;
  return html`<td${best ? html` class="best"` : null} title="${proportion.successes} of ${total}">${percent(share)}
<span class="interval">${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}</span>
<span class="bar"><i style="left:${at(low)};width:${at(high - low)}"></i>${
    chance === null ? null : html`<u style="left:${at(chance)}"></u>`
  }<b style="left:${at(share)}"></b></span></td>`;
}

/** Places for the charts; the page's script draws them. */
export function curvesSection({ curves }: RunReport): Markup | null {
  if (curves.length === 0) return null;
  const cards = curves.map(
    ({ title }, index) => html`<div class="card chart"><h3 title="${title}">${title}</h3>
<div class="plot" data-chart="${index}"></div></div>`,
  );
  return html`<section id="curves"><h2>Learning curves</h2><div class="charts">${cards}</div></section>`;
}

/** Cases in full: image, question, answers, truth, path, differential. */
export function examplesSection({ examples }: RunReport): Markup | null {
  if (examples.length === 0) return null;
  const shown = examples.slice(0, reportLimits.examples);
  return html`<section id="examples"><h2>${shown.length === 1 ? 'A case' : 'Cases'}</h2>${shown.map(example)}</section>`;
}

function example(item: ExampleCase): Markup {
  const { title, image, caption, prompt, answers, truth, malignancy, path, signs = [] } = item;
  return html`<article class="card example">
<figure><img src="${image}" alt="${title}">${caption ? html`<figcaption>${caption}</figcaption>` : null}</figure>
<div><h3>${title}</h3><pre>${cut(prompt)}</pre>
<div class="answers">${answers.map(answer)}</div>
<dl><dt>truth</dt><dd><strong>${truth}</strong>, ${malignancy}</dd>
<dt>path</dt><dd><ol class="path">${path.map((name) => html`<li>${name}</li>`)}</ol></dd>
${signs.length > 0 ? html`<dt>signs</dt><dd><ul class="chips">${signs.map((sign) => html`<li>${sign}</li>`)}</ul></dd>` : null}
</dl>${differential(item)}</div></article>`;
}

function differential({ differential }: ExampleCase): Markup | null {
  if (differential.length === 0) return null;
  const rows = differential.map(
    ({ name, sign }) => html`<dt>${name}</dt><dd>${cut(sign, 600)}</dd>`,
  );
  return html`<details><summary>Differential diagnosis (${differential.length})</summary><dl>${rows}</dl></details>`;
}

function answer(item: ExampleAnswer): Markup {
  const { model, completion, reasoning, chosen, malignancy, correct, malignancyCorrect } = item;
  const behavior = malignancy
    ? html`, <span${malignancyCorrect === false ? html` class="wrong"` : null}>${malignancy}</span>`
    : null;
  return html`<div class="answer${correct ? ' right' : ''}"><span class="model">${model}</span>
<p class="verdict">${correct ? '✓' : '✗'} ${chosen ?? 'not an answer'}${behavior}</p>
${reasoning === null ? html`<pre>${cut(completion) || '(empty)'}</pre>` : html`<p class="reasoning">${cut(reasoning)}</p>`}</div>`;
}

/** Controls and the empty list that the page's script fills. */
export function rolloutsSection(
  total: number,
  stages: readonly string[],
  kept: number,
): Markup | null {
  if (kept === 0) return null;
  const rest =
    total > kept
      ? html`<p class="notes">The last ${kept} of ${total} rollouts; all are in the run's folder.</p>`
      : null;
  return html`<section id="rollouts"><h2>Rollouts</h2><div class="card">
<div class="filters"><input id="rollout-query" type="search" placeholder="Search prompt and answer" aria-label="Search rollouts">
<select id="rollout-stage" aria-label="Stage"><option value="">all stages</option>${stages.map((stage) => html`<option value="${stage}">${stage}</option>`)}</select>
<select id="rollout-order" aria-label="Order"><option value="newest">newest first</option><option value="best">highest reward</option><option value="worst">lowest reward</option><option value="advantage">highest advantage</option></select>
<span id="rollout-count" role="status"></span></div>
<div id="rollout-list"></div><div class="filters"><button id="rollout-more" type="button" hidden>Show more</button></div></div>${rest}</section>`;
}

/** Configuration and where the result comes from. */
export function provenanceSection({ provenance, config }: RunReport): Markup {
  const rows = Object.entries(provenance).map(
    ([name, value]) =>
      html`<dt>${name}</dt><dd>${value === null ? '–' : cut(String(value), 500)}</dd>`,
  );
  return html`<section id="provenance"><h2>Provenance</h2><div class="card"><dl>${rows}</dl>
<details><summary>Configuration</summary><pre>${configText(config)}</pre></details></div></section>`;
}
