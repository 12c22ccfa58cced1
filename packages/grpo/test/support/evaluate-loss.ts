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
  /** @defaultValue zeros */
  readonly entropy?: readonly (readonly number[])[];
  readonly mask: readonly (readonly number[])[];
  /** One per row. */
  readonly advantage: readonly number[];
  readonly maxCompletionLength: number;
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
    refLogProb: matrix('refLogProb', fixture.refLogProb, 'T'),
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
  };
  const result = loss(inputs);
  graph.output('loss', result.loss);
  for (const [name, value] of Object.entries(result.metrics)) graph.output(`metric ${name}`, value);
  graph.output('gradient', gradients(result.loss, [inputs.logProb])[0] as typeof result.loss);

  const engine = await createEngine({ inThread: true, threads: 1 });
  try {
    const session = await engine.load(graph);
    const wanted = new Set(session.inputs.map((port) => port.name));
    const used = Object.fromEntries(Object.entries(feeds).filter(([name]) => wanted.has(name)));
    const { outputs } = await session.run(used);
    return readOutputs(outputs, columns);
  } finally {
    await engine.close();
  }
}

function readOutputs(outputs: Readonly<Record<string, Tensor>>, columns: number): LossValue {
  const numbers = (name: string): number[] =>
    Array.from((outputs[name] as Tensor).data as Float64Array, Number);
  const flat = numbers('gradient');
  const rows = Array.from({ length: flat.length / columns }, (_, row) =>
    flat.slice(row * columns, (row + 1) * columns),
  );
  const metrics = Object.keys(outputs)
    .filter((name) => name.startsWith('metric '))
    .map((name) => [name.slice('metric '.length), numbers(name)[0] as number] as const);
  return {
    loss: numbers('loss')[0] as number,
    metrics: Object.fromEntries(metrics),
    gradient: rows,
  };
}
