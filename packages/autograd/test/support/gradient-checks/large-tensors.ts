import * as ag from '../ag.ts';
import { attempt, type Check, one } from './check.ts';

const large = (operands: number[][], build: Check['build']): Check => attempt(operands, build, one);

/** Small numbers for what is summed, so that sums stay near 1. */
const scaled = (x: ag.Value, size: number): ag.Value => ag.mul(x, 1 / Math.sqrt(size));

const pick = (graph: ag.Graph, count: number, below: number, dims: number[]): ag.Value =>
  graph.constant(
    'int64',
    Array.from({ length: count }, (_, i) => (i * i) % below),
    dims,
  );

/** Kernels choose other ways for sizes of real models: too many elements for finite differences. */
export const checksOfLargeTensors: Readonly<Record<string, Check>> = {
  MatMul: large(
    [
      [3, 70, 96],
      [96, 130],
    ],
    ([a, b]) => ag.matMul(a!, scaled(b!, 96)),
  ),
  FusedMatMul: large(
    [
      [2, 65, 64],
      [2, 65, 64],
    ],
    ([a, b]) => ag.matMul(a!, b!, { transposeB: true, alpha: 1 / 8 }),
  ),
  LayerNormalization: large([[90, 896], [896], [896]], ([a, s, b]) => ag.layerNorm(a!, s!, b!)),
  SimplifiedLayerNormalization: large([[90, 896], [896]], ([a, s]) => ag.rmsNorm(a!, s!)),
  Softmax: large([[40, 1000]], ([a]) => ag.softmax(a!)),
  LogSoftmax: large([[40, 1000]], ([a]) => ag.logSoftmax(a!)),
  Gather: large([[50, 64]], ([a], graph) =>
    scaled(ag.gather(a!, pick(graph, 600, 50, [600]), 0), 600),
  ),
  GatherElements: large([[30, 500]], ([a], graph) =>
    ag.gatherElements(a!, pick(graph, 30 * 40, 500, [30, 40]), 1),
  ),
  // Angles of some hundreds, as those of late tokens; a power of 2 is exact. The gradient is scaled back.
  Cos: large([[300]], ([a]) => ag.mul(ag.cos(ag.mul(a!, 256)), 1 / 256)),
  Sin: large([[300]], ([a]) => ag.mul(ag.sin(ag.mul(a!, 256)), 1 / 256)),
  ReduceSum: large([[200, 300]], ([a]) => ag.reduceSum(scaled(a!, 200), { axes: 0 })),
  ReduceMean: large([[20, 30, 40]], ([a]) => ag.reduceMean(a!, { axes: [0, 2] })),
  Transpose: large([[7, 33, 65, 5]], ([a]) => ag.exp(ag.transpose(a!, [0, 2, 1, 3]))),
};
