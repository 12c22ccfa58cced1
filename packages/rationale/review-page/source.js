import { byId, make } from './elements.js';

/** @typedef {import('../src/review/passages.ts').Passage} Passage */

/**
 * The passages that a trajectory cites, with the places that one step cites marked.
 *
 * @param {readonly Passage[]} passages
 * @param {number} step
 * @param {string} [title]
 */
export function drawSource(passages, step, title = 'Source') {
  byId('source').replaceChildren(
    make('h2', {}, title),
    ...passages.map((passage) => drawPassage(passage, step)),
  );
  document.querySelector('#source mark.current')?.scrollIntoView({ block: 'nearest' });
}

/**
 * @param {Passage} passage
 * @param {number} step
 */
function drawPassage({ book, page, headingPath, text, marks }, step) {
  const where = [book, ...headingPath, ...(page === null ? [] : [`page ${page}`])].join(' › ');
  const body = make('div');
  // Marks may overlap: the text is cut at every edge, and each piece knows the marks over it.
  const edges = [0, text.length, ...marks.flatMap(({ start, end }) => [start, end])];
  const cuts = [...new Set(edges)].sort((a, b) => a - b);
  for (let index = 0; index + 1 < cuts.length; index++) {
    const [from = 0, to = 0] = [cuts[index], cuts[index + 1]];
    const over = marks.filter(({ start, end }) => start <= from && to <= end);
    const piece = text.slice(from, to);
    if (over.length === 0) body.append(piece);
    else {
      const current = over.some(({ steps }) => steps.includes(step));
      body.append(make('mark', current ? { class: 'current' } : {}, piece));
    }
  }
  return make('div', { class: 'passage' }, make('cite', {}, where), body);
}
