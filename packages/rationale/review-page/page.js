/**
 * The review page: figure, trajectory step by step, source with the cited places marked. Everything is done by
 * keyboard; every decision goes to the server at once. All text is set as text, never as HTML.
 *
 * @typedef {import('../src/review/review-session.ts').ReviewSummary} Summary
 * @typedef {import('../src/review/review-session.ts').ReviewItem} Item
 */

import { ask, byId, make, say } from './elements.js';
import { drawFigure } from './figure.js';
import { drawList, drawProgress } from './list.js';
import { drawSource } from './source.js';
import { command, run } from './work.js';

/** @type {Summary[]} */
let all = [];
/** @type {Summary[]} */
let shown = [];
/** @type {Item | null} */
let item = null;
let step = 0;
/** Whether the steps are text fields now, or a reason for a rejection is asked. */
let mode = /** @type {'read' | 'edit' | 'reject'} */ ('read');

const filter = /** @type {HTMLSelectElement} */ (byId('filter'));
const search = /** @type {HTMLInputElement} */ (byId('search'));

// ---- what is shown

/** Which trajectories the filter and the search leave; the current one stays if it is among them. */
function select() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = filter.value;
  shown = all.filter((one) => {
    if (wanted === 'failing' ? one.passes : wanted !== 'all' && one.verdict !== wanted)
      return false;
    const text = `${one.diagnosis} ${one.considered ?? ''} ${one.type} ${one.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  drawProgress(all);
  drawRows();
}

/** @param {string} key */
async function open(key) {
  item = await ask(`trajectories/${key}`);
  step = 0;
  mode = 'read';
  say('');
  draw();
}

function drawRows() {
  drawList(shown, item?.key, (key) => command(() => open(key)));
}

function draw() {
  drawRows();
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

/** @param {number} by */
async function move(by) {
  const at = shown.findIndex(({ key }) => key === item?.key);
  const next = shown[at === -1 ? 0 : at + by];
  if (next) await open(next.key);
}

/**
 * Sends a decision; the page goes on to the next trajectory once it is on disk.
 *
 * @param {'accepted' | 'edited' | 'rejected' | 'undecided'} verdict
 */
async function decide(verdict) {
  if (!item) return;
  const { key } = item;
  const at = shown.findIndex((one) => one.key === key);
  const texts = verdict === 'edited' ? fields().map(({ value }) => value.trim()) : undefined;
  const note = mode === 'read' ? item.note : (noteField()?.value.trim() ?? '');
  const decided = /** @type {Item} */ (
    await ask(`trajectories/${key}/decision`, { verdict, texts, note })
  );
  mode = 'read';
  all = all.map((one) => (one.key === key ? decided : one));
  const following = shown.slice(at + 1).find((one) => one.key !== key) ?? shown[at - 1];
  item = decided;
  select();
  const stay = verdict === 'undecided' || (verdict === 'edited' && !decided.passes);
  if (stay || !following) draw();
  else await open(following.key);
}

/** @type {Record<string, () => void | Promise<void>>} */
const keys = {
  a: () => decide('accepted'),
  u: () => decide('undecided'),
  e: () => setMode('edit'),
  r: () => setMode('reject'),
  z: () => {
    byId('figure').classList.toggle('zoomed');
  },
  '/': () => search.focus(),
  ArrowRight: () => move(1),
  n: () => move(1),
  ArrowLeft: () => move(-1),
  p: () => move(-1),
  ArrowDown: () => mark(step + 1),
  j: () => mark(step + 1),
  ArrowUp: () => mark(step - 1),
  k: () => mark(step - 1),
};

/** @param {'read' | 'edit' | 'reject'} to */
function setMode(to) {
  if (!item) return;
  mode = to;
  drawTrajectory();
}

/** @param {KeyboardEvent} event */
function actionOf({ key, target, ctrlKey, metaKey, altKey }) {
  if (mode !== 'read') {
    if (key === 'Escape') return () => setMode('read');
    if (key !== 'Enter') return undefined;
    if (mode === 'reject') return () => decide('rejected');
    return ctrlKey || metaKey ? () => decide('edited') : undefined;
  }
  if (ctrlKey || metaKey || altKey || target instanceof HTMLSelectElement) return undefined;
  return keys[key];
}

document.addEventListener('keydown', (event) => {
  if (event.target === search) {
    if (['Escape', 'Enter'].includes(event.key)) search.blur();
    return;
  }
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  command(action);
});
for (const button of document.querySelectorAll('footer button')) {
  button.addEventListener('click', () => {
    const action = keys[button.getAttribute('data-key') ?? ''];
    if (action) command(action);
  });
}

/** Shows the first trajectory of a list that no longer has the current one. */
async function reselect() {
  select();
  if (shown.some(({ key }) => key === item?.key)) return;
  const [first] = shown;
  if (first) return open(first.key);
  item = null;
  draw();
}
filter.addEventListener('change', () => {
  filter.blur();
  run(reselect);
});
search.addEventListener('input', () => run(reselect));

run(async () => {
  all = await ask('trajectories');
  if (!all.some(({ verdict }) => verdict === 'undecided')) filter.value = 'all';
  await reselect();
});
