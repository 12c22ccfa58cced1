/** The charts of a stage, for one run or two. */
import { createChart } from './chart.js';
import { chartPlans, curvesOf, groupShares, otherFigures } from './chart-list.js';
import { ask, byId } from './elements.js';

/** @typedef {{ curves: import('./chart-list.js').Curves, depth: { steps: number[], bands: { name: string, values: number[] }[] } }} StageData */

/** @type {Map<string, ReturnType<typeof createChart>>} by title */
const charts = new Map();

/**
 * Asks for the curves of a stage and draws them; figures that nobody reported have no chart.
 *
 * @param {string} stage
 * @param {readonly string[]} names of the runs
 */
export async function showCurves(stage, names) {
  const runs = await Promise.all(
    names.map(async (_, run) => {
      const query = { stage };
      const [curves, depth] = await Promise.all([
        ask(`runs/${run}/curves`, { query }),
        ask(`runs/${run}/depth`, { query }),
      ]);
      return /** @type {StageData} */ ({ curves, depth });
    }),
  );
  const planned = chartPlans.flatMap((plan) => {
    const { shares } = plan;
    return shares
      ? runs.flatMap((run, at) => {
          const title = runs.length > 1 ? `${plan.title} · ${names[at]}` : plan.title;
          return chartOf({ ...plan, title, stacked: true }, [sharesOf(shares, run)]);
        })
      : chartOf(
          plan,
          runs.map(({ curves }) => curvesOf(plan, curves)),
        );
  });
  place(byId('charts'), planned);
  showOthers(runs);
}

/**
 * Puts charts into a box, unless they are there: whoever reads one by keyboard keeps the place.
 *
 * @param {Element} parent
 * @param {readonly HTMLElement[]} elements
 */
function place(parent, elements) {
  const { children } = parent;
  const isThere = (/** @type {HTMLElement} */ element, /** @type {number} */ at) =>
    children[at] === element;
  if (children.length === elements.length && elements.every(isThere)) return;
  parent.replaceChildren(...elements);
}

/**
 * @param {readonly StageData[]} runs
 */
function showOthers(runs) {
  const box = /** @type {HTMLDetailsElement} */ (byId('others'));
  const names = [...new Set(runs.flatMap(({ curves }) => otherFigures(curves)))];
  box.hidden = names.length === 0;
  const fill = () => {
    if (!box.open) return;
    const drawn = names.flatMap((name) =>
      chartOf(
        { title: name, unit: 'value' },
        runs.map(({ curves }) => (curves[name] ? [{ name, ...curves[name] }] : [])),
      ),
    );
    const charted = box.querySelector('.charts');
    if (charted) place(charted, drawn);
  };
  box.ontoggle = fill;
  fill();
}

/**
 * The chart of a title, drawn; none where there is nothing to draw.
 *
 * @param {{ title: string, unit: string, stacked?: boolean }} options
 * @param {readonly import('./chart-list.js').NamedCurve[][]} runs
 * @returns {HTMLElement[]}
 */
function chartOf(options, runs) {
  const names = [...new Set(runs.flat().map(({ name }) => name))];
  if (names.length === 0) return [];
  const series = runs.flatMap((curves, run) =>
    curves.map((curve) => ({
      ...curve,
      color: names.indexOf(curve.name),
      isSecond: run > 0,
    })),
  );
  const chart = charts.get(options.title) ?? createChart(options);
  charts.set(options.title, chart);
  chart.update(series);
  return [chart.element];
}

/**
 * @param {'groups' | 'depth'} kind
 * @param {StageData} run
 */
function sharesOf(kind, { curves, depth }) {
  if (kind === 'groups') return groupShares(curves);
  if (depth.steps.length === 0) return [];
  return depth.bands.map((band) => ({ ...band, steps: depth.steps })).reverse();
}
