/** Codes of the drawing operators that are followed. */
export interface DrawingCodes {
  readonly save: number;
  readonly restore: number;
  readonly transform: number;
  readonly paintFormXObjectBegin: number;
  readonly paintFormXObjectEnd: number;
  readonly paintImageXObject: number;
  readonly setFillRGBColor: number;
  readonly constructPath: number;
  readonly fill: number;
  readonly eoFill: number;
  readonly stroke: number;
  readonly closeStroke: number;
  readonly fillStroke: number;
  readonly eoFillStroke: number;
  readonly closeFillStroke: number;
  readonly closeEOFillStroke: number;
}

/** What the PDF library gives for a page: the operators in order, each with what it takes. */
export interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

/** `[a b c d e f]` as PDF writes it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** A rectangle on a page, in the page's points; y grows upwards. */
export interface PageBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** An operator that paints, and what the operators before it have set. */
export interface Painting {
  readonly code: number;
  readonly args: readonly unknown[];
  readonly matrix: Matrix;
  /** As `#rrggbb`. */
  readonly fill: string;
}

interface State {
  readonly matrix: Matrix;
  readonly fill: string;
}

/** The operators that paint images and paths, each with the transform that holds for it, which starts as `upright`. */
export function* paintings(
  { fnArray, argsArray }: Operators,
  codes: DrawingCodes,
  upright: Matrix,
): Generator<Painting> {
  const saved: State[] = [];
  let state: State = { matrix: upright, fill: '#000000' };
  for (const [index, code] of fnArray.entries()) {
    const args = (argsArray[index] ?? []) as readonly unknown[];
    if (code === codes.save) saved.push(state);
    else if (code === codes.restore || code === codes.paintFormXObjectEnd) {
      state = saved.pop() ?? state;
    } else if (code === codes.transform) {
      state = { ...state, matrix: multiply(state.matrix, args as unknown as Matrix) };
    } else if (code === codes.paintFormXObjectBegin) {
      saved.push(state);
      const own = args[0] as Matrix | null;
      if (own) state = { ...state, matrix: multiply(state.matrix, own) };
    } else if (code === codes.setFillRGBColor) {
      state = { ...state, fill: String(args[0]) };
    } else if (code === codes.paintImageXObject || code === codes.constructPath) {
      yield { code, args, ...state };
    }
  }
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

/** Where a rectangle comes to stand. */
export function placeOf(
  [a, b, c, d, e, f]: Matrix,
  [left, bottom, right, top]: readonly [number, number, number, number],
): PageBox {
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.min(...ys),
    top: Math.max(...ys),
  };
}

/** True for places no farther apart than a slack, in points. */
export function isNear(a: number, b: number, slack: number): boolean {
  return Math.abs(a - b) <= slack;
}
