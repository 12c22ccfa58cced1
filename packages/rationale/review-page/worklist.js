/**
 * What the pages share: a list that a person works through by keyboard, with a filter and a search above it, and one
 * entry of it open. What an entry is and how it looks, the page says.
 *
 * @template {object} Summary a row of the list
 * @template {Summary} Item the same with all that is shown of it
 * @typedef {object} Pages
 * @property {string} path of the list on the server, below `/api/`
 * @property {string} undone value of the filter for what is yet to do
 * @property {(one: Summary) => string} keyOf
 * @property {(one: Summary, wanted: string) => boolean} isWanted whether the filter's value leaves it
 * @property {(one: Summary) => string} textOf what the search looks through
 * @property {(one: Summary) => { state: string; symbol: string; title: string; detail: string }} rowOf
 * @property {(all: readonly Summary[]) => void} drawProgress
 * @property {(item: Item | null) => void} draw shows the open entry, `null` where the list has none
 * @property {() => boolean} isTyping whether keys are no commands now, wherever they are typed
 * @property {(event: KeyboardEvent) => (() => void | Promise<void>) | undefined} typed what a key does then
 * @property {Readonly<Record<string, () => void | Promise<void>>>} keys the page's own commands
 */

import { ask, byId, make } from './elements.js';
import { command, run } from './work.js';

/** Rows of the list around the open one; the others are not drawn. */
const listWindow = 100;

const filter = /** @type {HTMLSelectElement} */ (byId('filter'));
const search = /** @type {HTMLInputElement} */ (byId('search'));

/**
 * @template {object} Summary
 * @template {Summary} Item
 * @param {Pages<Summary, Item>} page
 */
export function createWorklist(page) {
  const { path, keyOf } = page;
  /** @type {Summary[]} */
  let all = [];
  /** @type {Summary[]} */
  let shown = [];
  /** @type {Item | null} */
  let item = null;
  const isOpen = (/** @type {Summary} */ one) => item !== null && keyOf(one) === keyOf(item);

  /** Which entries the filter and the search leave; the open one stays if it is among them. */
  function select() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = all.filter((one) => {
      const text = page.textOf(one).toLowerCase();
      return page.isWanted(one, filter.value) && words.every((word) => text.includes(word));
    });
    page.drawProgress(all);
    drawRows();
  }

  function drawRows() {
    const first = Math.max(0, shown.findIndex(isOpen) - listWindow / 2);
    const rows = shown.slice(first, first + listWindow).map(drawRow);
    if (first > 0) rows.unshift(make('p', {}, `… ${first} above`));
    const below = shown.length - first - listWindow;
    if (below > 0) rows.push(make('p', {}, `${below} below …`));
    if (shown.length === 0) rows.push(make('p', {}, 'Nothing here.'));
    byId('list').replaceChildren(...rows);
    document.querySelector('#list [aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Summary} one */
  function drawRow(one) {
    const { state, symbol, title, detail } = page.rowOf(one);
    const row = make(
      'button',
      { class: state, 'aria-current': String(isOpen(one)) },
      make('span', { class: 'state' }, symbol),
      title,
      make('small', {}, detail),
    );
    row.addEventListener('click', () => command(() => open(keyOf(one))));
    return row;
  }

  function draw() {
    drawRows();
    page.draw(item);
  }

  /** @param {string} key */
  async function open(key) {
    item = /** @type {Item} */ (await ask(`${path}/${key}`));
    draw();
  }

  /** @param {number} by */
  async function move(by) {
    const at = shown.findIndex(isOpen);
    const next = shown[at === -1 ? 0 : at + by];
    if (next) await open(keyOf(next));
  }

  /**
   * Takes the open entry as the server has it now.
   *
   * @param {Item} changed
   * @param {'stay' | 'go on'} then whether the next entry of the list is opened
   */
  async function replace(changed, then) {
    const key = keyOf(changed);
    const at = shown.findIndex((one) => keyOf(one) === key);
    const following = shown[at + 1] ?? shown[at - 1];
    all = all.map((one) => (keyOf(one) === key ? changed : one));
    item = changed;
    select();
    if (then === 'stay' || !following) draw();
    else await open(keyOf(following));
  }

  /** Opens the first entry of a list that no longer has the open one. */
  async function reselect() {
    select();
    if (shown.some(isOpen)) return;
    const [first] = shown;
    if (first) return open(keyOf(first));
    item = null;
    draw();
  }

  /** Asks for the list, and shows what is yet to do first. */
  async function start() {
    all = await ask(path);
    if (!all.some((one) => page.isWanted(one, page.undone))) filter.value = 'all';
    await reselect();
  }

  /** @type {Pages<Summary, Item>['keys']} */
  const keys = {
    z: () => {
      byId('figure').classList.toggle('zoomed');
    },
    '/': () => search.focus(),
    ArrowRight: () => move(1),
    n: () => move(1),
    ArrowLeft: () => move(-1),
    p: () => move(-1),
    ...page.keys,
  };
  filter.addEventListener('change', () => {
    filter.blur();
    run(reselect);
  });
  search.addEventListener('input', () => run(reselect));
  listen(keys, page);
  return { item: () => item, replace, start };
}

/**
 * Keys and the buttons that stand for them.
 *
 * @param {Pages<any, any>['keys']} keys
 * @param {Pick<Pages<any, any>, 'isTyping' | 'typed'>} page
 */
function listen(keys, { isTyping, typed }) {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (target === search) {
      if (['Escape', 'Enter'].includes(key)) search.blur();
      return;
    }
    const isCommand = !ctrlKey && !metaKey && !altKey;
    const action = isTyping() || isField(target) ? typed(event) : isCommand && keys[key];
    if (!action) return;
    event.preventDefault();
    command(action, event.timeStamp);
  });
  for (const button of document.querySelectorAll('footer button')) {
    button.addEventListener('click', () => {
      const action = keys[button.getAttribute('data-key') ?? ''];
      if (action) command(action);
    });
  }
}

/** @param {EventTarget | null} target */
function isField(target) {
  return [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].some(
    (kind) => target instanceof kind,
  );
}
