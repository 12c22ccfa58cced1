import { malignancyText } from '@skinr1/core';
import { html, type Markup, type ReportSection } from '@skinr1/eval';
import type { Diagnosis, RankedDiagnosis, SelfConsistency } from '../diagnosis.ts';
import type { ImageQuality } from '../quality/assess-quality.ts';

/** So many of the differential stand open; the rest is folded. */
const shownDiagnoses = 6;

/** The pictures of a section, as `data:` addresses. */
export interface SectionPictures {
  readonly image: string;
  /** Where the model looked; left out where it was not asked. */
  readonly saliency?: string;
}

const percent = (share: number): string =>
  `${(share * 100).toFixed(share > 0 && share < 0.095 ? 1 : 0)} %`;

/** A diagnosis as a section of a page. */
export function diagnosisSection(
  { id, title }: Pick<ReportSection, 'id' | 'title'>,
  diagnosis: Diagnosis,
  pictures: SectionPictures,
): ReportSection {
  const { differential, selfConsistency, quality, provenance } = diagnosis;
  const content = html`<article class="card diagnosis"><div>${figures(title, pictures)}</div>
<div>${verdict(diagnosis)}
<h3>Differential</h3>${bars(differential.slice(0, shownDiagnoses))}
${differential.length > shownDiagnoses ? html`<details><summary>${differential.length - shownDiagnoses} more</summary>${bars(differential.slice(shownDiagnoses))}</details>` : null}
<h3>Path</h3>${path(diagnosis)}
<h3>Reasoning</h3>${reasoning(diagnosis)}
${selfConsistency ? agreement(selfConsistency) : null}
${qualityList(quality)}
<details><summary>Provenance</summary><dl>${Object.entries({ ...provenance.model, image: provenance.image, prompt: provenance.prompt, seed: provenance.seed, samples: provenance.samples, '@skinr1/diagnose': provenance.version }).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>
</div></article>`;
  return { id, title, content };
}

function figures(title: string, { image, saliency }: SectionPictures): Markup {
  const looked = saliency
    ? html`<figure><img src="${saliency}" alt="Where the model looked in ${title}"><figcaption>What details the answer comes from: red makes it likelier than the image blurred does, blue less likely.</figcaption></figure>`
    : null;
  return html`<figure><img src="${image}" alt="${title}"><figcaption>As it was read</figcaption></figure>${looked}`;
}

function verdict({ differential, malignancy, abstention }: Diagnosis): Markup {
  const [first] = differential as readonly [RankedDiagnosis];
  const { abstains, reasons, basis } = abstention;
  const found = html`<p class="found">${first.name} <small>${percent(first.probability)}</small><br><small>${malignancyText[malignancy.class]} ${percent(malignancy.probability)}</small></p>`;
  const warning = html`<div class="abstains"><p>No conclusion</p><ul>${reasons.map(({ text }) => html`<li>${text}</li>`)}</ul></div>`;
  return html`${abstains ? warning : null}${found}<p class="basis">${basis}</p>`;
}

function bars(differential: readonly RankedDiagnosis[]): Markup {
  const rows = differential.map(({ name, probability, malignancy }) => {
    const style = `width:${(probability * 100).toFixed(2)}%`;
    return html`<li class="${malignancy ?? 'either'}"><span>${name}</span><span class="track"><span class="filled" style="${style}"></span></span><span class="share">${percent(probability)}</span><span class="class">${malignancy ? malignancyText[malignancy] : 'either'}</span></li>`;
  });
  return html`<ol class="bars">${rows}</ol>`;
}

function path({ path: steps }: Diagnosis): Markup {
  return html`<ol class="path">${steps.map(({ name, probability }) => html`<li>${name} <small>${percent(probability)}</small></li>`)}</ol>`;
}

function reasoning({ answer }: Diagnosis): Markup {
  if (answer.steps.length === 0) return html`<pre>${answer.text || '(empty)'}</pre>`;
  const rows = answer.steps.map(
    ({ kind, text }) => html`<li><span class="kind">${kind}</span><span>${text}</span></li>`,
  );
  return html`<ol class="steps">${rows}</ol>`;
}

function agreement({ samples, unread, votes }: SelfConsistency): Markup {
  const named = votes.map(({ name, share }) => `${name} ${percent(share)}`).join(', ');
  const rest = unread > 0 ? `; ${unread} could not be read` : '';
  return html`<h3>Agreement of ${samples} drawn answers</h3><p>${named || 'none'}${rest}</p>`;
}

function qualityList({ isGood, checks }: ImageQuality): Markup {
  const rows = checks.map(
    ({ name, value, needs, passed }) =>
      html`<dt>${name}</dt><dd class="${passed ? 'passed' : 'failed'}">${passed ? '✓' : '✗'} ${Number(value.toPrecision(3))} (${needs})</dd>`,
  );
  return html`<details${isGood ? null : html` open`}><summary>Picture quality: ${isGood ? 'good enough' : 'not good enough'}</summary><dl>${rows}</dl></details>`;
}
