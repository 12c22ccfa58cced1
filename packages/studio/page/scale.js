/** Axes: from values to places in a drawing, and the round values that are written beside them. */

/**
 * Round values that cover a range, about so many.
 *
 * @param {number} low
 * @param {number} high above low
 * @param {number} count
 * @returns {number[]} ascending, the first at most `low`, the last at least `high`
 */
export function roundTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

/**
 * Whole steps beside the horizontal axis.
 *
 * @param {number} low
 * @param {number} high
 * @returns {number[]}
 */
export function stepTicks(low, high) {
  if (low === high) return [low];
  const inside = roundTicks(low, high, 4).filter(
    (step) => step >= low && step <= high && Number.isInteger(step),
  );
  return inside.length > 0 ? inside : [low, high];
}

/**
 * The least and the largest of lists of numbers; 0 and 1 of none.
 *
 * @param {readonly (readonly number[])[]} lists
 * @returns {[low: number, high: number]}
 */
export function rangeOf(lists) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/**
 * Values as they are written beside an axis: all in one form, with the digits that tell them apart.
 *
 * @param {readonly number[]} ticks ascending, evenly apart
 * @returns {string[]}
 */
export function tickLabels(ticks) {
  const [first = 0, second = first + 1] = ticks;
  const largest = Math.max(Math.abs(first), Math.abs(ticks.at(-1) ?? 0));
  const stepPower = Math.floor(Math.log10(second - first) + 1e-9);
  const digits = Number.isInteger((second - first) / 10 ** stepPower) ? 0 : 1;
  if (largest >= 1e5 || stepPower < -4) {
    const power = Math.floor(Math.log10(largest) + 1e-9);
    return ticks.map((tick) =>
      tick === 0 ? '0' : `${(tick / 10 ** power).toFixed(power - stepPower + digits)}e${power}`,
    );
  }
  return ticks.map((tick) => tick.toFixed(Math.max(0, digits - stepPower)));
}
