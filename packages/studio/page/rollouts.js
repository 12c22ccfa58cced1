/** The browser of rollouts: what is asked for, and a list of any length of which only what is seen exists. */
import { ask, byId, make, say } from './elements.js';
import { figure } from './figure.js';
import { showRollout } from './rollout.js';

/**
 * @typedef {object} Summary
 * @property {number} number
 * @property {string} stage
 * @property {number} step
 * @property {string} promptId
 * @property {string} start
 * @property {number | null} reward
 * @property {number | null} advantage
 */

const rowHeight = 58;
const partLength = 50;
/** Rows beyond those that are seen. */
const margin = 10;

const kinds = ['all', 'better', 'worse', 'tied', 'cut off', 'failed reward'];
const orders = ['newest', 'oldest', 'highest reward', 'lowest reward'];

/**
 * Opens the browser.
 *
 * @returns {{ update: (runs: readonly import('./page.js').Run[]) => void }}
 */
export function openBrowser() {
  const form = /** @type {HTMLFormElement} */ (byId('query'));
  const list = byId('list');
  const room = /** @type {HTMLElement} */ (list.firstElementChild);
  /** @type {Map<number, Summary[]>} */
  let parts = new Map();
  let asked = new AbortController();
  let total = 0;
  /** Place in what was found, and number in the log. */
  let chosen = { at: -1, number: -1 };

  const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? '').trim();
  const run = () => value('run') || '0';
  const query = () =>
    Object.fromEntries(
      ['stage', 'kind', 'lacking', 'order', 'step', 'text'].map((name) => [name, value(name)]),
    );

  const rowAt = (/** @type {number} */ at) =>
    parts.get(Math.floor(at / partLength))?.[at % partLength];
  const draw = () => {
    room.style.height = `${total * rowHeight}px`;
    const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - margin);
    const last = Math.min(
      total,
      Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + margin,
    );
    const rows = [];
    for (let at = first; at < last; at++)
      rows.push(rowElement(at, rowAt(at), at === chosen.at, total));
    room.replaceChildren(...rows);
    if (chosen.at >= 0) list.setAttribute('aria-activedescendant', `row-${chosen.at}`);
    return [first, last];
  };
  /** Draws what is seen and asks for what of it is missing. */
  const fill = async () => {
    const [first = 0, last = 0] = draw();
    const { signal } = asked;
    for (let part = Math.floor(first / partLength); part * partLength < last; part++) {
      if (parts.has(part)) continue;
      parts.set(part, []);
      await load(part, signal);
    }
  };
  const load = async (/** @type {number} */ part, /** @type {AbortSignal} */ signal) => {
    const place = { start: String(part * partLength), count: String(partLength) };
    const found = await ask(`runs/${run()}/rollouts`, { query: { ...query(), ...place }, signal });
    if (signal.aborted) return;
    parts.set(part, found.rows);
    total = found.total;
    byId('found').textContent = describeFound(found);
    draw();
    // The log is still being read: look again.
    if (!found.complete) setTimeout(() => !signal.aborted && restart(false), 400);
  };
  const restart = (/** @type {boolean} */ anew) => {
    asked.abort();
    asked = new AbortController();
    parts = new Map();
    if (anew) {
      chosen = { at: -1, number: -1 };
      list.scrollTop = 0;
      total = 0;
      byId('found').textContent = 'Looking …';
    }
    const first = Math.floor(list.scrollTop / rowHeight / partLength);
    parts.set(first, []);
    return load(first, asked.signal).then(fill).catch(tell);
  };
  const choose = async (/** @type {number} */ at) => {
    const row = rowAt(at);
    if (!row) return;
    chosen = { at, number: row.number };
    const top = at * rowHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + rowHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = top + rowHeight - list.clientHeight;
    }
    draw();
    await open(row.number);
  };
  const open = async (/** @type {number} */ number) => {
    const answer = await ask(`runs/${run()}/rollouts/${number}`);
    chosen.number = number;
    showRollout(byId('rollout'), answer, `/api/runs/${run()}/rollouts/${number}`, (other) =>
      open(other).catch(tell),
    );
  };

  list.addEventListener('scroll', () => void fill().catch(tell));
  addEventListener('resize', () => void fill().catch(tell));
  list.addEventListener('click', (event) => {
    const at = /** @type {Element} */ (event.target).closest('[data-at]')?.getAttribute('data-at');
    if (at) void choose(Number(at)).catch(tell);
  });
  list.addEventListener('keydown', (event) => {
    const page = Math.floor(list.clientHeight / rowHeight);
    const next = {
      ArrowDown: chosen.at + 1,
      ArrowUp: chosen.at - 1,
      PageDown: chosen.at + page,
      PageUp: chosen.at - page,
      Home: 0,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    void choose(Math.max(0, Math.min(total - 1, next))).catch(tell);
  });
  let typing = 0;
  form.addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => void restart(true), 200);
  });
  form.addEventListener('submit', (event) => event.preventDefault());

  let known = '';
  return {
    update(runs) {
      offer(form, runs, Number(run()));
      const now = runs.map(({ rollouts }) => rollouts.count).join();
      byId('rollouts').hidden = runs.every(({ rollouts }) => rollouts.count === 0) && known === '';
      if (now === known) return;
      const isFirst = known === '';
      known = now;
      // Who reads further down is not moved.
      if (isFirst || list.scrollTop === 0) void restart(isFirst);
    },
  };
}

/**
 * Fills the choices of the form, keeping what is chosen.
 *
 * @param {HTMLFormElement} form
 * @param {readonly import('./page.js').Run[]} runs
 * @param {number} run
 */
function offer(form, runs, run) {
  const { stages = [], rewards = [] } = runs[run]?.rollouts ?? {};
  const every = /** @type {[string, string][]} */ ([['', 'every one']]);
  const same = (/** @type {readonly string[]} */ names) =>
    names.map((name) => /** @type {[string, string]} */ ([name, name]));
  /** @type {Record<string, [value: string, text: string][]>} */
  const choices = {
    run: runs.map(({ name }, at) => [String(at), name]),
    stage: [...every, ...same(stages)],
    kind: same(kinds),
    lacking: [['', 'any reward'], ...same(rewards)],
    order: same(orders),
  };
  byId('query-run').hidden = runs.length < 2;
  for (const [name, options] of Object.entries(choices)) {
    const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
    const wanted = options.map(([value]) => value).join('\n');
    if (select.dataset.choices === wanted) continue;
    const { value } = select;
    select.replaceChildren(...options.map(([id, text]) => make('option', { value: id }, text)));
    if (options.some(([id]) => id === value)) select.value = value;
    select.dataset.choices = wanted;
  }
}

/**
 * @param {number} at
 * @param {Summary | undefined} row
 * @param {boolean} isChosen
 * @param {number} total
 */
function rowElement(at, row, isChosen, total) {
  const element = make('div', {
    id: `row-${at}`,
    class: 'row',
    role: 'option',
    'data-at': String(at),
    'aria-selected': String(isChosen),
    'aria-posinset': String(at + 1),
    'aria-setsize': String(total),
  });
  element.style.top = `${at * rowHeight}px`;
  element.style.height = `${rowHeight}px`;
  if (!row) return element;
  const { advantage } = row;
  const side = advantage === null || advantage === 0 ? '' : advantage > 0 ? 'better' : 'worse';
  element.append(
    make('span', { class: 'where' }, `${row.stage} ${row.step}`),
    make('span', { class: 'paid' }, figure(row.reward)),
    make('span', { class: `advantage ${side}` }, signed(advantage)),
    make('span', { class: 'start' }, row.start.replace(/<\/?thinking>/g, '')),
  );
  return element;
}

/** @param {number | null} value */
function signed(value) {
  return value !== null && value > 0 ? `+${figure(value)}` : figure(value);
}

/** @param {{ total: number, indexed: number, complete: boolean }} found */
function describeFound({ total, indexed, complete }) {
  const of = `${total.toLocaleString('en')} of ${indexed.toLocaleString('en')}`;
  return complete ? of : `${of} read so far`;
}

/** @param {Error} error */
function tell(error) {
  if (error.name !== 'AbortError') say(error.message);
}
