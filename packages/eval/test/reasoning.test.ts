import type { ReasoningJudgement } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  buildBenchmarks,
  casesSection,
  evaluate,
  exampleCase,
  reasoningSection,
  renderReasoningTable,
  renderReport,
  summarize,
} from '../src/index.ts';
import { cases, ontology, rightAnswer, ScriptedPolicy } from './support/fixtures.ts';

const sound: ReasoningJudgement = {
  claims: [{ start: 0, end: 3, kind: 'sign seen', verdict: 'supported', reason: 'annotated' }],
  conclusion: null,
  withLabel: 'agrees',
  withOption: 'agrees',
  withMalignancy: 'unclear',
  contradictions: [],
};

const [benchmark] = buildBenchmarks(cases, { ontology, seed: 1 });

/** Results in which every second answer has this in place of {@link sound}. */
async function resultsWith(fault: Partial<ReasoningJudgement>) {
  let calls = 0;
  return evaluate(new ScriptedPolicy(rightAnswer), benchmark!, {
    maxTokens: 9,
    judge: () => (calls++ % 2 === 0 ? sound : { ...sound, ...fault }),
  });
}

describe('reasoning of answers', () => {
  it.each<[string, Partial<ReasoningJudgement>, number]>([
    ['right diagnosis', { withLabel: 'unclear' }, 0.5],
    ['wrong diagnosis', { withLabel: 'disagrees' }, 0.5],
    ['coherent', { withOption: 'disagrees' }, 0.5],
    ['contradicts itself', { contradictions: ['conclusion disowned'] }, 0.5],
    ['compares itself', { contradictions: ['disease compared with itself'] }, 0.5],
    ['grounded', { claims: [] }, 0.5],
    // Of the answers where both malignancies are stated.
    ['malignancy disagrees', { withMalignancy: 'disagrees' }, 1],
  ])('%s is counted with an interval', async (name, fault, share) => {
    const { reasoning, items } = await resultsWith(fault);
    const even = items.length - (items.length % 2);
    expect(items.length).toBe(even);
    expect(reasoning?.[name]).toMatchObject({ share });
    expect(reasoning?.[name]?.low).toBeLessThan(share);
  });

  it('is left out where nobody judges it', async () => {
    const result = await evaluate(new ScriptedPolicy(rightAnswer), benchmark!, { maxTokens: 9 });
    const row = summarize('SFT', [result]);
    expect(row.reasoning).toBeNull();
    expect(renderReasoningTable([row])).toBe('');
    expect(reasoningSection([row])).toBeNull();
  });

  it('stands in the terminal table and on the page, claims marked in the text', async () => {
    const result = await resultsWith({ withLabel: 'disagrees' });
    const row = summarize('SFT', [result, result]);
    const table = renderReasoningTable([row]).split('\n');
    expect(table[0]).toContain('reasons to label');
    expect(table[2]).toMatch(/^SFT +50\.0 % \(/);
    const image = 'data:image/png;base64,AAAA';
    const example = exampleCase([{ model: 'SFT', result: result.items[0]! }], { ontology, image });
    const page = renderReport({
      name: 'a run',
      createdAt: '2026-01-01T00:00:00Z',
      sections: [reasoningSection([row])!, casesSection([example])],
    });
    expect(page).toContain('Reasoning on held-out cases');
    expect(page).toMatch(
      /<p class="reasoning"><mark class="supported" title="sign seen, supported: annotated">.{3}<sup>✓<\/sup><\/mark>/,
    );
  });
});
