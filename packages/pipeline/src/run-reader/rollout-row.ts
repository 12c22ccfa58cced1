import type { RolloutClaim, RolloutVerdicts } from '@skinr1/grpo';
import { asObject, isCount, parseObject } from './metric-history.ts';

/** A row of `rollouts.jsonl` as far as it can be read; what is missing or of another kind is empty. */
export interface RolloutRow {
  readonly stage: string;
  readonly step: number;
  readonly promptId: string;
  readonly prompt: string;
  readonly completion: string;
  readonly tokens: number | null;
  /** `stop`, or `length` for an answer that was cut off. */
  readonly finishReason: string;
  readonly rewards: Readonly<Record<string, number | null>>;
  readonly reward: number | null;
  readonly advantage: number | null;
  /** Rewards that failed, with the reason. */
  readonly problems: Readonly<Record<string, string>>;
  /** Image files, from the run's folder. */
  readonly images: readonly string[];
  /** What a verifier found in the answer; `null` where none looked. */
  readonly verdicts: RolloutVerdicts | null;
}

/** What of a row is kept of all rows. */
export type RolloutFigures = Pick<
  RolloutRow,
  'stage' | 'step' | 'finishReason' | 'rewards' | 'reward' | 'advantage' | 'problems'
>;

/** Reads a line of the rollout log; `null` for one that is no rollout. */
export function parseRollout(line: string): RolloutRow | null {
  const row = parseObject(line);
  const figures = row && figuresOf(row);
  if (row === null || figures === null) return null;
  return {
    ...figures,
    promptId: asText(row.promptId),
    prompt: asText(row.prompt),
    completion: asText(row.completion),
    tokens: isCount(row.tokens) ? row.tokens : null,
    images: asList(row.images).filter((image) => typeof image === 'string'),
    verdicts: parseVerdicts(row.verdicts),
  };
}

/** Reads only the figures of a line. */
export function parseRolloutFigures(line: string): RolloutFigures | null {
  const row = parseObject(line);
  return row && figuresOf(row);
}

function figuresOf(row: Readonly<Record<string, unknown>>): RolloutFigures | null {
  if (!isCount(row.step) || typeof row.completion !== 'string') return null;
  return {
    stage: asText(row.stage).slice(0, 200),
    step: row.step,
    finishReason: asText(row.finishReason),
    rewards: entriesOf(row.rewards, asNumber),
    reward: asNumber(row.reward),
    advantage: asNumber(row.advantage),
    problems: entriesOf(row.problems, asText),
  };
}

function parseVerdicts(value: unknown): RolloutVerdicts | null {
  const verdicts = asObject(value);
  if (verdicts === null) return null;
  const claims = asList(verdicts.claims).flatMap((one): RolloutClaim[] => {
    const claim = asObject(one);
    if (claim === null || !isCount(claim.start) || !isCount(claim.end)) return [];
    const { start, end } = claim;
    const [kind, verdict, reason] = [claim.kind, claim.verdict, claim.reason].map(asText);
    return [{ start, end, kind: kind ?? '', verdict: verdict ?? '', reason: reason ?? '' }];
  });
  return { claims, facts: entriesOf(verdicts.facts, asText) };
}

function entriesOf<T>(value: unknown, read: (value: unknown) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(asObject(value) ?? {}).map(([name, one]) => [name, read(one)]),
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
