import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { maximumOptionScore, parseChoiceAnswer } from '@skinr1/core';
import { parseRollout, type RolloutRow } from '@skinr1/pipeline';

/**
 * How much there is to reinforce in the answers that a run sampled: `bench signal RUN/rollouts.jsonl [STEPS]`, by
 * stage, over the first of its steps. Of the answers, how many name the finest right option, how many reason to the
 * label, and how many are right of those that do and of those that do not; of the groups, in how many the letter named most often is right, or any is; and how many tie.
 */
export async function run([path, steps = '5']: readonly string[]): Promise<void> {
  if (path === undefined) throw new Error('Give the rollouts.jsonl of a run.');
  const stages = new Map<string, Map<string, RolloutRow[]>>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const row = parseRollout(line);
    if (row === null || row.step > Number(steps)) continue;
    const groups = stages.get(row.stage) ?? new Map<string, RolloutRow[]>();
    const group = `${row.step} ${row.promptId}`;
    groups.set(group, [...(groups.get(group) ?? []), row]);
    stages.set(row.stage, groups);
  }
  for (const [stage, groups] of stages) console.log(`${stage}: ${describe([...groups.values()])}`);
}

function describe(groups: readonly (readonly RolloutRow[])[]): string {
  const answers = groups.flat();
  const shares: Readonly<Record<string, number>> = {
    right: share(answers, isRight),
    'reasons to the label': share(answers, isConcluded),
    'right of these': share(answers.filter(isConcluded), isRight),
    'right of the others': share(
      answers.filter((row) => !isConcluded(row)),
      isRight,
    ),
    'majority right': share(groups, isMajorityRight),
    'any right': share(groups, (group) => group.some(isRight)),
    'tied at the best': share(groups, (group) => group.every(isRight)),
    'tied at nothing': share(groups, (group) => group.every((row) => scoreOf(row) === 0)),
    'tied between': share(groups, (group) => isTiedBetween(group.map(scoreOf))),
  };
  const figures = Object.entries(shares).map(
    ([name, value]) => `${name} ${(100 * value).toFixed(1)} %`,
  );
  return `${answers.length} answers in ${groups.length} groups; ${figures.join(', ')}`;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

/** What the option earned by its depth in the hierarchy, or all or nothing. */
function scoreOf({ rewards }: RolloutRow): number {
  return rewards.hierarchy ?? rewards.native ?? 0;
}

function isRight(row: RolloutRow): boolean {
  return scoreOf(row) >= maximumOptionScore;
}

function isConcluded({ verdicts }: RolloutRow): boolean {
  return verdicts?.facts['with the label'] === 'agrees';
}

function isTiedBetween([first = 0, ...others]: readonly number[]): boolean {
  return first > 0 && first < maximumOptionScore && others.every((score) => score === first);
}

function isMajorityRight(group: readonly RolloutRow[]): boolean {
  const byLetter = new Map<string, RolloutRow[]>();
  for (const row of group) {
    const letter = parseChoiceAnswer(row.completion)?.letter ?? '';
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), row]);
  }
  const [most = []] = [...byLetter.values()].sort((one, other) => other.length - one.length);
  return most.some(isRight);
}
