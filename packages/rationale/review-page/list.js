import { byId, make } from './elements.js';

/** @typedef {import('../src/review/review-session.ts').ReviewSummary} Summary */

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
 * How a trajectory stands in the list.
 *
 * @param {Summary} one
 */
export function rowOf({ verdict, passes, diagnosis, type, considered }) {
  return {
    state: verdict,
    symbol: passes ? symbols[verdict] : '!',
    title: diagnosis,
    detail: considered ? `${type}: ${considered}` : type,
  };
}
