import {
  createEngine,
  type Engine,
  Graph,
  gradients,
  type Session,
  type Tensor,
  type TokenLoss,
  tensor,
  tokenLossInputs,
  type Value,
} from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';

/** One completion as a loss sees it; the tables have a value per token. */
export interface LossRow {
  readonly logProb: ArrayLike<number>;
  readonly oldLogProb: ArrayLike<number>;
  readonly samplerLogProb: ArrayLike<number>;
  readonly refLogProb: ArrayLike<number>;
  readonly entropy: ArrayLike<number>;
  readonly importance: ArrayLike<number>;
  readonly mask: ArrayLike<number>;
  readonly advantage: number;
}

/** What a loss says of completions; gradients by row and token, in rows of the longest. */
export interface LossOfRows {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly logProbGradient: (row: number, position: number) => number;
  readonly entropyGradient: (row: number, position: number) => number;
}

const { tables, scalars } = tokenLossInputs;

/** One for all tables of a process; it runs in the calling thread and ends with it. */
let engine: Promise<Engine> | undefined;

/** Graphs are as costly to make as many steps are to run: one for each loss. */
const made = new WeakMap<TokenLoss, TabularLoss>();

/** What runs a loss. */
export function tabularLoss(loss: TokenLoss): TabularLoss {
  const runs = made.get(loss) ?? new TabularLoss(loss);
  made.set(loss, runs);
  return runs;
}

/** Runs a {@link TokenLoss}, in float64, on figures that come from elsewhere than a model. */
export class TabularLoss {
  private readonly loss: TokenLoss;
  private readonly coefficients = new Map<string, number>();
  private session: Promise<Session> | undefined;

  constructor(loss: TokenLoss) {
    this.loss = loss;
  }

  /**
   * Loss and gradients of one update.
   *
   * @throws UsageError for a coefficient that the loss does not have
   */
  async evaluate(
    rows: readonly LossRow[],
    given: Readonly<Record<string, number>> = {},
  ): Promise<LossOfRows> {
    this.session ??= this.load();
    const session = await this.session;
    const unknown = Object.keys(given).find((name) => !this.coefficients.has(name));
    if (unknown !== undefined) throw new UsageError(`the loss has no coefficient '${unknown}'.`);
    const width = rows.reduce((most, { logProb }) => Math.max(most, logProb.length), 1);
    const { outputs } = await session.run(this.feeds(session, rows, width, given));
    const gradientOf = (name: string) => {
      const values = outputs[name]!.data as Float64Array;
      return (row: number, position: number) => values[row * width + position]!;
    };
    const metrics = Object.entries(outputs)
      .filter(([name]) => name.startsWith('metric/'))
      .map(([name, { data }]) => [name.slice('metric/'.length), Number(data[0])] as const);
    return {
      loss: Number(outputs.loss!.data[0]),
      metrics: Object.fromEntries(metrics),
      logProbGradient: gradientOf('by logProb'),
      entropyGradient: gradientOf('by entropy'),
    };
  }

  private feeds(
    session: Session,
    rows: readonly LossRow[],
    width: number,
    given: Readonly<Record<string, number>>,
  ): Record<string, Tensor> {
    const table = (name: (typeof tables)[number]) => {
      const data = new Float64Array(rows.length * width);
      rows.forEach((row, index) => {
        data.set(row[name], index * width);
      });
      return tensor('float64', [rows.length, width], data);
    };
    const scalar = (value: number) => tensor('float64', [], [value]);
    const tokens = rows.reduce((sum, { mask }) => Array.from(mask).reduce((a, b) => a + b, sum), 0);
    const all: Record<string, Tensor> = {
      ...Object.fromEntries(tables.map((name) => [name, table(name)])),
      advantage: tensor(
        'float64',
        [rows.length, 1],
        rows.map(({ advantage }) => advantage),
      ),
      totalSequences: scalar(rows.length),
      totalTokens: scalar(Math.max(1, tokens)),
      maxCompletionLength: scalar(width),
    };
    for (const [name, initial] of this.coefficients) {
      all[`coefficient/${name}`] = scalar(given[name] ?? initial);
    }
    return Object.fromEntries(session.inputs.map(({ name }) => [name, all[name]!]));
  }

  private async load(): Promise<Session> {
    const graph = new Graph('tabular-loss');
    const declared = new Map<string, Value>();
    const table = (name: string) => graph.input(name, 'float64', ['rows', 'tokens']);
    const scalar = (name: string) => graph.input(name, 'float64', []);
    const named = <Name extends string>(names: readonly Name[], make: (name: Name) => Value) =>
      Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
    const inputs = {
      ...named(tables, table),
      ...named(scalars, scalar),
      advantage: graph.input('advantage', 'float64', ['rows', 1]),
      coefficient: (name: string, initial: number) => {
        this.coefficients.set(name, initial);
        const value = declared.get(name) ?? scalar(`coefficient/${name}`);
        declared.set(name, value);
        return value;
      },
    };
    const { loss, metrics } = this.loss(inputs);
    graph.output('loss', loss);
    for (const [name, value] of Object.entries(metrics)) graph.output(`metric/${name}`, value);
    const [byLogProb, byEntropy] = gradients(loss, [inputs.logProb, inputs.entropy]);
    graph.output('by logProb', byLogProb!);
    graph.output('by entropy', byEntropy!);
    engine ??= createEngine({ inThread: true, threads: 1 });
    return (await engine).load(graph);
  }
}
