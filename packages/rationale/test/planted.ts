import { createRandom, malignancyClasses, type Random } from '@skinr1/core';
import {
  type GroundedStep,
  type GroundedTrajectory,
  openQuestion,
  type SourceDocument,
} from '../src/index.ts';
import { ontology } from './books.ts';

/** Faults that are planted to see whether the verifier finds them. */
export const plantedFaults = [
  'wrong malignancy',
  'false citation',
  'swapped differential',
  'leaked label',
  'unseen sign',
] as const;

export interface Planted {
  readonly fault: (typeof plantedFaults)[number];
  readonly trajectory: GroundedTrajectory;
  readonly prompt: string;
}

type Spoil = (
  trajectory: GroundedTrajectory,
  random: Random,
  documents: readonly SourceDocument[],
) => { trajectory?: GroundedTrajectory; prompt?: string } | null;

/** Replaces text in all steps and keeps the running text in line, as a careful forger would. */
function rewrite(
  trajectory: GroundedTrajectory,
  change: (step: GroundedStep) => GroundedStep,
): GroundedTrajectory {
  const steps = trajectory.steps.map(change);
  return { ...trajectory, steps, thinking: steps.map(({ text }) => text).join(' ') };
}

const spoilers: Readonly<Record<Planted['fault'], Spoil>> = {
  'wrong malignancy': (trajectory, random) => {
    const wrong = random.pick(malignancyClasses.filter((kind) => kind !== trajectory.malignancy));
    // In the field only, or in the field and in the last sentence.
    const fieldOnly = { ...trajectory, malignancy: wrong };
    if (random.next() < 0.5) return { trajectory: fieldOnly };
    return {
      trajectory: rewrite(fieldOnly, (step) => ({
        ...step,
        text: step.text.replace(
          /, (benign|malignant|precancerous in situ)\.$/,
          `, ${wrong.replaceAll('_', ' ')}.`,
        ),
      })),
    };
  },
  'false citation': (trajectory, random, documents) => {
    const cited = trajectory.steps.flatMap(({ citations }, index) =>
      citations.length > 0 ? [index] : [],
    );
    const target = random.pick(cited);
    const kind = random.integer(3);
    const source = random.pick(documents);
    const start = random.integer(Math.max(1, source.text.length - 60));
    return {
      trajectory: rewrite(trajectory, (step) => {
        if (step !== trajectory.steps[target]) return step;
        const [first, ...rest] = step.citations;
        if (!first) return step;
        const forged = [
          { ...first, quote: `${first.quote} Always fatal.` },
          { ...first, start: first.start + 3, end: first.end + 3 },
          // A true quotation of an unrelated passage.
          {
            ...first,
            documentId: source.id,
            start,
            end: start + 50,
            quote: source.text.slice(start, start + 50),
          },
        ][kind]!;
        return { ...step, citations: [forged, ...rest] };
      }),
    };
  },
  'swapped differential': (trajectory, random) => {
    const { consideredId, diagnosisId } = trajectory;
    if (consideredId === null) return null;
    const others = [...ontology.nodes()].filter(
      ({ id }) => id !== consideredId && id !== diagnosisId && ontology.depth(id) > 2,
    );
    const other = random.pick(others);
    if (random.next() < 0.5) return { trajectory: { ...trajectory, consideredId: other.id } };
    const name = ontology.get(consideredId).name;
    return {
      trajectory: rewrite(trajectory, (step) => ({
        ...step,
        text: step.text
          .replaceAll(name, other.name)
          .replaceAll(name.charAt(0).toUpperCase() + name.slice(1), other.name),
      })),
    };
  },
  'leaked label': (trajectory, random) => {
    const node = ontology.get(trajectory.diagnosisId);
    const name = random.pick([node.name, ...node.synonyms]);
    if (random.next() < 0.7) {
      return { prompt: `${openQuestion} The referral letter says ${name}.` };
    }
    return {
      trajectory: rewrite(trajectory, (step) =>
        step.kind === 'observe'
          ? { ...step, text: `This ${node.name} is seen. ${step.text}` }
          : step,
      ),
    };
  },
  'unseen sign': (trajectory, random) => {
    const said = new Set(
      trajectory.steps.flatMap(({ claims }) => claims.map(({ termId }) => termId)),
    );
    const term = random.pick(ontology.morphology().filter(({ id }) => !said.has(id)));
    const claim = { termId: term.id, kind: 'seen' as const, diseaseId: trajectory.diagnosisId };
    const claims = random.next() < 0.5;
    return {
      trajectory: rewrite(trajectory, (step) =>
        step.kind === 'observe'
          ? {
              ...step,
              text: `${step.text} Also ${term.name}.`,
              claims: claims ? [...step.claims, claim] : step.claims,
            }
          : step,
      ),
    };
  },
};

/** So many spoiled copies of good trajectories, the five faults in turn. */
export function plantFaults(
  good: readonly GroundedTrajectory[],
  documents: readonly SourceDocument[],
  count: number,
  seed: number,
): Planted[] {
  const random = createRandom(seed).fork('planted faults');
  const planted: Planted[] = [];
  while (planted.length < count) {
    const fault = plantedFaults[planted.length % plantedFaults.length]!;
    const spoiled = spoilers[fault](random.pick(good), random, documents);
    if (spoiled === null) continue;
    const original = spoiled.trajectory ?? null;
    planted.push({
      fault,
      trajectory: original ?? random.pick(good),
      prompt: spoiled.prompt ?? openQuestion,
    });
    if (spoiled.prompt) {
      // The leaked question belongs to the trajectory it was made for.
      const target = good.find(({ diagnosisId }) =>
        namesOf(diagnosisId).some((name) => spoiled.prompt?.endsWith(`${name}.`)),
      );
      planted[planted.length - 1] = { fault, trajectory: target!, prompt: spoiled.prompt };
    }
  }
  return planted;
}

function namesOf(id: string): string[] {
  const node = ontology.get(id);
  return [node.name, ...node.synonyms];
}
