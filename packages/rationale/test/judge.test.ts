import { createRandom, formatChoiceAnswer } from '@skinr1/core';
import { choiceQuestion, questionPool, syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import {
  createReasoningJudge,
  embeddedTextbook,
  extractCards,
  judgeReasoning,
} from '../src/index.ts';
import type { JudgeContext } from '../src/judge/judge-reasoning.ts';
import type { TrajectoryRecord } from '../src/trajectories/types.ts';

const ontology = loadOntology();
const { cards } = extractCards(await embeddedTextbook(), { ontology });

const record: TrajectoryRecord = {
  id: 'drawn',
  image: { kind: 'pixels', width: 1, height: 1, data: new Uint8Array(3) },
  diagnosisId: 'psoriasis',
  shown: ['silvery-scale', 'scale', 'plaque', 'erythema', 'well-defined-border'],
  absent: [],
  complete: true,
  basis: 'annotated',
  measurement: null,
  caption: null,
};

function judge(text: string, context: Partial<JudgeContext> = {}) {
  const answer = { diagnosisId: 'psoriasis', malignancy: 'benign' } as const;
  return judgeReasoning(text, { ontology, cards, record, answer, ...context });
}

/** Verdicts of the claims whose words are these. */
function verdictsOf(text: string, words: string, context: Partial<JudgeContext> = {}): string[] {
  return judge(text, context)
    .claims.filter(({ start, end }) => text.slice(start, end).toLowerCase().includes(words))
    .map(({ verdict }) => verdict);
}

const sound =
  'Seen: silvery scale, plaque and erythema. The pattern is that of psoriasis. Diagnosis: psoriasis.';

describe('claims', () => {
  it('of a sound text are all supported', () => {
    const { claims } = judge(sound);
    expect(claims.length).toBeGreaterThan(3);
    expect(claims.filter(({ verdict }) => verdict !== 'supported')).toEqual([]);
  });

  it.each([
    ['a sign that the image lacks', 'Seen: vesicles and scale.', 'vesicles', 'contradicted'],
    ['a sign that the image shows, denied', 'There is no silvery scale.', 'scale', 'contradicted'],
    ['a sign rightly denied', 'There are no vesicles.', 'vesicles', 'supported'],
    ['another conclusion', 'Diagnosis: melanoma.', 'melanoma', 'contradicted'],
    ['the label excluded', 'Psoriasis is ruled out.', 'psoriasis', 'contradicted'],
    ['what is not neoplastic, said so', 'Psoriasis is not neoplastic.', 'neoplastic', 'supported'],
    ['an invented malignancy', 'It is malignant.', 'malignant', 'contradicted'],
    ['an invented treatment', 'It resolved with methotrexate.', 'methotrexate', 'unlicensed'],
    ['an invented duration', 'The plaque has been present for six months.', 'months', 'unlicensed'],
  ])('%s', (_, text, words, verdict) => {
    expect(verdictsOf(text, words)).toContain(verdict);
  });

  it('are left open where nobody knows', () => {
    const measured = { ...record, complete: false, basis: 'measured' as const };
    expect(verdictsOf('Seen: vesicles.', 'vesicles', { record: measured })).toEqual([
      'unverifiable',
    ]);
  });

  it('take a sign that was measured as absent for absent, and with it every narrower one', () => {
    const measured = {
      ...record,
      complete: false,
      absent: ['blue-color', 'crust'],
      shown: ['brown-color'],
    };
    expect(verdictsOf('Seen: blue.', 'blue', { record: measured })).toEqual(['contradicted']);
    expect(verdictsOf('There is no blue.', 'blue', { record: measured })).toEqual(['supported']);
    const narrower = { ...record, complete: false, absent: ['scale'], shown: ['plaque'] };
    expect(verdictsOf('Silvery scale.', 'scale', { record: narrower })).toEqual(['contradicted']);
  });

  it.each([
    'No plaque of the palms.',
    'There is no large plaque.',
    'No plaque is seen on the scalp.',
  ])('leave a denial open that may be of others: %s', (text) => {
    expect(verdictsOf(text, 'plaque')).toEqual(['unverifiable']);
    expect(judge(`Seen: plaque. ${text}`).contradictions).toEqual([]);
    const vesicles = text.replaceAll('plaque', 'vesicle');
    expect(verdictsOf(vesicles, 'vesicle')).toEqual(['supported']);
  });
});

describe('the conclusion', () => {
  it.each([
    ['Diagnosis: psoriasis.', 'psoriasis', 'agrees'],
    ['Diagnosis: guttate psoriasis.', 'guttate-psoriasis', 'agrees'],
    ['Diagnosis: papulosquamous disorder.', 'papulosquamous-disorder', 'agrees'],
    ['Diagnosis: melanoma.', 'melanoma', 'disagrees'],
    ['Diagnosis: melanoma. Diagnosis: psoriasis.', null, 'unclear'],
    ['Seen: scale.', null, 'unclear'],
  ])('%s', (text, conclusion, withLabel) => {
    expect(judge(text)).toMatchObject({ conclusion, withLabel });
  });

  it('is compared with the option, with a malignancy asked for, and with the one answered', () => {
    const withAnswer = (diagnosisId: string) =>
      judge('Diagnosis: psoriasis, benign.', { answer: { diagnosisId, malignancy: 'malignant' } });
    expect(withAnswer('melanoma').withOption).toBe('disagrees');
    expect(withAnswer('papulosquamous-disorder').withOption).toBe('agrees');
    expect(withAnswer('psoriasis').withMalignancy).toBe('disagrees');
    expect(
      judge('Diagnosis: melanoma.', { answer: { diagnosisId: 'malignant', malignancy: null } }),
    ).toMatchObject({ withOption: 'agrees', withMalignancy: 'unclear' });
  });
});

describe('contradictions', () => {
  it.each([
    ['sign shown and denied', 'Seen: silvery scale. There is no scale. Diagnosis: psoriasis.'],
    [
      'disease compared with itself',
      'Seen: scale. Consider psoriasis: it shares scale. Diagnosis: psoriasis.',
    ],
    ['conclusion disowned', 'Seen: scale. Psoriasis is ruled out. Diagnosis: psoriasis.'],
  ] as const)('%s', (kind, text) => {
    expect(judge(text).contradictions).toContain(kind);
  });

  it('none in a sound text', () => {
    expect(judge(sound).contradictions).toEqual([]);
  });
});

describe('createReasoningJudge', () => {
  const cases = syntheticLesions({ seed: 1, casesPerDisease: 1, size: 32, ontology });
  const of = cases.find(({ diagnosisId }) => diagnosisId === 'psoriasis')!;
  const pool = questionPool(cases);
  const prompt = choiceQuestion(of, { ontology, pool, random: createRandom(1) });
  const judgeAnswer = createReasoningJudge({
    ontology,
    cards,
    caseOf: (id) => (id === prompt.id ? of : undefined),
  });
  const answer = (letter: string) => ({
    text: formatChoiceAnswer({ thinking: sound, letter, malignancy: 'benign' }),
    finishReason: 'stop' as const,
  });

  it('compares reasoning with the option that the letter means', () => {
    const right = judgeAnswer({ prompt, completion: answer(prompt.labels.answer) });
    expect(right).toMatchObject({ withLabel: 'agrees', withOption: 'agrees' });
    const other = prompt.labels.options.find(({ score }) => score === 0)!;
    const wrong = judgeAnswer({ prompt, completion: answer(other.letter) });
    expect(wrong).toMatchObject({ withLabel: 'agrees', withOption: 'disagrees' });
    // A letter that was not offered means no disease.
    expect(judgeAnswer({ prompt, completion: answer('Z') })?.withOption).toBe('unclear');
  });

  it('leaves the lines that go through the options to the answer', () => {
    const checks = prompt.labels.options.map(({ letter, text }) => `${letter}. ${text}: no`);
    const thinking = [sound, ...checks].join('\n');
    const completion = {
      text: formatChoiceAnswer({ thinking, letter: prompt.labels.answer, malignancy: 'benign' }),
      finishReason: 'stop' as const,
    };
    const plain = judgeAnswer({ prompt, completion: answer(prompt.labels.answer) });
    expect(judgeAnswer({ prompt, completion })).toEqual(plain);
  });

  it('judges neither what has not the form nor an image that nothing is known of', () => {
    expect(judgeAnswer({ prompt, completion: { text: sound, finishReason: 'stop' } })).toBeNull();
    const unknown = { ...prompt, id: 'elsewhere' };
    expect(judgeAnswer({ prompt: unknown, completion: answer('A') })).toBeNull();
  });

  it('judges an answer once', () => {
    const completion = answer('A');
    const first = judgeAnswer({ prompt, completion });
    expect(judgeAnswer({ prompt, completion })).toBe(first);
  });
});
