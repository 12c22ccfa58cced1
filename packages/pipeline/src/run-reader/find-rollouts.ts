import { parseObject } from './metric-history.ts';
import type { RolloutIndex } from './rollout-index.ts';

/** Ways to choose among rollouts, by the figures in the index. */
export const rolloutKinds = ['all', 'better', 'worse', 'tied', 'cut off', 'failed reward'] as const;

/** One of {@link rolloutKinds}: `better` and `worse` than their group by advantage, `tied` where it is 0. */
export type RolloutKind = (typeof rolloutKinds)[number];

/** Orders of rollouts. */
export const rolloutOrders = ['newest', 'oldest', 'highest reward', 'lowest reward'] as const;

/** One of {@link rolloutOrders}. */
export type RolloutOrder = (typeof rolloutOrders)[number];

/** What to look for; all of it must be so. */
export interface RolloutQuery {
  /** @defaultValue every stage */
  readonly stage?: string | undefined;
  readonly step?: number | undefined;
  /** @defaultValue all */
  readonly kind?: RolloutKind | undefined;
  /** A reward under which nothing was earned. */
  readonly lacking?: string | undefined;
  /** Stands in question, answer or the question's id, in either case of letters. */
  readonly text?: string | undefined;
  /** @defaultValue newest */
  readonly order?: RolloutOrder | undefined;
}

/** Finds rollouts; what was found stays found while rows are added. */
export interface RolloutFinder {
  /** Numbers of the rows, in order. Throws the signal's reason when aborted. */
  find(query: RolloutQuery, signal?: AbortSignal): Promise<readonly number[]>;
}

interface Found {
  readonly numbers: number[];
  /** Rows looked at. */
  until: number;
  generation: number;
}

const keptQueries = 8;

/** A finder over an index. */
export function createRolloutFinder(index: RolloutIndex): RolloutFinder {
  const found = new Map<string, Found>();
  const remembered = (query: RolloutQuery): Found => {
    const { order: _, ...which } = query;
    const key = JSON.stringify(which);
    const known = found.get(key);
    const usable = known?.generation === index.generation ? known : undefined;
    const entry = usable ?? { numbers: [], until: 0, generation: index.generation };
    // Put last: the one not asked for longest goes first.
    found.delete(key);
    found.set(key, entry);
    const [oldest] = found.keys();
    if (found.size > keptQueries && oldest !== undefined) found.delete(oldest);
    return entry;
  };
  return {
    async find(query, signal) {
      const entry = remembered(query);
      const until = index.length;
      const fitting: number[] = [];
      for (let number = entry.until; number < until; number++) {
        if (fits(index, number, query)) fitting.push(number);
      }
      const text = query.text?.trim() ?? '';
      const more = text === '' ? fitting : await withText(index, fitting, text, signal);
      // Another call may have looked at the same rows in the meantime.
      for (const number of more) if (number >= entry.until) entry.numbers.push(number);
      entry.until = Math.max(entry.until, until);
      return ordered(index, entry.numbers, query.order ?? 'newest');
    },
  };
}

function fits(
  { columns, stages }: RolloutIndex,
  number: number,
  { stage, step, kind = 'all', lacking }: RolloutQuery,
): boolean {
  if (stage !== undefined && stages[columns.stage.at(number)] !== stage) return false;
  if (step !== undefined && columns.step.at(number) !== step) return false;
  if (lacking !== undefined && !((columns.rewards.get(lacking)?.at(number) ?? Number.NaN) <= 0)) {
    return false;
  }
  return isOfKind[kind](columns, number);
}

const isOfKind: Readonly<
  Record<RolloutKind, (columns: RolloutIndex['columns'], number: number) => boolean>
> = {
  all: () => true,
  better: ({ advantage }, number) => advantage.at(number) > 0,
  worse: ({ advantage }, number) => advantage.at(number) < 0,
  tied: ({ advantage }, number) => advantage.at(number) === 0,
  'cut off': ({ cutOff }, number) => cutOff.at(number) === 1,
  'failed reward': ({ failed }, number) => failed.at(number) === 1,
};

/** Lines are searched as they stand first, which is quick, and read where that finds something. */
async function withText(
  index: RolloutIndex,
  numbers: readonly number[],
  text: string,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const wanted = text.toLowerCase();
  const raw = JSON.stringify(wanted).slice(1, -1);
  // Python writes other letters than those of ASCII as escapes.
  const mayBeEscaped = /[^\0-~]/.test(wanted);
  const matches: number[] = [];
  for await (const { number, line } of index.lines(numbers)) {
    signal?.throwIfAborted();
    const lower = line.toLowerCase();
    if (!lower.includes(raw) && !(mayBeEscaped && lower.includes('\\u'))) continue;
    const { completion, prompt, promptId } = parseObject(line) ?? {};
    const says = (said: unknown): boolean =>
      typeof said === 'string' && said.toLowerCase().includes(wanted);
    if ([completion, prompt, promptId].some(says)) matches.push(number);
  }
  return matches;
}

function ordered(
  { columns: { reward } }: RolloutIndex,
  numbers: readonly number[],
  order: RolloutOrder,
): readonly number[] {
  if (order === 'oldest') return numbers;
  if (order === 'newest') return [...numbers].reverse();
  const sign = order === 'lowest reward' ? 1 : -1;
  // Rows without a reward come last.
  const rank = (number: number): number => {
    const value = reward.at(number);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return [...numbers].sort((a, b) => rank(a) - rank(b) || a - b);
}
