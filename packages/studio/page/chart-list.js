/** Which figures make which chart, in order. A new chart is an entry here. */

/**
 * @typedef {object} ChartPlan
 * @property {string} title
 * @property {string} unit of the vertical axis
 * @property {readonly (readonly [metric: string, label: string])[]} [lines]
 * @property {RegExp} [pattern] instead of lines: every figure that it matches, labeled by its first group
 * @property {'groups' | 'depth'} [shares] parts of a whole, one above the other
 */

/** @type {readonly ChartPlan[]} */
export const chartPlans = [
  {
    title: 'Reward',
    unit: 'weighted sum',
    lines: [
      ['reward', 'training'],
      ['eval_reward', 'held out'],
    ],
  },
  { title: 'Reward by component', unit: 'mean', pattern: /^rewards\/(.{1,200})\/mean$/ },
  {
    title: 'Held-out reward by component',
    unit: 'mean',
    pattern: /^eval_rewards\/(.{1,200})\/mean$/,
  },
  { title: 'Groups', unit: 'share of groups', shares: 'groups' },
  { title: 'Depth reached', unit: 'share of answers', shares: 'depth' },
  { title: 'KL to the reference', unit: 'nats a token', lines: [['kl', 'KL']] },
  { title: 'Entropy', unit: 'nats a token', lines: [['entropy', 'entropy']] },
  {
    title: 'Length of answers',
    unit: 'tokens',
    lines: [
      ['completions/mean_length', 'mean'],
      ['completions/min_length', 'shortest'],
      ['completions/max_length', 'longest'],
    ],
  },
  { title: 'Cut off', unit: 'share of answers', lines: [['completions/clipped_ratio', 'cut off']] },
  {
    title: 'Clipped tokens',
    unit: 'share of tokens',
    lines: [
      ['clip_ratio/region_mean', 'either'],
      ['clip_ratio/low_mean', 'low'],
      ['clip_ratio/high_mean', 'high'],
    ],
  },
  {
    title: 'Loss',
    unit: 'nats',
    lines: [
      ['loss', 'training'],
      ['eval_loss', 'held out'],
    ],
  },
  {
    title: 'Probability of a token',
    unit: 'mean',
    lines: [
      ['mean_token_probability', 'training'],
      ['eval_mean_token_probability', 'held out'],
    ],
  },
  { title: 'Recall of concepts', unit: 'share', lines: [['recall', 'recall']] },
  { title: 'Norm of the gradient', unit: 'norm', lines: [['grad_norm', 'gradient']] },
  { title: 'Learning rate', unit: 'rate', lines: [['learning_rate', 'learning rate']] },
  { title: 'Time of a step', unit: 'seconds', lines: [['step_time', 'step']] },
];

/** Metrics that shares are made of. */
const ofShares = /^frac_reward_zero_std(\/.{1,40})?$/;

/**
 * @typedef {Record<string, { steps: number[], values: number[] }>} Curves by metric
 * @typedef {{ name: string, steps: number[], values: number[] }} NamedCurve
 */

/**
 * The curves of a plan, with their labels.
 *
 * @param {ChartPlan} plan
 * @param {Curves} curves
 * @returns {NamedCurve[]}
 */
export function curvesOf({ lines = [], pattern }, curves) {
  const wanted = pattern
    ? Object.keys(curves).flatMap((metric) => {
        const label = pattern.exec(metric)?.[1];
        return label === undefined ? [] : [/** @type {const} */ ([metric, label])];
      })
    : lines;
  return wanted.flatMap(([metric, name]) => {
    const curve = curves[metric];
    return curve ? [{ name, ...curve }] : [];
  });
}

/**
 * How groups divide: those whose answers differ, which teach, and those that are tied.
 *
 * @param {Curves} curves
 * @returns {NamedCurve[]}
 */
export function groupShares(curves) {
  const tied = curves.frac_reward_zero_std;
  if (!tied) return [];
  const { steps } = tied;
  const part = (/** @type {string} */ name) =>
    curves[`frac_reward_zero_std/${name}`]?.values ?? steps.map(() => 0);
  return [
    { name: 'mixed', steps, values: tied.values.map((share) => 1 - share) },
    { name: 'tied high', steps, values: part('all_best') },
    { name: 'tied low', steps, values: part('all_worst') },
    { name: 'tied between', steps, values: part('tied') },
  ];
}

/**
 * Figures that no chart shows.
 *
 * @param {Curves} curves
 * @returns {string[]}
 */
export function otherFigures(curves) {
  return Object.keys(curves).filter(
    (metric) =>
      !ofShares.test(metric) &&
      !chartPlans.some(
        ({ lines = [], pattern }) =>
          pattern?.test(metric) || lines.some(([name]) => name === metric),
      ),
  );
}
