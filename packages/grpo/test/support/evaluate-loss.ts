import {
  createEngine,
  type DType,
  Graph,
  gradients,
  type Tensor,
  type TokenLoss,
  tensor,
} from '@skinr1/autograd';

/** Numbers of one micro-batch, row by row. */
export interface LossFixture {
  readonly logProb: readonly (readonly number[])[];
  readonly oldLogProb: readonly (readonly number[])[];
  readonly refLogProb: readonly (readonly number[])[];
  /** @defaultValue oldLogProb */
  readonly samplerLogProb?: readonly (readonly number[])[];
  /** @defaultValue ones */
  readonly importance?: readonly (readonly number[])[];
  /** @defaultValue zeros */
  readonly entropy?: readonly (readonly number[])[];
  readonly mask: readonly (readonly number[])[];
  /** One per row. */
  readonly advantage: readonly number[];
  readonly maxCompletionLength: number;
  /** @defaultValue what the loss was made with */
  readonly coefficients?: Readonly<Record<string, number>>;
  /** Of the whole step. @defaultValue what the rows hold */
  readonly totalSequences?: number;
  readonly totalTokens?: number;
}

/** What a loss says about a micro-batch. */
export interface LossValue {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** ∂loss/∂logProb, row by row. */
  readonly gradient: number[][];
  /** ∂loss/∂entropy, row by row; zeros where the loss does not depend on it. */
  readonly entropyGradient: number[][];
}

/** Fixture F of the reference: two completions, the second one token shorter. */
export const fixtureF: LossFixture = {
  logProb: [
    [-1, -0.5, -2],
    [-0.7, -1.2, 0],
  ],
  oldLogProb: [
    [-1.2, -0.5, -1.5],
    [-0.4, -1.2, 0],
  ],
  refLogProb: [
    [-1.1, -0.6, -1.8],
    [-0.9, -1, 0],
  ],
  mask: [
    [1, 1, 1],
    [1, 1, 0],
  ],
  advantage: [1, -0.5],
  maxCompletionLength: 4,
};

/** One for all losses of a test file; it ends with the file's process. */
const engine = createEngine({ inThread: true, threads: 1 });

/** Builds the loss with symbolic sizes, differentiates it and runs it. */
export async function evaluateLoss(
  loss: TokenLoss,
  fixture: LossFixture,
  dtype: DType & ('float32' | 'float64') = 'float64',
): Promise<LossValue> {
  const graph = new Graph('loss');
  const rows = fixture.mask.length;
  const columns = fixture.mask[0]?.length ?? 0;
  const feeds: Record<string, Tensor> = {};
  const matrix = (name: string, values: readonly (readonly number[])[], width: string | number) => {
    const dims = [rows, width === 1 ? 1 : columns];
    feeds[name] = tensor(dtype, dims, values.flat());
    return graph.input(name, dtype, ['R', width]);
  };
  const scalar = (name: string, value: number) => {
    feeds[name] = tensor(dtype, [], [value]);
    return graph.input(name, dtype, []);
  };
  const inputs = {
    logProb: matrix('logProb', fixture.logProb, 'T'),
    oldLogProb: matrix('oldLogProb', fixture.oldLogProb, 'T'),
    samplerLogProb: matrix('samplerLogProb', fixture.samplerLogProb ?? fixture.oldLogProb, 'T'),
    refLogProb: matrix('refLogProb', fixture.refLogProb, 'T'),
    importance: matrix(
      'importance',
      fixture.importance ?? fixture.mask.map((row) => row.map(() => 1)),
      'T',
    ),
    entropy: matrix('entropy', fixture.entropy ?? fixture.mask.map((row) => row.map(() => 0)), 'T'),
    mask: matrix('mask', fixture.mask, 'T'),
    advantage: matrix(
      'advantage',
      fixture.advantage.map((value) => [value]),
      1,
    ),
    totalSequences: scalar('totalSequences', fixture.totalSequences ?? rows),
    totalTokens: scalar(
      'totalTokens',
      fixture.totalTokens ?? fixture.mask.flat().filter((m) => m === 1).length,
    ),
    maxCompletionLength: scalar('maxCompletionLength', fixture.maxCompletionLength),
    coefficient: (name: string, initial: number) =>
      scalar(name, fixture.coefficients?.[name] ?? initial),
  };
  const result = loss(inputs);
  graph.output('loss', result.loss);
  for (const [name, value] of Object.entries(result.metrics)) graph.output(`metric ${name}`, value);
  const [gradient, entropyGradient] = gradients(result.loss, [inputs.logProb, inputs.entropy]);
  graph.output('gradient', gradient as typeof result.loss);
  graph.output('entropy gradient', entropyGradient as typeof result.loss);

  const session = await (await engine).load(graph);
  try {
    const wanted = new Set(session.inputs.map((port) => port.name));
    const used = Object.fromEntries(Object.entries(feeds).filter(([name]) => wanted.has(name)));
    const { outputs } = await session.run(used);
    return readOutputs(outputs, columns);
  } finally {
    await session.release();
  }
}

function readOutputs(outputs: Readonly<Record<string, Tensor>>, columns: number): LossValue {
  const numbers = (name: string): number[] =>
    Array.from((outputs[name] as Tensor).data as Float64Array, Number);
  const rows = (flat: readonly number[]) =>
    Array.from({ length: flat.length / columns }, (_, row) =>
      flat.slice(row * columns, (row + 1) * columns),
    );
  const metrics = Object.keys(outputs)
    .filter((name) => name.startsWith('metric '))
    .map((name) => [name.slice('metric '.length), numbers(name)[0] as number] as const);
  return {
    loss: numbers('loss')[0] as number,
    metrics: Object.fromEntries(metrics),
    gradient: rows(numbers('gradient')),
    entropyGradient: rows(numbers('entropy gradient')),
  };
}
