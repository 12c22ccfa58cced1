import { byId, make } from './elements.js';

/** @typedef {import('../src/review/review-session.ts').ReviewItem} Item */

/**
 * The image, and what is known of it.
 *
 * @param {Item | null} item
 */
export function drawFigure(item) {
  const box = byId('figure');
  box.classList.remove('zoomed');
  if (!item) {
    box.replaceChildren();
    return;
  }
  const image = make('img', { src: `/api/trajectories/${item.key}/image`, alt: 'the lesion' });
  image.addEventListener('error', () => image.replaceWith(make('p', {}, 'The image is missing.')));
  image.addEventListener('click', () => box.classList.toggle('zoomed'));
  const facts = make('dl');
  const add = (/** @type {string} */ name, /** @type {string} */ value) =>
    facts.append(make('dt', {}, name), make('dd', {}, value));
  add('Diagnosis', item.diagnosis);
  add('Path', item.path.slice(1).join(' › '));
  add('Malignancy', item.malignancy.replaceAll('_', ' '));
  if (item.considered) add('Considered', item.considered);
  add('Known from', basisNames[item.basis] ?? item.basis);
  add('Shows', item.shown.join(', '));
  add('Id', item.id);
  box.replaceChildren(make('h2', {}, 'Figure'), image, facts);
}

/** @type {Record<string, string>} */
const basisNames = {
  annotated: 'the data set’s list of signs',
  figure: 'the figure’s own caption',
  reviewer: 'what a reviewer says that it shows',
  measured: 'measurement of the image',
};
