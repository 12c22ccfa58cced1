import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { appendDurably } from '../store/append-durably.ts';

/** What a person may decide; `undecided` takes a decision back. */
export const reviewVerdicts = ['accepted', 'edited', 'rejected', 'undecided'] as const;

/** One of {@link reviewVerdicts}. */
export type ReviewVerdict = (typeof reviewVerdicts)[number];

/** A person's decision on one trajectory. */
export interface ReviewDecision {
  /** `trajectoryKey` of the trajectory as it was built. */
  readonly key: string;
  /** For people to read; the key decides. */
  readonly trajectoryId: string;
  readonly verdict: ReviewVerdict;
  /** The steps' texts after an edit, one for each step; otherwise `null`. */
  readonly texts: readonly string[] | null;
  /** Key of the edited trajectory; otherwise `null`. */
  readonly editedKey: string | null;
  /** Why, in the reviewer's words. */
  readonly note: string;
  /** ISO 8601. */
  readonly decidedAt: string;
}

const decisionSchema: z.ZodType<ReviewDecision> = z.object({
  key: z.string().max(64),
  trajectoryId: z.string().max(1000),
  verdict: z.enum(reviewVerdicts),
  texts: z.array(z.string().max(4000)).max(50).nullable(),
  editedKey: z.string().max(64).nullable(),
  note: z.string().max(4000),
  decidedAt: z.string().max(40),
});

/** Decisions on disk: the file only grows, and the last decision on a trajectory counts. */
export interface ReviewLog {
  /** The decision on a trajectory, by its key as built; none if it was taken back. */
  find(key: string): ReviewDecision | undefined;
  /** The key as built of a trajectory that may carry an edited wording by now. */
  keyAsBuilt(key: string): string;
  /** The decisions that count. */
  decisions(): readonly ReviewDecision[];
  /** Lines that are no decision: damaged by hand or cut off by a crash. */
  readonly damagedLines: readonly number[];
  /** On disk when it returns. */
  append(decision: ReviewDecision): void;
}

/** Where the decisions on a corpus are kept. */
export function reviewLogPath(corpusDirectory: string): string {
  return join(corpusDirectory, 'decisions.jsonl');
}

/** Opens the decisions of a corpus folder; there may be none yet. */
export function openReviewLog(path: string): ReviewLog {
  const latest = new Map<string, ReviewDecision>();
  const builtKeys = new Map<string, string>();
  const damagedLines: number[] = [];
  const take = (decision: ReviewDecision): void => {
    latest.set(decision.key, decision);
    if (decision.editedKey !== null) builtKeys.set(decision.editedKey, decision.key);
  };
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const decision = parseDecision(line);
    if (decision) take(decision);
    else damagedLines.push(index + 1);
  }
  let needsBreak = text !== '' && !text.endsWith('\n');
  const counts = (decision: ReviewDecision | undefined): decision is ReviewDecision =>
    decision !== undefined && decision.verdict !== 'undecided';
  return {
    damagedLines,
    decisions: () => [...latest.values()].filter(counts),
    find: (key) => {
      const decision = latest.get(key);
      return counts(decision) ? decision : undefined;
    },
    keyAsBuilt: (key) => builtKeys.get(key) ?? key,
    append: (decision) => {
      appendDurably(path, `${needsBreak ? '\n' : ''}${JSON.stringify(decision)}\n`);
      needsBreak = false;
      take(decision);
    },
  };
}

function parseDecision(line: string): ReviewDecision | null {
  try {
    return decisionSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
