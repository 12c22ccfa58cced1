import {
  cos,
  div,
  equal,
  greater,
  less,
  log,
  mul,
  neg,
  pow,
  sign,
  sin,
  sub,
  where,
} from '../ops/index.ts';
import { constantNumber, type GradientRule, reduceTo } from './rule.ts';

/** a + b: dy, dy. */
export const addRule: GradientRule = ({ x, dy, needs }) =>
  x.map((operand, i) => (needs(i) ? reduceTo(dy, operand.shape) : null));

/** a − b: dy, −dy. */
export const subRule: GradientRule = ({ x, dy, needs }) => [
  needs(0) ? reduceTo(dy, x[0]!.shape) : null,
  needs(1) ? neg(reduceTo(dy, x[1]!.shape)) : null,
];

/** a·b: dy·b, dy·a. */
export const mulRule: GradientRule = ({ x, dy, needs }) => {
  const [a, b] = [x[0]!, x[1]!];
  // x·x reaches here once per operand, and both are wanted.
  return [
    needs(0) ? reduceTo(mul(dy, b), a.shape) : null,
    needs(1) ? reduceTo(mul(dy, a), b.shape) : null,
  ];
};

/** a/b: dy/b, −dy·(a/b)/b. */
export const divRule: GradientRule = ({ x, y, dy, needs }) => {
  const [a, b] = [x[0]!, x[1]!];
  const scaled = div(dy, b);
  return [
    needs(0) ? reduceTo(scaled, a.shape) : null,
    needs(1) ? neg(reduceTo(mul(scaled, y[0]!), b.shape)) : null,
  ];
};

/** aᵇ: dy·b·aᵇ⁻¹, dy·aᵇ·ln a (taken as 0 where a ≤ 0). */
export const powRule: GradientRule = ({ x, y, dy, needs }) => {
  const [a, b] = [x[0]!, x[1]!];
  const exponent = constantNumber(b);
  const slope = exponent === 2 ? mul(a, 2) : mul(b, pow(a, sub(b, 1)));
  const safeLog = () => where(greater(a, 0), log(where(greater(a, 0), a, 1)), 0);
  return [
    needs(0) ? reduceTo(mul(dy, slope), a.shape) : null,
    needs(1) ? reduceTo(mul(dy, mul(y[0]!, safeLog())), b.shape) : null,
  ];
};

/** min(a, b) and max(a, b): dy to the chosen one, to a where they are equal. */
function extremeRule(bWins: typeof less): GradientRule {
  return ({ x, dy, needs }) => {
    const [a, b] = [x[0]!, x[1]!];
    const second = bWins(b, a);
    return [
      needs(0) ? reduceTo(where(second, 0, dy), a.shape) : null,
      needs(1) ? reduceTo(where(second, dy, 0), b.shape) : null,
    ];
  };
}

export const minRule: GradientRule = extremeRule(less);
export const maxRule: GradientRule = extremeRule(greater);

/** clip: dy where nothing was cut, that is where y = x. */
export const clipRule: GradientRule = ({ x, y, dy }) => [where(equal(x[0]!, y[0]!), dy, 0)];

/** −x: −dy. */
export const negRule: GradientRule = ({ dy }) => [neg(dy)];

/** |x|: dy·sign x. */
export const absRule: GradientRule = ({ x, dy }) => [mul(dy, sign(x[0]!))];

/** eˣ: dy·y. */
export const expRule: GradientRule = ({ y, dy }) => [mul(dy, y[0]!)];

/** ln x: dy/x. */
export const logRule: GradientRule = ({ x, dy }) => [div(dy, x[0]!)];

/** √x: dy/(2y). */
export const sqrtRule: GradientRule = ({ y, dy }) => [div(dy, mul(y[0]!, 2))];

/** 1/x: −dy·y². */
export const reciprocalRule: GradientRule = ({ y, dy }) => [neg(mul(dy, mul(y[0]!, y[0]!)))];

/** cos x: −dy·sin x. */
export const cosRule: GradientRule = ({ x, dy }) => [neg(mul(dy, sin(x[0]!)))];

/** sin x: dy·cos x. */
export const sinRule: GradientRule = ({ x, dy }) => [mul(dy, cos(x[0]!))];

/** where(c, a, b): dy where c holds to a, elsewhere to b. */
export const whereRule: GradientRule = ({ x, dy, needs }) => {
  const [condition, a, b] = [x[0]!, x[1]!, x[2]!];
  return [
    null,
    needs(1) ? reduceTo(where(condition, dy, 0), a.shape) : null,
    needs(2) ? reduceTo(where(condition, 0, dy), b.shape) : null,
  ];
};

/** Passes the gradient on. */
export const identityRule: GradientRule = ({ dy }) => [dy];
