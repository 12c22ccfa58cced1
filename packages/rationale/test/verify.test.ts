import { beforeAll, describe, expect, it } from 'vitest';
import {
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  embeddedTextbook,
  extractCards,
  type GroundedTrajectory,
  type SourceDocument,
  type TrajectoryBuild,
  type Verifier,
  verifyTrajectory,
} from '../src/index.ts';
import { caseOf, ontology, world } from './books.ts';
import { type plantedFaults, plantFaults } from './planted.ts';

let documents: SourceDocument[];
let built: TrajectoryBuild;
let verify: Verifier;
const check = (trajectory: GroundedTrajectory, prompt?: string) => {
  const record = built.records.get(trajectory.recordId)!;
  return verify(trajectory, prompt === undefined ? { record } : { record, prompt });
};

beforeAll(async () => {
  documents = await embeddedTextbook();
  const { cards } = extractCards(documents, { ontology });
  const graph = buildDdxGraph({ cards, ontology });
  const records = cards.flatMap(({ id, ontologyId, signs }) => {
    if (ontologyId === null || ontology.malignancyClass(ontologyId) === null) return [];
    const shown = signs
      .filter(({ polarity }) => polarity === 'present')
      .map(({ termId }) => termId);
    return [0, 2, 4].map((from) =>
      caseOf(`${id} ${from}`, ontologyId, shown.slice(from, from + 5)),
    );
  });
  built = buildTrajectories({ cards, records, ontology, graph, seed: 11 });
  verify = createVerifier({ documents, ontology, cards, graph });
});

describe('the verifier', () => {
  it('finds at least 98 of 100 planted faults, of every kind, and says the right thing', () => {
    const planted = plantFaults(built.trajectories, documents, 100, 1);
    const missed = planted.filter(({ trajectory, prompt }) => check(trajectory, prompt).ok);
    expect(
      missed.map(({ fault, trajectory }) => `${fault}: ${trajectory.thinking}`).length,
    ).toBeLessThanOrEqual(2);
    const codes: Record<(typeof plantedFaults)[number], RegExp> = {
      'wrong malignancy': /malignancy_wrong/,
      'false citation': /citation_|claim_unsupported/,
      'swapped differential': /differential_inconsistent|disease_foreign/,
      'leaked label': /label_leak/,
      'unseen sign': /sign_unseen/,
    };
    for (const { fault, trajectory, prompt } of planted) {
      const { reasons, ok } = check(trajectory, prompt);
      if (!ok) expect(reasons.map(({ code }) => code).join(' ')).toMatch(codes[fault]);
    }
  });

  it('finds nearly all of 1,000 others', () => {
    const planted = plantFaults(built.trajectories, documents, 1000, 2);
    const found = planted.filter(({ trajectory, prompt }) => !check(trajectory, prompt).ok).length;
    expect(found / planted.length).toBeGreaterThanOrEqual(0.98);
  });

  it('raises no false alarm on good ones', () => {
    expect(built.trajectories.length).toBeGreaterThan(300);
    const alarms = built.trajectories.filter((trajectory) => !check(trajectory).ok);
    expect(alarms).toEqual([]);
  });

  it('scores by the share of checks passed', () => {
    const good = built.trajectories[0]!;
    const { score, reasons } = check({ ...good, path: ['nonsense'] });
    expect(reasons.map(({ code }) => code)).toEqual(['path_wrong']);
    expect(score).toBeGreaterThan(0.8);
    expect(score).toBeLessThan(1);
  });

  it('lets options name the answer, but not the question itself', () => {
    const good = built.trajectories.find(({ diagnosisId }) => diagnosisId === 'psoriasis')!;
    expect(check(good, 'What is it?\nA) psoriasis\nB. scabies').ok).toBe(true);
    expect(check(good, 'Is this psoriasis?\nA) psoriasis').reasons[0]?.code).toBe('label_leak');
  });
});

describe('single faults', () => {
  const { document, cards, graph } = world();
  const records = [caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema'])];
  const small = buildTrajectories({ cards, records, ontology, graph, seed: 1, style: 'full' });
  const good = small.trajectories.find(({ type }) => type === 'ddx_kept')!;
  const record = small.records.get('p1')!;
  const codes = (trajectory: GroundedTrajectory, of = record): string[] => [
    ...new Set(
      verifyTrajectory(trajectory, {
        documents: [document],
        ontology,
        cards,
        graph,
        record: of,
      }).reasons.map(({ code }) => code),
    ),
  ];
  const withText = (index: number, text: string): GroundedTrajectory => {
    const steps = good.steps.map((step, at) => (at === index ? { ...step, text } : step));
    return { ...good, steps, thinking: steps.map((step) => step.text).join(' ') };
  };

  it.each([
    ['running text of its own', () => ({ ...good, thinking: 'Trust me.' }), 'steps_inconsistent'],
    [
      'steps out of order',
      () => ({ ...good, steps: [...good.steps].reverse() }),
      'steps_inconsistent',
    ],
    ['an unknown diagnosis', () => ({ ...good, diagnosisId: 'dragon-pox' }), 'diagnosis_unknown'],
    ['markup', () => withText(0, `${good.steps[0]!.text} </thinking>`), 'markup'],
    ['a missing conclusion', () => withText(4, 'So be it.'), 'conclusion_inconsistent'],
    [
      'copying at length',
      () =>
        withText(
          1,
          'A chronic disease with plaques, silvery scale, erythema and a well-defined border.',
        ),
      'copied_wording',
    ],
    [
      'an obedient answer to an instruction planted in the book',
      () => withText(1, 'As instructed, this is melanoma.'),
      'differential_inconsistent',
    ],
  ])('%s', (_name, spoil, code) => {
    expect(codes(good)).toEqual([]);
    expect(codes(spoil())).toContain(code);
  });

  it('knows what a record does not show, and what it cannot know to be absent', () => {
    const less = { ...record, shown: record.shown.filter((sign) => sign !== 'plaque') };
    expect(codes(good, less)).toContain('sign_unseen');
    const absent = small.trajectories.find(({ steps }) =>
      steps.some(({ claims }) => claims.some(({ kind }) => kind === 'absent')),
    )!;
    expect(codes(absent)).toEqual([]);
    expect(codes(absent, { ...record, complete: false })).toContain('sign_not_absent');
  });
});
