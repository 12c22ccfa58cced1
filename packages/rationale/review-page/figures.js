/**
 * The page of figures that bear no trajectory: why, and a form in which a person says what one shows. What is said
 * goes to the server at once, which answers what the next build will make of it.
 *
 * @typedef {import('../src/review/figure-review.ts').FigureSummary} Summary
 * @typedef {import('../src/review/figure-review.ts').FigureItem} Item
 */

import { drawCaption } from './caption-form.js';
import { ask, byId, make, say } from './elements.js';
import { drawSource } from './source.js';
import { command, run } from './work.js';

/** Rows of the list that are drawn, those around the current one. */
const listWindow = 100;

/** @type {Summary[]} */
let all = [];
/** @type {Summary[]} */
let shown = [];
/** @type {Item | null} */
let item = null;
/** @type {readonly { id: string; name: string }[]} */
let signs = [];

const filter = /** @type {HTMLSelectElement} */ (byId('filter'));
const search = /** @type {HTMLInputElement} */ (byId('search'));

function select() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = all.filter(({ state, under, caption, reason, id }) => {
    if (filter.value !== 'all' && state !== filter.value) return false;
    const text = `${under} ${caption} ${reason ?? ''} ${id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  drawProgress();
  drawRows();
}

function drawProgress() {
  const captioned = all.filter(({ state }) => state === 'captioned').length;
  const missing = all.filter(({ state }) => state === 'missing').length;
  const part = make('div', { class: 'captioned' });
  part.style.width = `${(100 * captioned) / Math.max(1, all.length - missing)}%`;
  const left = all.length - captioned - missing;
  const text = `${captioned} captioned · ${left} to caption · ${missing} without an image file`;
  byId('progress').replaceChildren(make('div', { class: 'bar' }, part), text);
}

function drawRows() {
  const at = shown.findIndex(({ id }) => id === item?.id);
  const first = Math.max(0, at - listWindow / 2);
  const rows = shown.slice(first, first + listWindow).map((one) => {
    const row = make(
      'button',
      { class: one.state, 'aria-current': String(one.id === item?.id) },
      make('span', { class: 'state' }, one.state === 'captioned' ? '✎' : ''),
      one.under || 'no heading',
      make('small', {}, one.reason ?? 'has trajectories'),
    );
    row.addEventListener('click', () => command(() => open(one.id)));
    return row;
  });
  const beyond = shown.length - rows.length;
  if (beyond > 0) rows.push(make('p', {}, `${beyond} more; search to find them`));
  if (shown.length === 0) rows.push(make('p', {}, 'Nothing here.'));
  byId('list').replaceChildren(...rows);
  document.querySelector('#list [aria-current=true]')?.scrollIntoView({ block: 'nearest' });
}

/** @param {string} id */
async function open(id) {
  item = await ask(`figures/${id}`);
  draw();
}

function draw() {
  drawRows();
  drawPicture();
  drawCaption(item, signs, (input) => command(() => save(input)));
  drawSource(item?.passages ?? [], -1, 'Text beside the figure');
}

function drawPicture() {
  const box = byId('figure');
  box.classList.remove('zoomed');
  if (!item) {
    box.replaceChildren();
    return;
  }
  const { id, state, book, number, page, headingPath } = item;
  const image = make('img', { src: `/api/figures/${id}/image`, alt: 'the figure' });
  image.addEventListener('error', () => image.replaceWith(make('p', {}, 'The image is missing.')));
  image.addEventListener('click', () => box.classList.toggle('zoomed'));
  const facts = make('dl');
  const add = (/** @type {string} */ name, /** @type {string} */ value) =>
    facts.append(make('dt', {}, name), make('dd', {}, value));
  add('Book', book);
  add('Place', headingPath.join(' › '));
  if (number !== null) add('Number', number);
  if (page !== null) add('Page', String(page));
  add('Id', id);
  const picture = state === 'missing' ? make('p', {}, 'The book has no image file of it.') : image;
  box.replaceChildren(make('h2', {}, 'Figure'), picture, facts);
}

/** @param {import('../src/review/figure-review.ts').CaptionInput} input */
async function save(input) {
  if (!item) return;
  const { id } = item;
  const saved = /** @type {Item} */ (await ask(`figures/${id}/caption`, input));
  item = saved;
  all = all.map((one) => (one.id === id ? saved : one));
  select();
  draw();
}

/** @param {number} by */
async function move(by) {
  const at = shown.findIndex(({ id }) => id === item?.id);
  const next = shown[at === -1 ? 0 : at + by];
  if (next) await open(next.id);
}

/** @type {Record<string, () => void | Promise<void>>} */
const keys = {
  c: () => document.querySelector('textarea')?.focus(),
  z: () => {
    byId('figure').classList.toggle('zoomed');
  },
  '/': () => search.focus(),
  ArrowRight: () => move(1),
  n: () => move(1),
  ArrowLeft: () => move(-1),
  p: () => move(-1),
};

document.addEventListener('keydown', (event) => {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const typing =
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
  if (typing) {
    if (key === 'Escape') target.blur();
    return;
  }
  const action = keys[key];
  if (!action || ctrlKey || metaKey || altKey) return;
  event.preventDefault();
  command(action);
});

/** Shows the first figure of a list that no longer has the current one. */
async function reselect() {
  select();
  if (shown.some(({ id }) => id === item?.id)) return;
  const [first] = shown;
  if (first) return open(first.id);
  item = null;
  draw();
}
filter.addEventListener('change', () => {
  filter.blur();
  run(reselect);
});
search.addEventListener('input', () => run(reselect));

run(async () => {
  [all, signs] = await Promise.all([ask('figures'), ask('signs')]);
  if (!all.some(({ state }) => state === 'open')) filter.value = 'all';
  await reselect();
  say('');
});
