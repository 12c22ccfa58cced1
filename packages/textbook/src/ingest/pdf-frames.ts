import {
  type DrawingCodes,
  isNear,
  type Matrix,
  type Operators,
  type PageBox,
  paintings,
  placeOf,
} from './pdf-operators.ts';

/** Sides below which a path is a rule, and above which it can be a frame around text, in points. */
const thickestRule = 2.5;
const leastFrame = { width: 90, height: 30 };

/** Frames of one page at most: what draws more is a drawing. */
const mostFrames = 200;

/**
 * The rectangles that a page draws around something: painted with a color, outlined, or made of four rules. Other
 * paths count by the rectangle around them.
 */
export function readFrames(operators: Operators, codes: DrawingCodes, upright: Matrix): PageBox[] {
  const strokes = new Set([
    codes.stroke,
    codes.closeStroke,
    codes.fillStroke,
    codes.eoFillStroke,
    codes.closeFillStroke,
    codes.closeEOFillStroke,
  ]);
  const fills = new Set([codes.fill, codes.eoFill]);
  const frames: PageBox[] = [];
  const rules: PageBox[] = [];
  for (const { code, args, matrix, fill } of paintings(operators, codes, upright)) {
    if (code !== codes.constructPath) continue;
    const painted = args[0] as number;
    const bounds = args[2] as Readonly<Record<number, number>> | null;
    if (!bounds || !(strokes.has(painted) || (fills.has(painted) && fill !== '#ffffff'))) continue;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [bounds[0], bounds[1], bounds[2], bounds[3]];
    const place = placeOf(matrix, [x0, y0, x1, y1]);
    const width = place.right - place.left;
    const height = place.top - place.bottom;
    if (Math.min(width, height) <= thickestRule) rules.push(place);
    else if (width >= leastFrame.width && height >= leastFrame.height) frames.push(place);
    if (frames.length > mostFrames || rules.length > mostFrames) return [];
  }
  return [...frames, ...framesOfRules(rules)];
}

/** Two upright rules of one height whose ends two level ones join. */
function framesOfRules(rules: readonly PageBox[]): PageBox[] {
  const upright = rules.filter(({ top, bottom }) => top - bottom >= leastFrame.height);
  const level = rules.filter(({ left, right }) => right - left >= leastFrame.width);
  const near = (a: number, b: number): boolean => isNear(a, b, 2 * thickestRule);
  const frames: PageBox[] = [];
  for (const [at, one] of upright.entries()) {
    for (const other of upright.slice(at + 1)) {
      if (!near(one.top, other.top) || !near(one.bottom, other.bottom)) continue;
      const left = Math.min(one.left, other.left);
      const right = Math.max(one.right, other.right);
      const joins = (y: number): boolean =>
        level.some((rule) => near(rule.top, y) && near(rule.left, left) && near(rule.right, right));
      const { top, bottom } = one;
      if (joins(top) && joins(bottom)) frames.push({ left, right, top, bottom });
    }
  }
  return frames;
}
