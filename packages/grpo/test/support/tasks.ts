import type { TokenLoss } from '@skinr1/autograd';
import type { Prompt, Reward } from '@skinr1/core';
import { type GrpoOptions, type Metrics, trainGrpo } from '../../src/index.ts';
import { createTabularPolicy } from '../../src/testing/index.ts';

/** A problem whose best answer is known: the best expected reward is 1. */
export interface Task {
  readonly tokens: readonly string[];
  readonly maxTokens: number;
  readonly prompts: readonly Prompt<string>[];
  readonly rewards: readonly Reward<string>[];
}

const asked = (answers: readonly string[]): Prompt<string>[] =>
  answers.map((labels, i) => ({ id: `q${i}`, text: '', images: [], labels }));

/** Ten arms that pay 0, 0.1, … 0.8 and 1; a random arm pays 0.46. */
export const bandit: Task = {
  tokens: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '10'],
  maxTokens: 1,
  prompts: asked(['']),
  // The first token ends an answer and writes nothing.
  rewards: [{ name: 'arm', score: ({ completion: { text } }) => Number(text) / 10 }],
};

/** Writes what was asked for, and stops: the share of places that are right. */
export const copy: Task = {
  tokens: ['<end>', 'x', 'y', 'z'],
  maxTokens: 3,
  prompts: asked(['xy', 'zyx']),
  rewards: [
    {
      name: 'copied',
      score: ({ prompt: { labels }, completion: { text } }) => {
        const right = [...labels].filter((letter, i) => text[i] === letter).length;
        return right / Math.max(labels.length, text.length);
      },
    },
  ],
};

const branches = ['A', 'B', 'C', 'D', 'E'];
const leaves = ['1', '2', '3', '4', '5', '6'];

/** Five branches of six leaves each: an answer names a branch, then a leaf in it. */
export function hierarchy(
  score: (answer: string, label: string) => number,
  questions: number,
): Task {
  const labels = Array.from(
    { length: questions },
    (_, i) => `${branches[i % 5]}${leaves[(i * 5 + 1) % 6]}`,
  );
  return {
    tokens: ['<end>', ...branches, ...leaves],
    maxTokens: 2,
    prompts: asked(labels),
    rewards: [
      { name: 'answer', score: ({ prompt, completion }) => score(completion.text, prompt.labels) },
    ],
  };
}

/** Half for the right branch, all for the right leaf. */
export function byHierarchy(answer: string, label: string): number {
  if (answer === label) return 1;
  return answer[0] === label[0] ? 0.5 : 0;
}

/** All or nothing. */
export function flat(answer: string, label: string): number {
  return answer === label ? 1 : 0;
}

/** How a task is learnt. */
export interface TaskRun {
  readonly loss: TokenLoss;
  readonly learningRate: number;
  readonly steps: number;
  readonly seed: number;
  readonly options?: Partial<GrpoOptions<string>>;
}

/** Learns a task, and gives the metrics of each step. */
export async function learnTask(
  { tokens, ...task }: Task,
  { loss, learningRate, steps: count, seed, options = {} }: TaskRun,
): Promise<Metrics[]> {
  const steps: Metrics[] = [];
  await trainGrpo({
    ...task,
    policy: createTabularPolicy({ tokens, learningRate, loss }),
    groupSize: 8,
    promptsPerStep: task.prompts.length,
    steps: count,
    seed,
    dryRunPrompts: 0,
    onStep: ({ metrics }) => void steps.push(metrics),
    ...options,
  });
  return steps;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
