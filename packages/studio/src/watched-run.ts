import {
  openRunReader,
  parseRollout,
  type RolloutQuery,
  type RolloutRow,
  type RunFacts,
  type RunReader,
} from '@skinr1/pipeline';
import { type Alarm, findAlarms } from './alarms.ts';
import { type DepthShares, depthShares } from './depth-shares.ts';
import { thinOut } from './series-statistics.ts';

/** Most points of a curve that are sent to the page. */
const mostPoints = 1000;

/** A run as the page shows it. */
export interface RunOverview extends RunFacts {
  readonly name: string;
  readonly stages: readonly {
    readonly name: string;
    readonly step: number;
    readonly steps: number | null;
    readonly alarms: readonly Alarm[];
  }[];
  readonly rollouts: {
    readonly count: number;
    readonly stages: readonly string[];
    readonly rewards: readonly string[];
  };
  /** Lines of the logs that could not be read. */
  readonly damagedLines: number;
}

/** A line of the list of rollouts. */
export interface RolloutSummary {
  readonly number: number;
  readonly stage: string;
  readonly step: number;
  readonly promptId: string;
  /** The beginning of the answer. */
  readonly start: string;
  readonly reward: number | null;
  readonly advantage: number | null;
}

/** A run that is kept up to date while somebody looks at it. */
export interface WatchedRun {
  readonly reader: RunReader;
  /** Changes with everything that was logged. */
  version(): Promise<string>;
  overview(): Promise<RunOverview>;
  /** Curves of a stage by the figure's name. */
  curves(
    stage: string,
  ): Promise<Readonly<Record<string, { steps: readonly number[]; values: readonly number[] }>>>;
  depth(stage: string): Promise<DepthShares>;
  /** A part of the rollouts that were found, and how many those are; of an index that is still being made, so far. */
  rollouts(
    query: RolloutQuery,
    part: { readonly start: number; readonly count: number },
    signal: AbortSignal,
  ): Promise<{
    readonly total: number;
    readonly indexed: number;
    readonly complete: boolean;
    readonly rows: readonly RolloutSummary[];
  }>;
  rollout(
    number: number,
  ): Promise<RolloutRow & { readonly number: number; readonly group: readonly RolloutSummary[] }>;
}

/** Time in ms between two looks at the files. */
const restMs = 500;

/** Opens a run to be watched. Throws as {@link openRunReader}. */
export async function watchRun(folder: string): Promise<WatchedRun> {
  const reader = await openRunReader(folder);
  const { metrics, rollouts, finder } = reader;
  const refreshMetrics = withRest(() => metrics.update());
  const indexing = withRest(() => rollouts.update());
  const summaryOf = (number: number, row: RolloutRow): RolloutSummary => ({
    number,
    stage: row.stage,
    step: row.step,
    promptId: row.promptId.slice(0, 200),
    start: row.completion.slice(0, 160),
    reward: row.reward,
    advantage: row.advantage,
  });
  const summaries = async (numbers: readonly number[]): Promise<RolloutSummary[]> => {
    const rows: RolloutSummary[] = [];
    for await (const { number, line } of rollouts.lines(numbers)) {
      const row = parseRollout(line);
      if (row) rows.push(summaryOf(number, row));
    }
    return rows;
  };

  return {
    reader,
    async version() {
      await Promise.all([refreshMetrics(), indexing()]);
      return `${metrics.version}/${rollouts.generation}/${rollouts.length}`;
    },
    async overview() {
      const [facts] = await Promise.all([reader.facts(), refreshMetrics()]);
      void indexing();
      return {
        ...facts,
        name: reader.name,
        stages: metrics.stages().map(({ stage, step, steps, series }) => ({
          ...{ name: stage, step, steps },
          alarms: findAlarms(series),
        })),
        rollouts: {
          count: rollouts.length,
          stages: [...rollouts.stages],
          rewards: [...rollouts.columns.rewards.keys()],
        },
        damagedLines: metrics.damagedLines + rollouts.damagedLines,
      };
    },
    async curves(stage) {
      await refreshMetrics();
      const history = metrics.stages().find((one) => one.stage === stage);
      return Object.fromEntries(
        [...(history?.series ?? [])].map(([name, series]) => [name, thinOut(series, mostPoints)]),
      );
    },
    async depth(stage) {
      await indexing();
      return depthShares(rollouts, stage, mostPoints / 5);
    },
    async rollouts(query, { start, count }, signal) {
      const complete = await isSoon(indexing());
      const numbers = await finder.find(query, signal);
      return {
        total: numbers.length,
        indexed: rollouts.length,
        complete,
        rows: await summaries(numbers.slice(start, start + count)),
      };
    },
    async rollout(number) {
      const row = await rollouts.row(number);
      const near = await summaries(sameStep(reader, number));
      return {
        ...row,
        number,
        group: near.filter(({ promptId }) => promptId === row.promptId.slice(0, 200)),
      };
    },
  };
}

/** Does not look again at once; calls in the meantime share one look. */
function withRest(look: () => Promise<void>): () => Promise<void> {
  let pending: Promise<void> | null = null;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (pending) return pending;
    if (performance.now() - last < restMs) return Promise.resolve();
    pending = look().finally(() => {
      pending = null;
      last = performance.now();
    });
    return pending;
  };
}

/** Whether a promise is settled soon: a long log is shown while it is still being read. */
async function isSoon(pending: Promise<void>): Promise<boolean> {
  const soonMs = 100;
  return Promise.race([
    pending.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(resolve, soonMs, false)),
  ]);
}

/** The rows of the same step around one; those of a question stand one after the other. */
function sameStep({ rollouts: { columns, length } }: RunReader, number: number): number[] {
  const mostAround = 64;
  const { stage, step } = columns;
  const belongs = (other: number): boolean =>
    other >= 0 &&
    other < length &&
    stage.at(other) === stage.at(number) &&
    step.at(other) === step.at(number);
  const numbers = [number];
  for (let other = number - 1; belongs(other) && number - other < mostAround; other--)
    numbers.unshift(other);
  for (let other = number + 1; belongs(other) && other - number < mostAround; other++)
    numbers.push(other);
  return numbers;
}
