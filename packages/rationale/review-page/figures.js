/**
 * The page of figures that bear no trajectory: why, and a form in which a person says what one shows. What is said
 * goes to the server at once, which answers what the next build will make of it.
 *
 * @typedef {import('../src/review/figure-review.ts').FigureSummary} Summary
 * @typedef {import('../src/review/figure-review.ts').FigureItem} Item
 */

import { drawCaption } from './caption-form.js';
import { ask, byId, make } from './elements.js';
import { drawSource } from './source.js';
import { command, run } from './work.js';
import { createWorklist } from './worklist.js';

/** @type {readonly { id: string; name: string }[]} */
let signs = [];

/** @type {ReturnType<typeof createWorklist<Summary, Item>>} */
const list = createWorklist({
  ...{ path: 'figures', undone: 'open', drawProgress, draw },
  keyOf: ({ id }) => id,
  isWanted: ({ state }, wanted) => wanted === 'all' || state === wanted,
  textOf: ({ under, caption, reason, id }) => `${under} ${caption} ${reason ?? ''} ${id}`,
  rowOf: ({ state, under, reason }) => ({
    state,
    symbol: state === 'captioned' ? '✎' : '',
    title: under || 'no heading',
    detail: reason ?? 'has trajectories',
  }),
  isTyping: () => false,
  typed: ({ key, target }) =>
    key === 'Escape' && target instanceof HTMLElement ? () => target.blur() : undefined,
  keys: { c: () => document.querySelector('textarea')?.focus() },
});

/** @param {readonly Summary[]} all */
function drawProgress(all) {
  const captioned = all.filter(({ state }) => state === 'captioned').length;
  const missing = all.filter(({ state }) => state === 'missing').length;
  const part = make('div', { class: 'captioned' });
  part.style.width = `${(100 * captioned) / Math.max(1, all.length - missing)}%`;
  const left = all.length - captioned - missing;
  const text = `${captioned} captioned · ${left} to caption · ${missing} without an image file`;
  byId('progress').replaceChildren(make('div', { class: 'bar' }, part), text);
}

/** @param {Item | null} item */
function draw(item) {
  drawPicture(item);
  drawCaption(item, signs, (input) => command(() => save(input)));
  drawSource(item?.passages ?? [], -1, 'Text beside the figure');
}

/** @param {Item | null} item */
function drawPicture(item) {
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
  const item = list.item();
  if (!item) return;
  const saved = /** @type {Item} */ (await ask(`figures/${item.id}/caption`, { body: input }));
  await list.replace(saved, 'stay');
}

run(async () => {
  signs = await ask('signs');
  await list.start();
});
