import { byId, make } from './elements.js';

/** @typedef {import('../src/review/review-session.ts').ReviewSummary} Summary */

/** Rows of the list around the current one; the others are not drawn. */
const listWindow = 100;

/**
 * How far the review is.
 *
 * @param {readonly Summary[]} all
 */
export function drawProgress(all) {
  /** @type {Record<string, number>} */
  const counts = { accepted: 0, edited: 0, rejected: 0, undecided: 0 };
  for (const { verdict } of all) counts[verdict] = (counts[verdict] ?? 0) + 1;
  const bar = make('div', { class: 'bar' });
  for (const verdict of ['accepted', 'edited', 'rejected']) {
    const part = make('div', { class: verdict });
    part.style.width = `${(100 * (counts[verdict] ?? 0)) / Math.max(1, all.length)}%`;
    bar.append(part);
  }
  const text = `${counts.accepted} accepted · ${counts.edited} edited · ${counts.rejected} rejected · ${counts.undecided} of ${all.length} to decide`;
  byId('progress').replaceChildren(bar, text);
}

const symbols = { accepted: '✓', edited: '✎', rejected: '✗', undecided: '' };

/**
 * The rows around the current one.
 *
 * @param {readonly Summary[]} shown
 * @param {string | undefined} current key of the trajectory on the screen
 * @param {(key: string) => void} choose
 */
export function drawList(shown, current, choose) {
  const at = shown.findIndex(({ key }) => key === current);
  const first = Math.max(0, at - listWindow / 2);
  const rows = shown.slice(first, first + listWindow).map((one) => {
    const row = make(
      'button',
      { class: one.verdict, 'aria-current': String(one.key === current) },
      make('span', { class: 'state' }, one.passes ? symbols[one.verdict] : '!'),
      one.diagnosis,
      make('small', {}, one.considered ? `${one.type}: ${one.considered}` : one.type),
    );
    row.addEventListener('click', () => choose(one.key));
    return row;
  });
  if (first > 0) rows.unshift(make('p', {}, `… ${first} above`));
  const below = shown.length - first - listWindow;
  if (below > 0) rows.push(make('p', {}, `${below} below …`));
  if (shown.length === 0) rows.push(make('p', {}, 'Nothing here.'));
  byId('list').replaceChildren(...rows);
  document.querySelector('#list [aria-current=true]')?.scrollIntoView({ block: 'nearest' });
}
