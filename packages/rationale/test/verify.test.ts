import type { SourceDocument } from '@skinr1/textbook';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  auditVerifier,
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  embeddedTextbook,
  extractCards,
  type GroundedTrajectory,
  plantFaults,
  type TrajectoryBuild,
  type Verifier,
  verifyTrajectory,
} from '../src/index.ts';
import type { JudgedItem } from '../src/verify/audit-verifier.ts';
import { type PlantedSet, plantedFaults } from '../src/verify/plant-faults.ts';
import { rules } from '../src/verify/rules.ts';
import { caseOf, ontology, world } from './books.ts';
import { inHandWording } from './hand-wording.ts';

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
      .filter(({ frequency }) => frequency !== 'absent')
      .map(({ termId }) => termId);
    return [0, 2, 4].map((from) =>
      caseOf(`${id} ${from}`, ontologyId, shown.slice(from, from + 5)),
    );
  });
  built = buildTrajectories({ cards, records, ontology, graph, seed: 11 });
  verify = createVerifier({ documents, ontology, cards, graph });
});

/**
 * Some faults show only in what goes with them. Where any disease may be considered, another one in its place is told by
 * claims that its card does not support; a disease with the name of an ordinary word ("scar"), or one beside another
 * ("pemphigoid, skin cyst"), is read as that word.
 */
function isFoundElsewhere({ fault, trajectory, reasons }: JudgedItem): boolean {
  return reasons.some(({ code, step, place }) => {
    if (fault === 'swapped differential') {
      return trajectory.type.startsWith('contrast_') && code === 'claim_unsupported';
    }
    const text = trajectory.steps[step ?? 0]?.text.slice(place?.start, place?.end) ?? '';
    return (
      (fault === 'foreign disease' || fault === 'wrong parent') &&
      code === 'unlicensed' &&
      ontology.resolve(text).status === 'resolved'
    );
  });
}

const plant = (count: number, seed: number): PlantedSet =>
  plantFaults({ ...built, documents, ontology, count, seed });

describe('the verifier', () => {
  it('finds at least 99 % of each kind of planted fault, and gives a reason of the kind', () => {
    const { planted, shortfall } = plant(plantedFaults.length * 40, 2);
    expect(shortfall).toEqual([]);
    expect(plantedFaults.length).toBeGreaterThanOrEqual(30);
    const audit = auditVerifier({ ...built, verify, planted, trajectories: [] });
    const missed = audit.judged.filter(({ caught }) => !caught);
    for (const { fault, planted, caught } of audit.faults) {
      const told = missed.filter((item) => item.fault === fault);
      const places = told.map(({ how, trajectory }) => `${how}: ${trajectory.thinking}`);
      expect(caught / planted, `${fault}\n${places.join('\n')}`).toBeGreaterThanOrEqual(0.99);
    }
    // What a rule is there to find, it finds itself, with these exceptions.
    for (const { codes, faults } of rules) {
      for (const { name } of faults) {
        for (const item of audit.judged.filter(({ fault, caught }) => caught && fault === name)) {
          const given = item.reasons.map(({ code }) => code);
          const known = given.some((code) => codes.includes(code)) || isFoundElsewhere(item);
          expect(known, `${name}: ${given.join()}: ${item.trajectory.thinking}`).toBe(true);
        }
      }
    }
  });

  it('raises no false alarm on good ones', () => {
    const audit = auditVerifier({ ...built, verify, planted: [] });
    expect(audit.good).toBe(built.trajectories.length);
    expect(audit.good).toBeGreaterThan(300);
    expect(audit.falseAlarms).toEqual([]);
  });

  it('turns away at most 1 % of good ones in words that people wrote, and no fault planted in those fewer', () => {
    const every = Math.floor(built.trajectories.length / 1050);
    const worded = built.trajectories
      .filter((_, index) => index % every === 0)
      .map((item) => inHandWording(item, item.id));
    const good = { ...built, trajectories: worded };
    const audit = auditVerifier({ ...good, verify, planted: [] });
    const alarms = audit.falseAlarms.map(
      ({ trajectory, reasons }) => `${reasons[0]?.message} | ${trajectory.thinking}`,
    );
    expect(audit.good).toBeGreaterThan(1000);
    expect(new Set(worded.map(({ thinking }) => thinking)).size).toBe(worded.length);
    expect(alarms.length / audit.good, alarms.slice(0, 5).join('\n')).toBeLessThanOrEqual(0.01);

    // Kinds that add words need none of the offline writer's sentences.
    const few = { ...good, trajectories: worded.slice(0, 200) };
    const { planted } = plantFaults({ ...few, documents, ontology, count: 165, seed: 5 });
    const spoiled = auditVerifier({ ...good, verify, planted, trajectories: [] });
    const missed = spoiled.judged.filter(({ caught }) => !caught);
    const told = missed.map(
      ({ fault, how, trajectory }) => `${fault}: ${how}: ${trajectory.thinking}`,
    );
    expect(missed.length / spoiled.planted, told.join('\n')).toBeLessThanOrEqual(0.01);
  }, 300_000);

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
    const eczema = built.trajectories.find(({ diagnosisId }) => diagnosisId === 'eczema')!;
    expect(check(eczema, 'What kind of dermatitis is it?').reasons[0]?.code).toBe('label_leak');
  });
});

describe('planting faults', () => {
  it('makes copies that differ from their originals and from one another, the same for a seed', () => {
    const originals = new Map(built.trajectories.map((item) => [item.id, item]));
    const { planted } = plant(60, 3);
    const question = planted.find(({ fault }) => fault === 'false citation')?.prompt;
    for (const { originalId, trajectory, prompt } of planted) {
      const original = originals.get(originalId)!;
      expect({ trajectory, prompt }).not.toEqual({ trajectory: original, prompt: question });
      expect(trajectory.id).toBe(originalId);
    }
    expect(new Set(planted.map((item) => JSON.stringify(item))).size).toBe(60);
    expect(plant(60, 3)).toEqual({ planted, shortfall: [] });
    expect(plant(60, 4).planted).not.toEqual(planted);
  });

  it('says where a fault cannot be planted so often, and ends', () => {
    const direct = built.trajectories.filter(({ type }) => type === 'direct').slice(0, 2);
    const few = { ...built, trajectories: direct, documents, ontology, seed: 1 };
    const { planted, shortfall } = plantFaults({ ...few, count: plantedFaults.length * 30 });
    expect(shortfall).toContainEqual({ fault: 'swapped differential', wanted: 30, planted: 0 });
    // Two wrong classes in four ways for each of two trajectories.
    expect(shortfall).toContainEqual({ fault: 'wrong malignancy', wanted: 30, planted: 16 });
    expect(
      planted.length + shortfall.reduce((sum, lack) => sum + lack.wanted - lack.planted, 0),
    ).toBe(plantedFaults.length * 30);
    const none = plantFaults({ ...few, trajectories: [], count: 7 });
    expect(none.planted).toEqual([]);
    expect(none.shortfall.map(({ wanted }) => wanted)).toEqual(Array(7).fill(1));
    expect(() => plantFaults({ ...few, count: 0 })).toThrow(/whole number from 1, got 0/);
  });
});

describe('single faults', () => {
  const { document, cards, graph } = world();
  const records = [
    caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema', 'dotted-vessels']),
  ];
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
      'unlicensed',
    ],
    [
      'a wrong malignancy on the way',
      () => withText(1, `${good.steps[1]!.text} This looks malignant.`),
      'malignancy_wrong',
    ],
    [
      'a claim of a disease that its step does not speak of',
      () => ({
        ...good,
        steps: good.steps.map((step) => ({
          ...step,
          claims: step.claims.map((claim) => ({ ...claim, diseaseId: 'scabies' })),
        })),
      }),
      'differential_inconsistent',
    ],
  ])('%s', (_name, spoil, code) => {
    expect(codes(good)).toEqual([]);
    expect(codes(spoil())).toContain(code);
  });

  it('finds nine words in a row of a passage wherever they stand, and lets eight pass', () => {
    const quote = good.steps[1]!.citations[0]!.quote.split(/\W+/).filter(Boolean);
    expect(quote.length).toBeGreaterThan(9);
    for (let offset = 0; offset < 12; offset++) {
      const lead = 'so '.repeat(offset);
      const from = offset % (quote.length - 8);
      const nine = withText(1, `${lead}${quote.slice(from, from + 9).join(' ')}.`);
      const eight = withText(1, `${lead}${quote.slice(from, from + 8).join(' ')} so.`);
      expect(codes(nine)).toContain('copied_wording');
      expect(codes(eight)).not.toContain('copied_wording');
    }
  });

  it('takes a malignancy inside a name, or of the one considered, for what it is', () => {
    const melanoma = withText(2, `${good.steps[2]!.text} Malignant melanoma would be malignant.`);
    expect(good.consideredId).toBe('melanoma');
    expect(codes(melanoma)).toEqual([]);
  });

  it('does not let a sign that a disease has speak against it', () => {
    // Psoriasis and seborrheic keratosis are both plaques with a well-defined border.
    const step = good.steps.find(({ kind }) => kind === 'exclude')!;
    const card = cards.find(({ ontologyId }) => ontologyId === good.consideredId)!;
    const shared = card.signs.find(({ frequency }) => frequency !== 'absent')!.termId;
    const claims = [{ termId: shared, kind: 'seen' as const, diseaseId: good.diagnosisId }];
    const steps = good.steps.map((other) => (other === step ? { ...step, claims } : other));
    const { reasons } = verifyTrajectory(
      { ...good, steps },
      { documents: [document], ontology, cards, graph, record },
    );
    expect(reasons.map(({ message }) => message).join()).toMatch(/whose card has it too/);
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
