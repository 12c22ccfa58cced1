/** The page over runs: what stands in it, and that it goes on with them. */
import { showCurves } from './curves.js';
import { ask, byId, make, say } from './elements.js';
import { openBrowser } from './rollouts.js';
import { keepTheme } from './theme.js';

/** @typedef {{ rule: string, severity: 'high' | 'low', finding: string, advice: string }} Alarm */
/** @typedef {{ name: string, step: number, steps: number | null, alarms: Alarm[] }} Stage */
/** @typedef {{ title: string, share: number, low: number, high: number }} Cell */
/**
 * @typedef {object} Run
 * @property {string} name
 * @property {string} state
 * @property {Stage[]} stages
 * @property {Record<string, string>} settings
 * @property {{ name: string, cells: Cell[] }[]} results
 * @property {{ count: number, stages: string[], rewards: string[] }} rollouts
 * @property {string[]} problems
 * @property {number} damagedLines
 */

/** The stage whose curves are shown; empty until one is chosen. */
let stage = '';
const browser = openBrowser();

/** Asks for everything that is shown and shows it. */
async function refresh() {
  /** @type {Run[]} */
  const runs = await ask('runs');
  document.title = runs.map(({ name }) => name).join(' and ');
  byId('state').textContent = runs.map(describeState).join(' · ');
  const stages = [...new Set(runs.flatMap((run) => run.stages.map(({ name }) => name)))];
  if (!stages.includes(stage)) stage = preferred(stages, runs);
  showStages(stages);
  showAlarms(runs);
  showResults(runs);
  showSettings(runs);
  browser.update(runs);
  await showCurves(
    stage,
    runs.map(({ name }) => name),
  );
}

/** @param {Run} run */
function describeState({ name, state, stages, damagedLines, problems }) {
  const at = stages.at(-1);
  const where =
    at && state !== 'finished' ? `, ${at.name} ${at.step}${at.steps ? ` of ${at.steps}` : ''}` : '';
  const damage = damagedLines > 0 ? `, ${damagedLines} lines cannot be read` : '';
  return `${name}: ${[state + where + damage, ...problems].join('; ')}`;
}

/**
 * The last stage with a reward, which is what people look for; else the last.
 *
 * @param {readonly string[]} stages
 * @param {readonly Run[]} runs
 */
function preferred(stages, runs) {
  const rewarded = runs[0]?.rollouts.stages.find((name) => stages.includes(name));
  return rewarded ?? stages.at(-1) ?? '';
}

/** @param {readonly string[]} stages */
function showStages(stages) {
  const buttons = stages.map((name) => {
    const button = make(
      'button',
      { type: 'button', 'aria-pressed': String(name === stage) },
      name || '(no name)',
    );
    button.onclick = () => {
      stage = name;
      void update();
    };
    return button;
  });
  const box = byId('stages');
  box.hidden = stages.length < 2 && !stages[0];
  const isSame = box.textContent === buttons.map(({ textContent }) => textContent).join('');
  if (!isSame) return box.replaceChildren(...buttons);
  for (const [at, button] of buttons.entries()) {
    box.children[at]?.setAttribute('aria-pressed', button.getAttribute('aria-pressed') ?? '');
  }
}

/** @param {readonly Run[]} runs */
function showAlarms(runs) {
  const alarms = runs.flatMap((run) =>
    run.stages.flatMap(({ name, alarms: found }) =>
      found.map(({ rule, severity, finding, advice }) => {
        const where = runs.length > 1 ? `${run.name}, ${name}` : name;
        return make(
          'div',
          { class: `alarm ${severity}` },
          make('h3', {}, `${where}: ${rule}`),
          make('p', {}, `${finding.charAt(0).toUpperCase()}${finding.slice(1)}`),
          make('p', { class: 'advice' }, advice),
        );
      }),
    ),
  );
  const box = byId('alarms');
  const text = alarms.map(({ textContent }) => textContent).join('');
  // Not put in again unless it differs: it would be read out again.
  if (box.textContent !== text) box.replaceChildren(...alarms);
}

/** @param {readonly Run[]} runs */
function showResults(runs) {
  const tables = runs.flatMap(({ name, results }) => {
    const titles = [...new Set(results.flatMap(({ cells }) => cells.map(({ title }) => title)))];
    if (titles.length === 0) return [];
    const head = ['Model', ...titles].map((title) => make('th', { scope: 'col' }, title));
    const rows = results.map((row) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, row.name),
        ...titles.map((title) =>
          make('td', {}, ...share(row.cells.find((cell) => cell.title === title))),
        ),
      ),
    );
    const caption = `${name}: share of right answers, with 95 % intervals`;
    const table = make(
      'table',
      {},
      make('caption', {}, caption),
      make('thead', {}, make('tr', {}, ...head)),
      make('tbody', {}, ...rows),
    );
    return [make('div', { class: 'scroll', tabindex: '0' }, table)];
  });
  byId('results').hidden = tables.length === 0;
  byId('results-tables').replaceChildren(...tables);
}

/** @param {Cell | undefined} cell */
function share(cell) {
  if (!cell) return ['–'];
  const percent = (/** @type {number} */ value) => (value * 100).toFixed(1);
  const interval = ` ${percent(cell.low)}–${percent(cell.high)}`;
  return [`${percent(cell.share)} %`, make('small', {}, interval)];
}

/** @param {readonly Run[]} runs */
function showSettings(runs) {
  const names = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  const settingOf = (/** @type {Run} */ run, /** @type {string} */ name) =>
    run.settings[name] ?? '–';
  const differs = (/** @type {string} */ name) =>
    new Set(runs.map((run) => settingOf(run, name))).size > 1;
  const table = (/** @type {string[]} */ shown) =>
    make(
      'table',
      {},
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          ...['Setting', ...runs.map(({ name }) => name)].map((title) =>
            make('th', { scope: 'col' }, title),
          ),
        ),
      ),
      make(
        'tbody',
        {},
        ...shown.map((name) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row' }, name),
            ...runs.map((run) => make('td', {}, settingOf(run, name))),
          ),
        ),
      ),
    );
  const scrolled = (/** @type {string[]} */ shown) =>
    make('div', { class: 'scroll', tabindex: '0' }, table(shown));
  const box = byId('settings-tables');
  const open = box.querySelector('details')?.open ?? false;
  const different = names.filter(differs);
  const details = /** @type {HTMLDetailsElement} */ (
    make('details', {}, make('summary', {}, `All ${names.length} settings`), scrolled(names))
  );
  details.open = open;
  byId('settings').hidden = names.length === 0;
  box.replaceChildren(
    ...(different.length > 0 ? [make('h3', {}, 'What differs'), scrolled(different)] : []),
    details,
  );
}

let pending = Promise.resolve();
/** One refresh after the other; what fails is said, and tried again with the next change. */
function update() {
  pending = pending.then(refresh).then(
    () => say(''),
    (error) => say(error.message),
  );
  return pending;
}

keepTheme(/** @type {HTMLButtonElement} */ (byId('theme')));
const changes = new EventSource('/api/changes');
let isWaiting = false;
changes.onmessage = () => {
  // Changes that come while one is being shown are one.
  if (isWaiting) return;
  isWaiting = true;
  void pending.then(() => {
    isWaiting = false;
    return update();
  });
};
changes.onerror = () => say('The server does not answer. It is asked again.');
await update();
