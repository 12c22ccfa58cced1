/**
 * The review page: figure, trajectory step by step, source with the cited places marked. Everything is done by
 * keyboard; every decision goes to the server at once. All text is set as text, never as HTML.
 *
 * @typedef {import('../src/review/review-session.ts').ReviewSummary} Summary
 * @typedef {import('../src/review/review-session.ts').ReviewItem} Item
 */

import { ask, byId, make } from './elements.js';
import { drawFigure } from './figure.js';
import { drawProgress, rowOf } from './list.js';
import { drawSource } from './source.js';
import { run } from './work.js';
import { createWorklist } from './worklist.js';

/** @type {Item | null} */
let item = null;
let step = 0;
/** Whether the steps are text fields now, or a reason for a rejection is asked. */
let mode = /** @type {'read' | 'edit' | 'reject'} */ ('read');

/** @type {ReturnType<typeof createWorklist<Summary, Item>>} */
const list = createWorklist({
  ...{ path: 'trajectories', undone: 'undecided', drawProgress, rowOf, draw },
  keyOf: ({ key }) => key,
  isWanted: ({ passes, verdict }, wanted) =>
    wanted === 'failing' ? !passes : wanted === 'all' || verdict === wanted,
  textOf: ({ diagnosis, considered, type, id }) => `${diagnosis} ${considered ?? ''} ${type} ${id}`,
  isTyping: () => mode !== 'read',
  typed,
  keys: {
    a: () => decide('accepted'),
    u: () => decide('undecided'),
    e: () => setMode('edit'),
    r: () => setMode('reject'),
    ArrowDown: () => mark(step + 1),
    j: () => mark(step + 1),
    ArrowUp: () => mark(step - 1),
    k: () => mark(step - 1),
  },
});

// ---- what is shown

/** @param {Item | null} opened */
function draw(opened) {
  item = opened;
  step = 0;
  mode = 'read';
  drawFigure(item);
  drawTrajectory();
  drawSource(item?.passages ?? [], step);
}

function drawTrajectory() {
  const box = byId('trajectory');
  if (!item) {
    box.replaceChildren(make('p', {}, 'Nothing to decide here. Choose another list above.'));
    return;
  }
  const judged = item;
  const { passes, score, reasons, verdict, note } = judged;
  const title = verdict === 'undecided' ? item.type : `${item.type}, ${verdict}`;
  const state = make(
    'p',
    { class: `verdict ${passes ? 'good' : 'bad'}` },
    passes
      ? 'Passes verification.'
      : `Fails verification (${Math.round(score * 100)} % of the checks pass); the next build leaves it out.`,
  );
  const general = reasons.filter((reason) => reason.step === null);
  box.replaceChildren(
    make('h2', {}, title),
    state,
    ...general.map(({ message }) => make('p', { class: 'fault' }, message)),
    ...judged.steps.map((_, index) => drawStep(judged, index)),
    ...(note && mode === 'read' ? [make('p', {}, `Note: ${note}`)] : []),
    ...(mode === 'read' ? [] : [drawForm()]),
  );
  if (mode === 'edit') fields()[step]?.focus();
  if (mode === 'reject') noteField()?.focus();
}

/**
 * @param {Item} of
 * @param {number} index
 */
function drawStep({ steps, reasons }, index) {
  const one = steps[index];
  if (!one) return '';
  const { kind, text, claims, measurements } = one;
  const box = make('article', { class: 'step', 'aria-current': String(index === step) });
  box.append(make('h3', {}, `${index + 1} ${kind}`));
  if (mode === 'edit') {
    const field = /** @type {HTMLTextAreaElement} */ (
      make('textarea', { 'aria-label': `Step ${index + 1}`, maxlength: '4000' })
    );
    field.value = text;
    field.addEventListener('focus', () => mark(index));
    box.append(field);
  } else {
    box.append(make('p', { class: 'text' }, text));
    box.addEventListener('click', () => mark(index));
  }
  for (const claim of claims) {
    const words = { seen: 'sees', absent: 'misses', expected: 'expects' }[claim.kind] ?? claim.kind;
    box.append(make('span', { class: 'chip' }, `${words} ${claim.sign}`));
  }
  for (const measurement of measurements) box.append(make('span', { class: 'chip' }, measurement));
  for (const { message } of reasons.filter((reason) => reason.step === index)) {
    box.append(make('p', { class: 'fault' }, message));
  }
  return box;
}

/** The note's field, while editing or rejecting. */
function drawForm() {
  const field = make('input', {
    maxlength: '4000',
    placeholder: 'Why (optional)',
    'aria-label': 'Note',
  });
  /** @type {HTMLInputElement} */ (field).value = item?.note ?? '';
  const hint = mode === 'edit' ? 'Ctrl+Enter saves, Esc discards' : 'Enter rejects, Esc goes back';
  return make('div', {}, make('div', { class: 'note' }, field), make('small', {}, hint));
}

/**
 * Makes a step the current one and marks what it cites.
 *
 * @param {number} index
 */
function mark(index) {
  if (!item || index < 0 || index >= item.steps.length) return;
  step = index;
  for (const [at, box] of document.querySelectorAll('.step').entries()) {
    box.setAttribute('aria-current', String(at === step));
    if (at === step) box.scrollIntoView({ block: 'nearest' });
  }
  drawSource(item.passages, step);
}

// ---- what is done

/** @returns {HTMLTextAreaElement[]} */
const fields = () => [...document.querySelectorAll('textarea')];
/** @returns {HTMLInputElement | null} */
const noteField = () => document.querySelector('.note input');

/**
 * Sends a decision; the page goes on to the next trajectory once it is on disk.
 *
 * @param {'accepted' | 'edited' | 'rejected' | 'undecided'} verdict
 */
async function decide(verdict) {
  if (!item) return;
  const texts = verdict === 'edited' ? fields().map(({ value }) => value.trim()) : undefined;
  const note = mode === 'read' ? item.note : (noteField()?.value.trim() ?? '');
  const decided = /** @type {Item} */ (
    await ask(`trajectories/${item.key}/decision`, { body: { verdict, texts, note } })
  );
  const stays = verdict === 'undecided' || (verdict === 'edited' && !decided.passes);
  await list.replace(decided, stays ? 'stay' : 'go on');
}

/** @param {'read' | 'edit' | 'reject'} to */
function setMode(to) {
  if (!item) return;
  mode = to;
  drawTrajectory();
}

/** @param {KeyboardEvent} event */
function typed({ key, ctrlKey, metaKey }) {
  if (mode === 'read') return undefined;
  if (key === 'Escape') return () => setMode('read');
  if (key !== 'Enter') return undefined;
  if (mode === 'reject') return () => decide('rejected');
  return ctrlKey || metaKey ? () => decide('edited') : undefined;
}

run(list.start);
