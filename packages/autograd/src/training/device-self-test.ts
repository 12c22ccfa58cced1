import { createRandom, ResourceError } from '@skinr1/core';
import { createEngine } from '../engine/create-engine.ts';
import type { DeviceProblem } from '../engine/devices/problem.ts';
import type { Engine } from '../engine/engine.ts';
import { gradients } from '../gradients/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { sizeOf, type Tensor, tensor } from '../graph/tensor.ts';
import {
  gather,
  gatherElements,
  layerNorm,
  logSoftmax,
  matMul,
  mul,
  reduceMax,
  reduceMean,
  reduceSum,
  rmsNorm,
  silu,
  slice,
  softmax,
  split,
  where,
} from '../ops/index.ts';

/** A function whose result and gradients a device must get right, by the operator that it is about. */
interface Probe {
  readonly op: string;
  readonly operands: readonly (readonly number[])[];
  readonly build: (operands: readonly Value[], graph: Graph) => Value;
}

function probe(op: string, operands: number[][], build: Probe['build']): Probe {
  return { op, operands, build };
}

const indices = (graph: Graph, dims: number[]): Value =>
  graph.constant(
    'int64',
    Array.from({ length: sizeOf(dims) }, (_, i) => (i * i) % 3),
    dims,
  );

/**
 * Operators whose kernels have been seen to give wrong numbers on some device without an error, and those
 * whose gradients rest on more than the operator's plain result: on outputs besides the first, on indices
 * that repeat, on transposed products, on sums over several axes.
 */
const probes: readonly Probe[] = [
  probe('SimplifiedLayerNormalization', [[5, 7], [7]], ([x, scale]) => rmsNorm(x!, scale!)),
  probe('LayerNormalization', [[5, 7], [7], [7]], ([x, a, b]) => layerNorm(x!, a!, b!)),
  probe('Softmax', [[3, 5]], ([x]) => softmax(x!)),
  probe('LogSoftmax', [[3, 5]], ([x]) => logSoftmax(x!)),
  probe('QuickGelu', [[3, 5]], ([x]) => silu(x!)),
  ...[false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      probe(
        'FusedMatMul',
        [
          [2, 3, 3],
          [2, 3, 3],
        ],
        ([a, b]) => matMul(a!, b!, { transposeA, transposeB, alpha: 0.5 }),
      ),
    ),
  ),
  probe('Gather', [[4, 3]], ([x], graph) => gather(x!, indices(graph, [2, 5]), 0)),
  probe('GatherElements', [[4, 3]], ([x], graph) => gatherElements(x!, indices(graph, [4, 7]), 1)),
  probe('ReduceMean', [[2, 3, 4]], ([x]) => reduceMean(x!, { axes: [0, 2] })),
  probe('ReduceMax', [[3, 4]], ([x]) => reduceMax(x!, { axes: 1 })),
  probe('Split', [[2, 6]], ([x]) => {
    const [a, b] = split(x!, 2, 1);
    return mul(a!, b!);
  }),
  probe('Slice', [[2, 6]], ([x]) => slice(x!, [1], [4], [1])),
  probe('Where', [[3, 1], [4]], ([a, b], graph) =>
    where(graph.constant('bool', [1, 0, 0, 1], [4]), a!, b!),
  ),
];

/** Differences of float32 stay far below, those of a wrong gradient far above. */
const tolerance = 1e-3;

const tested = new WeakMap<Engine, Promise<DeviceProblem | null>>();

/**
 * Makes sure, once for each engine, that its device can be trained on.
 *
 * @throws ResourceError that names the operator whose gradient is wrong
 */
export async function requireTrainable(engine: Engine): Promise<void> {
  const problem = await trainingProblem(engine);
  if (problem === null) return;
  throw new ResourceError(
    `the device '${engine.device}' cannot be trained on: ${problem.reason}.`,
    problem,
  );
}

/**
 * Why an engine's device cannot be trained on: runs, once for each engine, gradients of a few small functions
 * there and on the processor with the same numbers. `null` where all agree.
 */
export function trainingProblem(engine: Engine): Promise<DeviceProblem | null> {
  // The processor is what the others are measured by; its rules are tested against finite differences.
  if (engine.device === 'cpu') return Promise.resolve(null);
  let test = tested.get(engine);
  if (!test) {
    test = compareWithProcessor(engine);
    tested.set(engine, test);
  }
  return test;
}

async function compareWithProcessor(engine: Engine): Promise<DeviceProblem | null> {
  const graph = new Graph('self-test');
  const feeds: Record<string, Tensor> = {};
  const random = createRandom('self-test');
  probes.forEach((each, i) => {
    addProbe(each, `${i}`, { graph, feeds, random });
  });
  const processor = await createEngine({ inThread: true, threads: 1 });
  try {
    const expected = await results(processor, graph, feeds);
    const got = await results(engine, graph, feeds);
    for (const [name, value] of Object.entries(expected)) {
      const difference = largestDifference(got[name]!, value);
      if (difference < tolerance) continue;
      const { op } = probes[Number.parseInt(name, 10)]!;
      return {
        reason: `its gradient of ${op} differs from the processor's by ${difference.toPrecision(2)}`,
        mend: 'Train on the device "cpu", and tell onnxruntime which driver and version it is.',
      };
    }
    return null;
  } finally {
    await processor.close();
  }
}

/** Adds a function's result and the gradients of its sum, each element weighed by a random number. */
function addProbe(
  { operands, build }: Probe,
  name: string,
  { graph, feeds, random }: ProbeTarget,
): void {
  const feed = (key: string, dims: readonly number[]): Value => {
    const numbers = Array.from({ length: sizeOf(dims) }, () => random.normal());
    feeds[key] = tensor('float32', dims, numbers);
    return graph.input(key, 'float32', dims);
  };
  const inputs = operands.map((dims, i) => feed(`${name}.x${i}`, dims));
  const y = build(inputs, graph);
  const loss = reduceSum(mul(y, feed(`${name}.weight`, y.shape as number[])));
  graph.output(`${name}.y`, y);
  gradients(loss, inputs).forEach((gradient, i) => {
    graph.output(`${name}.gradient${i}`, gradient);
  });
}

interface ProbeTarget {
  readonly graph: Graph;
  readonly feeds: Record<string, Tensor>;
  readonly random: { normal(): number };
}

async function results(
  engine: Engine,
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const session = await engine.load(graph, { source: 'self-test' });
  const { outputs } = await session.run(feeds);
  await session.release();
  return outputs;
}

/** Infinity where a number is none. */
function largestDifference({ data }: Tensor, expected: Tensor): number {
  let largest = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const difference = Math.abs(Number(data[i]) - Number(expected.data[i]));
    if (!(difference <= largest))
      largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
