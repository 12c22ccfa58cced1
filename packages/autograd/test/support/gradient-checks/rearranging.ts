import * as ag from '../ag.ts';
import { attempt, type Check, cube, one, repeated, square } from './check.ts';

/** Checks of operators that move elements. */
export const rearrangingChecks: Record<string, Check[]> = {
  Concat: [
    attempt(
      [
        ['B', 'S'],
        ['B', 2],
        ['B', 1],
      ],
      (v) => ag.concat(v, 1),
    ),
    attempt(
      [
        ['B', 3],
        ['S', 3],
      ],
      (v) => ag.concat(v, 0),
    ),
  ],
  Expand: [
    attempt([[1, 'S']], ([a]) => ag.expand(a!, [4, 'S']), [{ S: 3 }, { S: 1 }]),
    attempt([['S', 1, 3], ['B']], ([a]) => ag.expand(a!, [2, 'S', 'B', 3])),
    attempt([[]], ([a]) => ag.expand(a!, [2, 3]), one),
  ],
  Gather: [
    attempt([[4, 3]], ([a], g) => ag.gather(a!, repeated(g, [2, 3]), 0), one),
    attempt([['B', 3, 'S']], ([a], g) => ag.gather(a!, repeated(g, [4]), 1)),
    attempt([['B', 'S', 3]], ([a], g) => ag.gather(a!, ag.cast(repeated(g, [2, 2]), 'int32'), -1)),
    attempt([['B', 3]], ([a], g) => ag.gather(a!, g.constant('int64', -1), 1), [
      { B: 1 },
      { B: 3 },
    ]),
  ],
  GatherElements: [
    attempt([[3, 4]], ([a], g) => ag.gatherElements(a!, repeated(g, [3, 5]), 1), one),
    attempt([[3, 4]], ([a], g) => ag.gatherElements(a!, repeated(g, [7, 4]), 0), one),
  ],
  GatherND: [
    attempt([[3, 3, 2]], ([a], g) => ag.gatherNd(a!, repeated(g, [4, 2])), one),
    attempt([[3, 3, 2]], ([a], g) => ag.gatherNd(a!, repeated(g, [2, 3, 1])), one),
  ],
  Pad: [
    // The gradient of a slice is a Pad; differentiating ‖that‖² once more goes through the rule of Pad.
    attempt(
      [['B', 6]],
      ([a]) => {
        const part = ag.slice(a!, [1], [4], [1]);
        const [inner] = ag.gradients(ag.reduceSum(ag.mul(ag.mul(part, part), part)), [a!]);
        return ag.mul(inner!, inner!);
      },
      [{ B: 1 }, { B: 2 }],
    ),
  ],
  Reshape: [
    attempt([cube], ([a]) => ag.exp(ag.reshape(a!, ['S', 'B*3']))),
    attempt([cube], ([a]) => ag.exp(ag.reshape(a!, [-1, 3]))),
    attempt([['B', 'S', 6]], ([a]) => ag.exp(ag.reshape(a!, ['B', 'S', 2, 3]))),
  ],
  ScatterElements: [
    attempt(
      [
        [3, 4],
        [3, 2],
      ],
      ([a, u], g) => ag.scatterElementsAdd(a!, repeated(g, [3, 2]), u!, 1),
      one,
    ),
  ],
  ScatterND: [
    attempt(
      [
        [3, 4],
        [5, 4],
      ],
      ([a, u], g) => ag.scatterNdAdd(a!, repeated(g, [5, 1]), u!),
      one,
    ),
    attempt(
      [
        [4, 2],
        [2, 2],
      ],
      ([a, u], g) => ag.scatterNdUpdate(a!, g.constant('int64', [2, 0], [2, 1]), u!),
      one,
    ),
    attempt(
      [[3, 2], [3]],
      ([a, u], g) => ag.scatterNdUpdate(a!, g.constant('int64', [0, 1, 2, 0, 1, 1], [3, 2]), u!),
      one,
    ),
  ],
  Slice: [
    attempt([['B', 'S', 6]], ([a]) => ag.slice(a!, [1], [-2], [2])),
    attempt([['B', 'S', 4]], ([a]) =>
      ag.slice(a!, [0, 2], ['S', Number.POSITIVE_INFINITY], [1, 2]),
    ),
    attempt([['B+S', 2], ['B'], ['S']], ([a]) => ag.slice(a!, ['B'], ['B+S'], [0])),
  ],
  Split: [
    attempt(
      [['B', 6]],
      ([a]) => {
        const [p, q] = ag.split(a!, 2, 1);
        return ag.mul(p!, q!);
      },
      [{ B: 1 }, { B: 3 }],
    ),
    // One part is not used: its gradient is zero.
    attempt([['B', 6]], ([a]) => ag.exp(ag.split(a!, [1, 3, 2], 1)[1]!), [{ B: 1 }, { B: 3 }]),
  ],
  Squeeze: [attempt([['B', 1, 'S', 1]], ([a]) => ag.exp(ag.squeeze(a!, [1, -1])))],
  Transpose: [
    attempt([cube], ([a]) => ag.exp(ag.transpose(a!, [2, 0, 1]))),
    attempt([['B', 2, 'S', 3]], ([a]) => ag.exp(ag.transpose(a!, [0, 2, 1, 3]))),
  ],
  Unsqueeze: [attempt([square], ([a]) => ag.exp(ag.unsqueeze(a!, [0, 2])))],
};
