import { createRandom } from '@skinr1/core';
import { questionPool, syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import { embeddedTextbook } from '@skinr1/rationale';
import { type SftExample, textOfAnswer } from '@skinr1/sft';
import { beforeAll, describe, expect, it } from 'vitest';
import { stageZero } from '../src/stage-zero.ts';
import { type SftExampleOptions, sftExamples } from '../src/stages/sft-examples.ts';

let draw: (seed: number, options?: Partial<SftExampleOptions>) => SftExample[];
let seenInImages: ReadonlySet<string>;
beforeAll(async () => {
  const ontology = await loadOntology();
  const cases = syntheticLesions({ seed: 1, casesPerDisease: 2, size: 32, ontology });
  const { trajectories } = await stageZero({
    documents: await embeddedTextbook(),
    records: cases,
    originals: new Map(),
    ontology,
    seed: 1,
    perDiagnosisAndType: 2,
  });
  seenInImages = new Set(trajectories.map(({ steps }) => steps[0]!.text));
  const exercise = { prompt: { id: 'e', text: 'e', images: [], labels: null }, answer: 'copied' };
  draw = (seed, options = {}) => {
    const asking = { ontology, pool: questionPool(cases), misreadAnswers: 1, ...options };
    return sftExamples(trajectories, cases, [exercise], asking).flatMap(({ id, draw }) =>
      draw(createRandom(seed).fork(id)),
    );
  };
});

describe('examples of SFT', () => {
  it('ask another question at each showing, the same for the same draws', () => {
    const texts = (seed: number) => draw(seed).map(({ prompt }) => prompt.text);
    expect(texts(1)).toEqual(texts(1));
    const second = texts(2);
    const same = texts(1).filter((text, index) => text === second[index]);
    // The open question and exercises are always the same.
    expect(same.length).toBeLessThan(second.length / 2);
  });

  it("lay another image's signs before a conclusion that is learnt, and do not teach these", () => {
    const misread = draw(3).filter(({ answer }) => typeof answer !== 'string');
    expect(misread.length).toBeGreaterThan(20);
    for (const { answer } of misread) {
      const [seen, rest] = answer as { text: string; weight?: number }[];
      expect(seen!.weight).toBe(0);
      expect(seenInImages).toContain(seen!.text.replace('<thinking>', ''));
      expect(rest!.weight).toBeUndefined();
      expect(rest!.text).toMatch(/^ .*<\/thinking>/s);
    }
  });

  it('are whole answers alone where no image is to be misread, with exercises among them', () => {
    const shown = draw(3, { misreadAnswers: 0 });
    expect(shown.every(({ answer }) => typeof answer === 'string')).toBe(true);
    const exercises = shown.filter((one) => textOfAnswer(one) === 'copied');
    expect(exercises.length).toBeGreaterThan(5);
  });
});
