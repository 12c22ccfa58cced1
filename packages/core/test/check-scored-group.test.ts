import { describe, expect, it } from 'vitest';
import { checkNumber, checkScoredGroup, type ScoredGroup, UsageError } from '../src/index.ts';

const sampling = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1, bannedIds: [] };
const completion = (logProbs: readonly number[]) => ({
  text: 'nevus',
  finishReason: 'stop' as const,
  tokenIds: Int32Array.from(logProbs.keys()),
  logProbs: Float32Array.from(logProbs),
  sampling,
});

const group: ScoredGroup = {
  prompt: { id: 'case-1', text: 'Which?', images: [], labels: null },
  completions: [completion([-1, -2]), completion([-0.5, 1e-6])],
  advantages: [1, -1],
};

describe('checkScoredGroup', () => {
  it('lets through what can be learnt from, rounding included', () => {
    expect(checkScoredGroup(group)).toBe(group);
    const full = {
      ...group,
      weights: [0, 1],
      oldLogProbs: [
        [-1, -2],
        [0, -1],
      ],
    };
    expect(
      checkScoredGroup({
        ...full,
        importance: [
          [0, 2],
          [1, 1],
        ],
      }),
    ).toBeDefined();
  });

  it.each([
    [
      { advantages: [1, Number.NaN] },
      "prompt 'case-1': completion 2: its advantage must be a finite number, got NaN.",
    ],
    [{ advantages: [Number.POSITIVE_INFINITY, 1] }, 'completion 1: its advantage'],
    [{ weights: [-1, 1] }, 'completion 1: its weight must be a finite number from 0, got -1.'],
    [{ weights: [1, Number.NaN] }, 'completion 2: its weight'],
    [
      { completions: [completion([-1]), completion([-1, Number.NaN])] },
      'completion 2: log-probability of token 2',
    ],
    [
      { completions: [completion([0.5]), completion([-1])] },
      'completion 1: log-probability of token 1',
    ],
    [{ completions: [completion([Number.NEGATIVE_INFINITY]), completion([-1])] }, 'got -Infinity'],
    [
      {
        oldLogProbs: [
          [-1, 1],
          [-1, -1],
        ],
      },
      'completion 1: old log-probability of token 2',
    ],
    [
      {
        importance: [
          [1, 1],
          [-1, 1],
        ],
      },
      'completion 2: importance of token 1',
    ],
    [
      { completions: [completion([-1]), { ...completion([-1]), logProbs: new Float32Array(2) }] },
      'completion 2 has 1 tokens but 2 values of logProbs',
    ],
    [{ oldLogProbs: [[-1, -1], [-1]] }, 'completion 2 has 2 tokens but 1 values of oldLogProbs'],
    [{ advantages: [1] }, "prompt 'case-1' has 2 completions but 1 advantages"],
  ])('refuses %o', (over, message) => {
    const odd = () => checkScoredGroup({ ...group, ...over });
    expect(odd).toThrow(UsageError);
    expect(odd).toThrow(message);
  });
});

describe('checkNumber', () => {
  it('names the bounds', () => {
    expect(() => checkNumber('share', 1, { from: 0, below: 1 }, 'Half is usual.')).toThrow(
      'share must be a finite number from 0 and below 1, got 1. Half is usual.',
    );
    expect(() => checkNumber('share', '1')).toThrow('share must be a finite number, got 1.');
    for (const value of [0, 0.5]) checkNumber('share', value, { from: 0, below: 1 });
  });
});
