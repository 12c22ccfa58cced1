/** A chart that can be read by eye, by keyboard and by ear. */
import { make } from './elements.js';
import { figure } from './figure.js';
import { rangeOf, roundTicks, stepTicks, tickLabels } from './scale.js';

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {number} color from 0
 * @property {boolean} isSecond of the run that is laid over the first
 * @property {number[]} steps
 * @property {number[]} values
 */

const width = 380;
const height = 210;
const box = { left: 60, right: 10, top: 10, bottom: 34 };
const inner = { width: width - box.left - box.right, height: height - box.top - box.bottom };

/**
 * Makes a chart. `update` draws it anew; the place of the cursor stays.
 *
 * @param {{ title: string, unit: string, stacked?: boolean }} options
 * @returns {{ element: HTMLElement, update: (series: Series[]) => void }}
 */
export function createChart({ title, unit, stacked = false }) {
  const drawing = draw('svg', {
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    tabindex: 0,
  });
  const legend = make('ul', { class: 'legend' });
  const readout = make('output', { class: 'readout', 'aria-live': 'polite' });
  const element = make('figure', {}, make('figcaption', {}, title), drawing, legend, readout);
  /** @type {Series[]} */
  let shown = [];
  /** @type {number | null} */
  let cursor = null;

  const point = () => {
    drawing.querySelector('.cursor')?.remove();
    const scale = scaleOf(shown, stacked);
    if (cursor === null || !scale) {
      readout.textContent = '';
      return;
    }
    const x = scale.x(cursor);
    drawing.append(
      draw('line', { class: 'cursor', x1: x, x2: x, y1: box.top, y2: box.top + inner.height }),
    );
    const said = shown.flatMap((series) => {
      const at = nearest(series.steps, /** @type {number} */ (cursor));
      return at < 0 ? [] : [`${labelOf(series)} ${figure(series.values[at])}`];
    });
    readout.textContent = `step ${cursor}: ${said.join(', ')}`;
  };
  const moveTo = (/** @type {number | null} */ step) => {
    cursor = step;
    point();
  };
  drawing.addEventListener('keydown', (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    const steps = allSteps(shown);
    const at = cursor === null ? steps.length : nearest(steps, cursor);
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: steps.length - 1 }[key];
    if (key === 'Escape') moveTo(null);
    if (next === undefined || steps.length === 0) return;
    event.preventDefault();
    moveTo(steps[Math.max(0, Math.min(steps.length - 1, next))] ?? null);
  });
  drawing.addEventListener('pointermove', (event) => {
    const scale = scaleOf(shown, stacked);
    if (!scale) return;
    const { left, width: wide } = drawing.getBoundingClientRect();
    const { clientX } = /** @type {PointerEvent} */ (event);
    const x = ((clientX - left) / wide) * width;
    const steps = allSteps(shown);
    moveTo(steps[nearest(steps, scale.stepAt(x))] ?? null);
  });
  drawing.addEventListener('pointerleave', () => moveTo(null));
  drawing.addEventListener('blur', () => moveTo(null));

  return {
    element,
    update(series) {
      shown = series;
      const scale = scaleOf(series, stacked);
      drawing.setAttribute('aria-label', describe(title, unit, series));
      drawing.replaceChildren();
      legend.replaceChildren(...(series.length > 1 ? series.map(legendItem) : []));
      if (!scale) return;
      drawing.append(
        ...axes(scale, unit),
        ...(stacked ? areas(series, scale) : lines(series, scale)),
      );
      point();
    },
  };
}

/**
 * @typedef {object} Scale
 * @property {(step: number) => number} x
 * @property {(value: number) => number} y
 * @property {(x: number) => number} stepAt
 * @property {number[]} xTicks
 * @property {number[]} yTicks
 */

/**
 * @param {Series[]} series
 * @param {boolean} stacked
 * @returns {Scale | null}
 */
function scaleOf(series, stacked) {
  if (!series.some(({ steps }) => steps.length > 0)) return null;
  const [firstStep, lastStep] = rangeOf(series.map(({ steps }) => steps));
  const [low, high] = stacked ? [0, 1] : rangeOf(series.map(({ values }) => values));
  const room = high > low ? 0 : Math.abs(high) || 1;
  const yTicks = roundTicks(low === high && low >= 0 ? 0 : low - room, high + room, 4);
  const bottom = /** @type {number} */ (yTicks[0]);
  const top = /** @type {number} */ (yTicks.at(-1));
  const span = lastStep - firstStep || 1;
  return {
    x: (step) => box.left + ((step - firstStep) / span) * inner.width,
    y: (value) => box.top + (1 - (value - bottom) / (top - bottom)) * inner.height,
    stepAt: (x) => firstStep + ((x - box.left) / inner.width) * span,
    xTicks: stepTicks(firstStep, lastStep),
    yTicks,
  };
}

/**
 * @param {Scale} scale
 * @param {string} unit
 */
function axes({ x, y, xTicks, yTicks }, unit) {
  const right = box.left + inner.width;
  const bottom = box.top + inner.height;
  const labels = tickLabels(yTicks);
  const across = yTicks.flatMap((tick, at) => [
    draw('line', { class: 'grid', x1: box.left, x2: right, y1: y(tick), y2: y(tick) }),
    draw(
      'text',
      { class: 'tick', x: box.left - 6, y: y(tick) + 4, 'text-anchor': 'end' },
      labels[at] ?? '',
    ),
  ]);
  const along = xTicks.map((tick) =>
    draw(
      'text',
      { class: 'tick', x: x(tick), y: bottom + 15, 'text-anchor': 'middle' },
      String(tick),
    ),
  );
  const middle = box.top + inner.height / 2;
  return [
    ...across,
    ...along,
    draw(
      'text',
      { class: 'label', x: box.left + inner.width / 2, y: height - 4, 'text-anchor': 'middle' },
      'step',
    ),
    draw(
      'text',
      { class: 'label', transform: `translate(11 ${middle}) rotate(-90)`, 'text-anchor': 'middle' },
      unit,
    ),
  ];
}

/**
 * @param {Series[]} series
 * @param {Scale} scale
 */
function lines(series, { x, y }) {
  return series.flatMap(({ color, isSecond, steps, values }) => {
    const kind = `series color-${color % 8}${isSecond ? ' second' : ''}`;
    const places = steps.map((step, at) => [x(step), y(values[at] ?? 0)]);
    const [only] = places;
    if (places.length === 1 && only) {
      return [draw('circle', { class: `${kind} dot`, cx: only[0] ?? 0, cy: only[1] ?? 0, r: 3 })];
    }
    return [draw('path', { class: kind, d: pathOf(places) })];
  });
}

/**
 * Parts of a whole, the first at the bottom.
 *
 * @param {Series[]} series of the same steps
 * @param {Scale} scale
 */
function areas(series, { x, y }) {
  const steps = series[0]?.steps ?? [];
  let floor = steps.map(() => 0);
  return series.map(({ color, values }) => {
    const below = floor;
    const above = below.map((value, at) => value + (values[at] ?? 0));
    floor = above;
    // A lone step is drawn as wide as the chart.
    const across = steps.length === 1 ? [box.left, box.left + inner.width] : steps.map(x);
    const at = (/** @type {number[]} */ edge) =>
      across.map((place, index) => [place, y(edge[Math.min(index, edge.length - 1)] ?? 0)]);
    const d = `${pathOf([...at(above), ...at(below).reverse()])}Z`;
    return draw('path', { class: `area color-${color % 8}`, d });
  });
}

/** @param {number[][]} places */
function pathOf(places) {
  return places
    .map(([x = 0, y = 0], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

/** @param {Series} series */
function legendItem(series) {
  const mark = make('span', {
    class: `mark color-${series.color % 8}${series.isSecond ? ' second' : ''}`,
  });
  return make('li', {}, mark, labelOf(series));
}

/** @param {Series} series */
function labelOf({ name, isSecond }) {
  return isSecond ? `${name} (2)` : name;
}

/**
 * @param {string} title
 * @param {string} unit
 * @param {Series[]} series
 */
function describe(title, unit, series) {
  const said = series.flatMap((one) => {
    const { steps, values } = one;
    if (steps.length === 0) return [];
    const from = `${figure(values[0])} at step ${steps[0]}`;
    return [`${labelOf(one)} from ${from} to ${figure(values.at(-1))} at step ${steps.at(-1)}`];
  });
  return `${title}, ${unit}: ${said.join('; ') || 'nothing yet'}. Arrow keys read values.`;
}

/** @param {Series[]} series */
function allSteps(series) {
  return [...new Set(series.flatMap(({ steps }) => steps))].sort((a, b) => a - b);
}

/**
 * The index of the nearest of ascending numbers; -1 of none.
 *
 * @param {number[]} numbers
 * @param {number} wanted
 */
function nearest(numbers, wanted) {
  let best = -1;
  for (const [index, number] of numbers.entries()) {
    if (best < 0 || Math.abs(number - wanted) < Math.abs((numbers[best] ?? 0) - wanted))
      best = index;
  }
  return best;
}

/**
 * A new element of a drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
function draw(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}
