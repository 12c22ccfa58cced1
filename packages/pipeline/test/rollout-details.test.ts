import { type ChoiceLabels, type ReasoningJudgement, sniffImageKind } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import type { RunDirectory } from '../src/index.ts';
import { rolloutDetails } from '../src/trainings/rollout-details.ts';

const reasoning = 'The lesion shows scale.';
const text = `<thinking>${reasoning}</thinking><final diagnosis>A, benign</final diagnosis>`;
const judgement: ReasoningJudgement = {
  claims: [
    { start: 17, end: 22, kind: 'seen', verdict: 'supported', reason: 'the image shows it' },
  ],
  conclusion: null,
  withLabel: 'unclear',
  withOption: 'agrees',
  withMalignancy: 'disagrees',
  contradictions: ['conclusion disowned'],
};
const labels: ChoiceLabels = {
  options: [],
  answer: 'A',
  diagnosisId: 'psoriasis',
  malignancy: 'benign',
};
const image = { kind: 'pixels', width: 2, height: 1, data: new Uint8Array(6) } as const;
const prompt = { id: 'set/one lesion/choice', text: 'Which?', images: [image], labels };

describe('details of a rollout', () => {
  it('are the image, written once, and the findings at their places in the answer', async () => {
    const written: [string, Uint8Array][] = [];
    const write = async (name: string, content: string | Uint8Array): Promise<void> => {
      written.push([name, content as Uint8Array]);
    };
    const describeRollout = rolloutDetails(() => judgement, { write } as RunDirectory);
    const sample = { prompt, completion: { text, finishReason: 'stop' as const } };
    const [first, second] = await Promise.all([describeRollout(sample), describeRollout(sample)]);
    expect(written.map(([, bytes]) => sniffImageKind(bytes))).toEqual(['png']);
    expect(first.images).toEqual([written[0]?.[0]]);
    expect(second.images).toEqual(first.images);
    const [claim] = first.verdicts?.claims ?? [];
    expect(text.slice(claim?.start, claim?.end)).toBe('scale');
    expect(first.verdicts?.facts).toEqual({
      conclusion: 'none',
      'with the label': 'unclear',
      'with the chosen option': 'agrees',
      'with the malignancy stated': 'disagrees',
      contradictions: 'conclusion disowned',
    });
  });

  it('are no findings where nothing can be judged', async () => {
    const directory = { write: async () => undefined } as unknown as RunDirectory;
    const describeRollout = rolloutDetails(() => null, directory);
    const details = await describeRollout({
      prompt,
      completion: { text: 'B', finishReason: 'stop' },
    });
    expect(Object.keys(details)).toEqual(['images']);
  });
});
