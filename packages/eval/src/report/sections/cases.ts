import { type ClaimVerdict, InvalidInputError, type JudgedClaim } from '@skinr1/core';
import { cut, reportLimits } from '../bounds.ts';
import { html, type Markup } from '../html.ts';
import type { ReportSection } from '../section.ts';

/** A case shown in full. */
export interface ExampleCase {
  readonly title: string;
  /** The image as a `data:image/png;base64,…` address (JPEG and WebP work too). */
  readonly image: string;
  /** Said below the image: `synthetic`, the data set and its license. */
  readonly caption?: string;
  readonly prompt: string;
  /** Answers to show side by side: before and after training, say. */
  readonly answers: readonly ExampleAnswer[];
  /** The right diagnosis. */
  readonly truth: string;
  readonly malignancy: string;
  /** Names from the most general node to the diagnosis. */
  readonly path: readonly string[];
  /** Differential diagnoses with what tells them apart. */
  readonly differential: readonly { readonly name: string; readonly sign: string }[];
  /** Signs known to be visible. */
  readonly signs?: readonly string[];
}

/** One model's answer to an example. */
export interface ExampleAnswer {
  readonly model: string;
  readonly completion: string;
  /** The reasoning, where the answer could be read; `null` otherwise. */
  readonly reasoning: string | null;
  /** What was found of the reasoning's claims, by their places in it; marked in the text. */
  readonly claims?: readonly JudgedClaim[];
  /** The chosen option as text, `null` where the answer could not be read. */
  readonly chosen: string | null;
  readonly malignancy: string | null;
  /** The chosen option is the right one. */
  readonly correct: boolean;
  /** The stated malignancy is right; left out where none was stated. */
  readonly malignancyCorrect?: boolean;
}

/**
 * Cases in full: image, question, answers, truth, path, differential; the first 24.
 *
 * @throws InvalidInputError if an image is not embedded, naming the example
 */
export function casesSection(examples: readonly ExampleCase[]): ReportSection {
  checkImages(examples);
  const shown = examples.slice(0, reportLimits.examples);
  const title = shown.length === 1 ? 'A case' : 'Cases';
  return { id: 'examples', title, content: html`${shown.map(example)}` };
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
  const { claims = [] } = item;
  const behavior = malignancy
    ? html`, <span${malignancyCorrect === false ? html` class="wrong"` : null}>${malignancy}</span>`
    : null;
  return html`<div class="answer${correct ? ' right' : ''}"><span class="model">${model}</span>
<p class="verdict">${correct ? '✓' : '✗'} ${chosen ?? 'not an answer'}${behavior}</p>
${reasoning === null ? html`<pre>${cut(completion) || '(empty)'}</pre>` : html`<p class="reasoning">${markClaims(cut(reasoning), claims)}</p>`}</div>`;
}

/** Marks of claims: shape as well as color tells them apart. */
const marks: Readonly<Record<ClaimVerdict, string>> = {
  supported: '✓',
  contradicted: '✗',
  unlicensed: '?',
  unverifiable: '·',
};

/** The text with each claim marked and its reason on hover; a claim inside another one is left to that. */
function markClaims(text: string, claims: readonly JudgedClaim[]): (string | Markup)[] {
  const parts: (string | Markup)[] = [];
  let at = 0;
  for (const { start, end, verdict, kind, reason } of [...claims].sort(byPlace)) {
    if (start < at || end > text.length) continue;
    parts.push(text.slice(at, start));
    parts.push(
      html`<mark class="${verdict}" title="${kind}, ${verdict}: ${reason}">${text.slice(start, end)}<sup>${marks[verdict]}</sup></mark>`,
    );
    at = end;
  }
  return [...parts, text.slice(at)];
}

function byPlace(a: JudgedClaim, b: JudgedClaim): number {
  return a.start - b.start || b.end - a.end;
}

const dataAddress = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

/** A page must not load anything. */
function checkImages(examples: readonly ExampleCase[]): void {
  for (const { title, image } of examples) {
    if (image.length > reportLimits.imageLength || !dataAddress.test(image)) {
      throw new InvalidInputError('the image of an example is not an embedded PNG, JPEG or WebP.', {
        source: 'casesSection',
        place: title,
        mend: `Give a data:image/png;base64 address of at most ${reportLimits.imageLength} characters.`,
      });
    }
  }
}
