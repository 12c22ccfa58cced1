import { createHash } from 'node:crypto';
import { InvalidInputError, researchUseOnly, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildBenchmarks,
  casesSection,
  curvesSection,
  evaluate,
  exampleCase,
  html,
  provenanceSection,
  type ReportRollout,
  type RunReport,
  renderReport,
  resultsSection,
  rolloutsSection,
  summarize,
} from '../src/index.ts';
import { reportLimits } from '../src/report/bounds.ts';
import { alwaysA, cases, ontology, rightAnswer, ScriptedPolicy } from './support/fixtures.ts';

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const empty: RunReport = {
  name: 'a run',
  createdAt: '2026-01-01T00:00:00Z',
  sections: [],
};

function rollout(step: number, completion = 'text'): ReportRollout {
  return {
    step,
    stage: 'GRPO',
    promptId: `p${step}`,
    prompt: 'question',
    completion,
    rewards: { format: 1 },
    reward: 1,
    advantage: 0.5,
  };
}

/** The JSON that the page hands to its script. */
function embedded(page: string, id: string): unknown {
  return JSON.parse(new RegExp(`id="${id}">(.*?)</script>`, 's').exec(page)![1]!);
}

describe('renderReport', () => {
  it('shows the table, the research notice, configuration and provenance', async () => {
    const benchmarks = buildBenchmarks(cases, { ontology, seed: 1 });
    const results = await Promise.all(
      benchmarks.map((b) => evaluate(new ScriptedPolicy(alwaysA), b, { maxTokens: 9 })),
    );
    const page = renderReport({
      ...empty,
      sections: [
        resultsSection([summarize('SFT + GRPO', results)], ['a note']),
        provenanceSection({ seed: 7 }, { learningRate: 3e-5 }),
      ],
    });
    const share = results[0]!.accuracy.share!;
    expect(page).toContain(`${(share * 100).toFixed(1)} %`);
    for (const text of [
      'SFT + GRPO',
      'In-domain',
      'DDx',
      'a note',
      researchUseOnly,
      '0.00003',
      '>7<',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('loads nothing from outside', () => {
    const page = renderReport({ ...empty, sections: [rolloutsSection([rollout(1)])] });
    const withoutScripts = page.replaceAll(/<script[\s\S]*?<\/script>/g, '');
    expect(withoutScripts).not.toMatch(/(src|href)="(?!data:)/);
    expect(withoutScripts).not.toMatch(/url\(|@import/);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  it('allows exactly its own script by hash, and has none where there is nothing to draw', () => {
    expect(renderReport(empty)).not.toContain('<script');
    const curve = { title: 'loss', series: [{ name: 'sft', points: [[1, 1]] as const }] };
    const page = renderReport({ ...empty, sections: [curvesSection([curve])] });
    const script = /<script>([\s\S]*)<\/script><\/body>/.exec(page)![1]!;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(script).not.toContain('</script');
  });

  it('escapes hostile text wherever it can come in', () => {
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u0000\u2028`;
    const page = renderReport({
      ...empty,
      name: evil,
      createdAt: evil,
      description: evil,
      sections: [
        resultsSection(
          [
            {
              name: evil,
              format: { successes: 1, total: 1, share: 1, low: 0, high: 1 },
              accuracies: {
                [evil]: {
                  successes: 1,
                  total: 2,
                  share: 0.5,
                  low: 0,
                  high: 1,
                  title: evil,
                  chance: 0.25,
                },
              },
              reasoning: null,
              rewards: { [evil]: 1 },
            },
          ],
          [evil],
        ),
        curvesSection([{ title: evil, series: [{ name: evil, points: [[1, 1]] }] }]),
        casesSection([
          {
            title: evil,
            image: pixel,
            caption: evil,
            prompt: evil,
            answers: [
              {
                model: evil,
                completion: evil,
                reasoning: null,
                chosen: evil,
                malignancy: evil,
                correct: false,
              },
            ],
            truth: evil,
            malignancy: evil,
            path: [evil],
            differential: [{ name: evil, sign: evil }],
            signs: [evil],
          },
        ]),
        rolloutsSection([
          {
            ...rollout(1, evil),
            stage: evil,
            prompt: evil,
            promptId: evil,
            rewards: { [evil]: 1 },
          },
        ]),
        provenanceSection({ [evil]: evil }, { [evil]: evil }),
        { id: evil, title: evil, content: html`<p>${evil}</p>` },
      ],
    });
    // Two data elements and one script, no more than without the text.
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page.match(/<img /g)).toHaveLength(1);
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('\u0000');
    expect((embedded(page, 'rollouts-data') as ReportRollout[])[0]!.completion).toBe(evil);
  });

  it('keeps any text whole through the page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const page = renderReport({
          ...empty,
          name: text,
          sections: [rolloutsSection([rollout(1, text)])],
        });
        expect((embedded(page, 'rollouts-data') as ReportRollout[])[0]!.completion).toBe(text);
        expect(page.match(/<script/g)).toHaveLength(2);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the last rollouts and cuts long texts, and says so', () => {
    const many = Array.from({ length: reportLimits.rollouts + 50 }, (_, i) => rollout(i));
    const all = [...many, rollout(9999, 'x'.repeat(5000))];
    const page = renderReport({ ...empty, sections: [rolloutsSection(all)] });
    const kept = embedded(page, 'rollouts-data') as ReportRollout[];
    expect(kept).toHaveLength(reportLimits.rollouts);
    expect(kept.at(-1)!.step).toBe(9999);
    expect(kept.at(-1)!.completion).toMatch(/^x{4000}… \(1000 more characters\)$/);
    expect(page).toContain(`The last ${reportLimits.rollouts} of ${many.length + 1} rollouts`);
    const odd = { ...rollout(1), reward: Number.NaN, advantage: Number.NaN };
    const oddPage = renderReport({ ...empty, sections: [rolloutsSection([odd])] });
    const [first] = embedded(oddPage, 'rollouts-data') as [ReportRollout];
    expect(first).toMatchObject({ reward: null, advantage: 0 });
  });

  it('shows a section of your own, hands its data to the page, and leaves out what is null', () => {
    const section = { id: 'ours', title: 'Our <part>', content: html`<p>${'a < b'}</p>` };
    const page = renderReport({ ...empty, sections: [null, { ...section, data: { a: 1 } }] });
    expect(page).toContain('<section id="ours"><h2>Our &lt;part&gt;</h2><p>a &lt; b</p></section>');
    expect(embedded(page, 'ours-data')).toEqual({ a: 1 });
    expect(page.match(/<section/g)).toHaveLength(1);
  });

  it('refuses images that are not embedded and configurations that are not JSON', () => {
    const example = {
      title: 'case 1',
      prompt: '',
      answers: [],
      truth: '',
      malignancy: '',
      path: [],
      differential: [],
    };
    for (const image of [
      'https://example.org/a.png',
      'data:image/svg+xml;base64,AAAA',
      'data:text/html;base64,AAAA',
      `${pixel}" onerror="alert(1)`,
      '',
    ]) {
      const make = () => casesSection([{ ...example, image }]);
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow(/case 1/);
    }
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => provenanceSection({}, cycle)).toThrow(InvalidInputError);
  });
});

describe('exampleCase', () => {
  it('shows what each model chose and what is right', async () => {
    const [benchmark] = buildBenchmarks(cases, { ontology, seed: 1 });
    const run = async (write: Parameters<typeof evaluate>[0]) =>
      (await evaluate(write, benchmark!, { maxTokens: 9 })).items[0]!;
    const right = await run(new ScriptedPolicy(rightAnswer));
    const none = await run(new ScriptedPolicy(() => 'nothing'));
    const answers = [
      { model: 'untrained', result: none },
      { model: 'SFT', result: right },
    ];
    const example = exampleCase(answers, { ontology, image: pixel });
    const { of, prompt } = right.item;
    const truth = prompt.labels.options.find(({ letter }) => letter === prompt.labels.answer)!;
    expect(example.answers[0]).toMatchObject({ chosen: null, reasoning: null, correct: false });
    expect(example.answers[1]).toMatchObject({
      chosen: truth.text,
      reasoning: 'Signs fit.',
      correct: true,
      malignancyCorrect: true,
    });
    expect(example.path.at(-1)).toBe(ontology.get(of.diagnosisId).name);
    expect(example.path).toHaveLength(of.path.length);
    expect(example.caption).toMatch(/synthetic/);
    expect(renderReport({ ...empty, sections: [casesSection([example])] })).toContain('Signs fit.');
    expect(() => exampleCase([], { ontology, image: pixel })).toThrow(UsageError);
  });
});
