import { describe, expect, it } from 'vitest';
import {
  buildTrajectories,
  createVerifier,
  type GroundedTrajectory,
  type TrajectoryType,
  type Verification,
} from '../src/index.ts';
import { noteRequest, readNote, withTexts } from '../src/model-writer/note-request.ts';
import {
  trajectoryTypeNames,
  trajectoryTypes,
} from '../src/trajectories/trajectory-types/index.ts';
import { caseOf, likeBook, ontology, world } from './books.ts';

const { document, cards, graph } = world(likeBook);
const built = buildTrajectories({
  cards,
  records: [
    caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
    caseOf('m2', 'melanoma', ['blue-white-veil', 'plaque']),
    caseOf('s1', 'seborrheic-keratosis', [
      'milia-like-cysts',
      'plaque',
      'brown-color',
      'well-defined-border',
    ]),
    caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema', 'well-defined-border']),
  ],
  ontology,
  graph,
  seed: 1,
});
const verifier = createVerifier({ documents: [document], ontology, cards, graph });
const verify = (trajectory: GroundedTrajectory): Verification =>
  verifier(trajectory, { record: built.records.get(trajectory.recordId)! });
const first = (type: TrajectoryType): GroundedTrajectory =>
  built.trajectories.find((one) => one.type === type)!;

describe.each(trajectoryTypeNames)('a trajectory of type %s', (type) => {
  const { steps, partner } = trajectoryTypes[type];
  const trajectory = first(type);

  it('has the steps of its definition, and a partner where it weighs one', () => {
    expect(trajectory.steps.map(({ kind }) => kind)).toEqual(steps);
    expect(trajectory.consideredId !== null).toBe(partner !== null);
    expect(verify(trajectory)).toMatchObject({ ok: true });
  });

  it('is turned away with its steps in another order', () => {
    const [observe, ...others] = trajectory.steps;
    const turned = { ...trajectory, steps: [...others, observe!] };
    expect(verify(turned).reasons.map(({ code }) => code)).toContain('steps_inconsistent');
  });

  it('is asked of a model with one sentence for each step', () => {
    expect(JSON.stringify(noteRequest(trajectory, ontology))).toContain(type);
    const texts = trajectory.steps.map(({ text }) => text);
    expect(readNote(JSON.stringify({ steps: texts }), steps.length)).toEqual({ texts });
    expect(verify(withTexts(trajectory, texts))).toMatchObject({ ok: true });
  });
});

describe('types of trajectories', () => {
  it('reads notes of as many steps as a type has, be they more than today', () => {
    const texts = Array.from({ length: 7 }, (_, at) => `Sentence number ${at}.`);
    expect(readNote(JSON.stringify({ steps: texts }), 7)).toEqual({ texts });
  });

  it('turns away a type that there is not, by its name', () => {
    for (const type of ['ddx_doubted', 'toString', '']) {
      const foreign = { ...first('ddx_kept'), type: type as TrajectoryType };
      const messages = verify(foreign).reasons.map(({ message }) => message);
      expect(messages).toContain(`there is no type of trajectory '${type}'`);
    }
  });

  it('weighs only neighbors in a ddx type, and anything apart in a contrast type', () => {
    const { consideredId } = first('contrast_kept');
    const asNeighbor = { ...first('contrast_kept'), type: 'ddx_kept' as const };
    expect(verify(asNeighbor).reasons.map(({ message }) => message)).toContain(
      `'${consideredId}' is no differential diagnosis of '${asNeighbor.diagnosisId}'`,
    );
  });
});
