import { readdirSync } from 'node:fs';
import {
  type ChoiceLabels,
  type Prompt,
  parseChoiceAnswer,
  parseOpenAnswer,
  UsageError,
} from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  buildTrajectories,
  choiceTrajectory,
  createVerifier,
  embeddedTextbook,
  embeddedTextbookFolder,
  extractCards,
  type GroundedTrajectory,
  openTrajectory,
  type TrajectoryBuild,
} from '../src/index.ts';
import { trajectoryTypeNames } from '../src/trajectories/trajectory-types/index.ts';
import { caseOf, likeBook, ontology, world } from './books.ts';

const { document, cards, graph } = world(likeBook);
const records = [
  caseOf('m1', 'melanoma', ['streaks', 'asymmetry', 'globules']),
  caseOf('m2', 'melanoma', ['blue-white-veil', 'plaque']),
  caseOf('s1', 'seborrheic-keratosis', [
    'milia-like-cysts',
    'plaque',
    'brown-color',
    'well-defined-border',
  ]),
  caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema', 'well-defined-border']),
];
const build = (options: Partial<Parameters<typeof buildTrajectories>[0]> = {}): TrajectoryBuild =>
  buildTrajectories({ cards, records, ontology, graph, seed: 1, ...options });

describe('buildTrajectories', () => {
  const { trajectories, dropped } = build();

  it('builds all types, at most three each per diagnosis', () => {
    expect(new Set(trajectories.map(({ type }) => type))).toEqual(new Set(trajectoryTypeNames));
    const counts = new Map<string, number>();
    for (const { type, diagnosisId } of trajectories) {
      const key = `${type} ${diagnosisId}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(3);
    const one = build({ perDiagnosisAndType: 1 }).trajectories;
    expect(new Set(one.map(({ type, diagnosisId }) => type + diagnosisId)).size).toBe(one.length);
    expect(dropped).toEqual([]);
  });

  it('claims only what the record shows and the card says', () => {
    const first = trajectories.find(({ recordId, type }) => recordId === 'm1' && type === 'direct');
    const observed = first?.steps[0]?.claims.map(({ termId }) => termId);
    // Globules are in the image but not in the book; the veil is in the book but not in the image.
    expect(new Set(observed)).toEqual(new Set(['streaks', 'asymmetry']));
    expect(first?.thinking).not.toMatch(/globules|veil/);
  });

  it('passes its own verifier and cites the book word for word', () => {
    const verify = createVerifier({ documents: [document], ontology, cards, graph });
    for (const style of ['concise', 'full'] as const) {
      const built = build({ style, perDiagnosisAndType: 10 });
      for (const trajectory of built.trajectories) {
        const record = built.records.get(trajectory.recordId)!;
        expect(verify(trajectory, { record })).toEqual({ ok: true, score: 1, reasons: [] });
      }
    }
  });

  it('is fixed by the seed and varies with it', () => {
    const text = (seed: number): string => JSON.stringify(build({ seed }).trajectories);
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });

  it('concludes with path and malignancy', () => {
    const melanoma = trajectories.find(({ diagnosisId }) => diagnosisId === 'melanoma');
    expect(melanoma?.malignancy).toBe('malignant');
    expect(melanoma?.path[0]).toBe('melanoma');
    expect(melanoma?.path).not.toContain('skin disease');
    const answer = parseOpenAnswer(openTrajectory(melanoma as GroundedTrajectory).text);
    expect(answer?.path).toEqual(melanoma?.path);
    expect(answer?.malignancy).toBe('malignant');
  });

  it('orders the steps by type and switches to the disease whose image it is', () => {
    const kinds = (type: string): string | undefined =>
      trajectories
        .find((trajectory) => trajectory.type === type)
        ?.steps.map(({ kind }) => kind)
        .join(' ');
    expect(kinds('direct')).toBe('observe match conclude');
    expect(kinds('ddx_kept')).toBe('observe match consider exclude conclude');
    expect(kinds('ddx_switched')).toBe('observe consider exclude match conclude');
    for (const { type, recordId, diagnosisId, consideredId } of trajectories) {
      expect(records.find(({ id }) => id === recordId)?.diagnosisId).toBe(diagnosisId);
      expect(consideredId === null).toBe(type === 'direct');
    }
  });

  it('says why a record was left out', () => {
    const odd = [
      caseOf('x1', 'scabies', ['burrows']),
      caseOf('x2', 'melanoma', ['honey-colored-crust']),
      { ...caseOf('x3', 'melanoma', null), image: { kind: 'file' as const, path: 'gone.jpg' } },
      { ...caseOf('x4', 'melanoma', ['streaks']), diagnosisId: 'dragon-pox' },
    ];
    const result = build({ records: odd });
    expect(result.trajectories).toEqual([]);
    expect(
      Object.fromEntries(result.dropped.map(({ recordId, reason }) => [recordId, reason])),
    ).toEqual({
      x1: "no card with visible signs for 'scabies'",
      x2: "of 'melanoma'",
      x3: 'its signs are not annotated and its image was not measured',
      x4: "'dragon-pox' is not in the ontology",
    });
  });
});

describe('choiceTrajectory', () => {
  const trajectory = build().trajectories.find(({ diagnosisId }) => diagnosisId === 'melanoma')!;
  const labels: ChoiceLabels = {
    options: [
      { letter: 'A', text: 'neoplastic skin disease', diagnosisId: 'neoplastic', score: 0.25 },
      { letter: 'B', text: 'psoriasis', diagnosisId: 'psoriasis', score: 0 },
      { letter: 'C', text: 'melanoma', diagnosisId: 'melanoma', score: 0.75 },
      { letter: 'D', text: 'scabies', diagnosisId: 'scabies', score: 0 },
    ],
    answer: 'C',
    diagnosisId: 'melanoma',
    malignancy: 'malignant',
  };
  const prompt: Prompt<ChoiceLabels> = { id: 'q1', text: 'Which?', images: [], labels };

  it('reads the note, checks the options in order, and answers in the form', () => {
    const { text, thinking } = choiceTrajectory(trajectory, prompt);
    expect(parseChoiceAnswer(text)).toEqual({ thinking, letter: 'C', malignancy: 'malignant' });
    expect(thinking.startsWith(trajectory.thinking)).toBe(true);
    expect(thinking).toMatch(
      /\nA\. neoplastic skin disease: wide\nB\. psoriasis: no\nC\. melanoma: exact\nD\. scabies: no$/,
    );
  });

  it('refuses a question about something else', () => {
    const other = { ...prompt, labels: { ...labels, diagnosisId: 'scabies' } };
    expect(() => choiceTrajectory(trajectory, other)).toThrow(UsageError);
  });
});

describe('the embedded textbook', () => {
  it('yields a card with visible signs for every file, and thinking a small model can learn', async () => {
    const documents = await embeddedTextbook();
    const extraction = extractCards(documents, { ontology });
    const files = readdirSync(embeddedTextbookFolder()).filter((name) => name.endsWith('.md'));
    expect(extraction.diseaseSections).toBe(files.length);
    expect(extraction.withoutRule).toEqual([]);
    expect(extraction.unfiled).toEqual([]);
    const shown = extraction.cards
      .filter(
        ({ ontologyId }) => ontologyId !== null && ontology.malignancyClass(ontologyId) !== null,
      )
      .map((card) =>
        caseOf(
          card.id,
          card.ontologyId as string,
          card.signs
            .filter(({ frequency }) => frequency !== 'absent')
            .map(({ termId }) => termId)
            .slice(0, 4),
        ),
      );
    const full = buildTrajectories({
      cards: extraction.cards,
      records: shown,
      ontology,
      graph,
      seed: 3,
    });
    expect(full.trajectories.length).toBeGreaterThan(shown.length * 2);
    const words = full.trajectories.map(({ thinking }) => thinking.split(' ').length);
    expect(Math.max(...words)).toBeLessThanOrEqual(70);
    const verify = createVerifier({ documents, ontology, cards: extraction.cards, graph });
    const bad = full.trajectories.filter(
      (trajectory) => !verify(trajectory, { record: full.records.get(trajectory.recordId)! }).ok,
    );
    expect(
      bad.flatMap((each) => verify(each, { record: full.records.get(each.recordId)! }).reasons),
    ).toEqual([]);
  });
});
