/**
 * The script inside the report: draws the charts and lists the rollouts. It runs after uPlot, in a function
 * of its own. It sets text only through `textContent`, never as markup.
 *
 * @typedef {import('../src/report/sections/curves.ts').CurveChart} CurveChart
 * @typedef {import('../src/report/sections/curves.ts').CurveSeries} CurveSeries
 * @typedef {import('../src/report/sections/rollouts.ts').ReportRollout} ReportRollout
 * @typedef {ReportRollout & { index: number, text: string }} ListedRollout
 */

/** @type {typeof import('uplot')} */
const UPlot = /** @type {any} */ (globalThis).uPlot;

/**
 * The data of a section; null where the page has no such section.
 *
 * @param {string} section
 */
function dataOf(section) {
  const text = document.getElementById(`${section}-data`)?.textContent;
  return text ? JSON.parse(text) : null;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @param {string} name */
function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param {number | null | undefined} value */
function short(value) {
  if (value == null) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return String(+value.toPrecision(4));
}

/**
 * Steps of all lines and, for each line, its value at each of them.
 *
 * @param {readonly CurveSeries[]} series
 * @returns {import('uplot').AlignedData}
 */
function align(series) {
  const steps = [...new Set(series.flatMap(({ points }) => points.map(([step]) => step)))];
  steps.sort((a, b) => a - b);
  const row = new Map(steps.map((step, index) => [step, index]));
  const lines = series.map(({ points }) => {
    /** @type {(number | null)[]} */
    const values = new Array(steps.length).fill(null);
    for (const [step, value] of points) values[row.get(step) ?? 0] = value;
    return values;
  });
  return [steps, ...lines];
}

/** @param {readonly CurveChart[]} charts */
function showCharts(charts) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const names = [...new Set(charts.flatMap(({ series }) => series.map(({ name }) => name)))];
  /** @type {import('uplot')[]} */
  const plots = [];
  const draw = () => {
    for (const plot of plots.splice(0)) plot.destroy();
    const palette = dark.matches
      ? ['#5fb4ea', '#f0a63a', '#4cc79a', '#e79bc9', '#d8d06a']
      : ['#0072b2', '#c65a00', '#00805c', '#b04a8c', '#7a6a00'];
    const lines = { stroke: css('--line'), width: 1 };
    const axis = {
      stroke: css('--soft'),
      grid: lines,
      ticks: lines,
      font: '11px system-ui, sans-serif',
    };
    for (const place of document.querySelectorAll('.plot')) {
      if (!(place instanceof HTMLElement)) continue;
      const series = charts[Number(place.dataset.chart)]?.series ?? [];
      const options = {
        width: place.clientWidth,
        height: 180,
        cursor: { y: false, points: { size: 6 } },
        legend: { live: true },
        scales: { x: { time: false } },
        axes: [
          axis,
          {
            ...axis,
            size: 56,
            values: (/** @type {unknown} */ _, /** @type {number[]} */ ticks) => ticks.map(short),
          },
        ],
        series: [
          { label: 'step' },
          ...series.map(({ name, points }) => ({
            label: name,
            stroke: palette[names.indexOf(name) % palette.length] ?? '',
            width: 1.75,
            spanGaps: true,
            points: { show: points.length < 3 },
            value: (/** @type {unknown} */ _, /** @type {number} */ value) => short(value),
          })),
        ],
      };
      plots.push(new UPlot(options, align(series), place));
      place.style.height = 'auto';
    }
  };
  draw();
  dark.addEventListener('change', draw);
  let pending = 0;
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(pending);
    pending = setTimeout(draw, 150);
  });
}

/**
 * @param {string} name
 * @param {string} [className]
 * @param {string} [text]
 */
function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/**
 * One rollout, closed; what is inside is made when it is first opened.
 *
 * @param {ListedRollout} rollout
 */
function item({ step, stage, promptId, prompt, completion, rewards, reward, advantage }) {
  const box = document.createElement('details');
  box.className = 'rollout';
  const head = element('summary');
  head.append(element('span', 'where', `${stage ? `${stage} · ` : ''}step ${step}`));
  head.append(element('span', '', completion.replace(/\s+/g, ' ') || '(empty)'));
  const earned = reward === null ? '–' : reward.toFixed(2);
  const numbers = element('span', 'numbers', `reward ${earned}  `);
  const direction = advantage > 0 ? 'up' : advantage < 0 ? 'down' : '';
  const sign = advantage > 0 ? '+' : '';
  numbers.append(element('span', direction, `adv. ${sign}${advantage.toFixed(2)}`));
  head.append(numbers);
  box.append(head);
  box.addEventListener('toggle', () => {
    if (!box.open || box.children.length > 1) return;
    const chips = element('ul', 'chips');
    for (const [name, value] of Object.entries(rewards)) {
      chips.append(element('li', '', `${name} ${value === null ? '–' : value.toFixed(3)}`));
    }
    box.append(element('div', 'where', promptId));
    box.append(element('pre', '', prompt), element('pre', '', completion), chips);
  });
  return box;
}

/** @type {Record<string, (a: ListedRollout, b: ListedRollout) => number>} */
const orders = {
  newest: (a, b) => b.index - a.index,
  best: (a, b) => (b.reward ?? -1e9) - (a.reward ?? -1e9) || b.index - a.index,
  worst: (a, b) => (a.reward ?? 1e9) - (b.reward ?? 1e9) || b.index - a.index,
  advantage: (a, b) => b.advantage - a.advantage || b.index - a.index,
};

/** @param {readonly ReportRollout[]} given */
function listRollouts(given) {
  const rollouts = given.map((rollout, index) => {
    const { stage = '', promptId, prompt, completion } = rollout;
    return {
      ...rollout,
      index,
      text: [stage, promptId, prompt, completion].join('\n').toLowerCase(),
    };
  });
  const list = byId('rollout-list');
  const query = /** @type {HTMLInputElement} */ (byId('rollout-query'));
  const stage = /** @type {HTMLSelectElement} */ (byId('rollout-stage'));
  const order = /** @type {HTMLSelectElement} */ (byId('rollout-order'));
  const more = byId('rollout-more');
  let shown = 40;
  const show = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rollouts.filter(
      (rollout) =>
        (stage.value === '' || (rollout.stage ?? '') === stage.value) &&
        words.every((word) => rollout.text.includes(word)),
    );
    found.sort(orders[order.value]);
    list.replaceChildren(...found.slice(0, shown).map(item));
    byId('rollout-count').textContent = `${found.length} of ${rollouts.length} rollouts`;
    more.hidden = found.length <= shown;
  };
  for (const input of [query, stage, order]) {
    input.addEventListener('input', () => {
      shown = 40;
      show();
    });
  }
  more.addEventListener('click', () => {
    shown += 100;
    show();
  });
  show();
}

const charts = dataOf('curves');
if (charts) showCharts(charts);
const rollouts = dataOf('rollouts');
if (rollouts) listRollouts(rollouts);
