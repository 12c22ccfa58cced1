import { createRandom, type Random } from '@skinr1/core';
import { withTexts } from '../src/model-writer/note-request.ts';
import { malignancyWords } from '../src/trajectories/malignancy-words.ts';
import type { GroundedStep, GroundedTrajectory } from '../src/trajectories/types.ts';
import { list } from '../src/trajectories/wording.ts';
import { ontology } from './books.ts';
import hand from './fixtures/hand-wording.json' with { type: 'json' };
import voiced from './fixtures/voice-wording.json' with { type: 'json' };

type Sentences = Exclude<keyof typeof hand, 'description'>;

/** All sentences for a step, by hand and by voice. */
function sentencesOf(step: Sentences): string[] {
  return [...hand[step], ...Object.values(voiced.voices).flatMap((voice) => voice[step])];
}

/** A trajectory in sentences that people wrote, filled with its own signs and names. */
export function inHandWording(
  trajectory: GroundedTrajectory,
  seed: number | string,
): GroundedTrajectory {
  const random = createRandom(seed);
  return withTexts(
    trajectory,
    trajectory.steps.map((step) => {
      const sentence = random.pick(sentencesOf(sentencesFor(step)));
      return filled(chosen(sentence, random), step, trajectory);
    }),
  );
}

function sentencesFor({ kind, claims }: GroundedStep): Sentences {
  if (kind === 'exclude') return isMissing(claims) ? 'missing' : 'against';
  return kind === 'consider' && claims.length > 0 ? 'considerShared' : kind;
}

function isMissing(claims: GroundedStep['claims']): boolean {
  return claims.some(({ kind }) => kind === 'absent');
}

/** One of the words of each `{a|b}`. */
function chosen(sentence: string, random: Random): string {
  return sentence.replaceAll(/\{([^{}]*)\}/g, (_, words: string) => random.pick(words.split('|')));
}

function filled(sentence: string, step: GroundedStep, trajectory: GroundedTrajectory): string {
  const { kind, claims } = step;
  const ofOther = kind === 'consider' || kind === 'exclude';
  const id = (ofOther ? trajectory.consideredId : trajectory.diagnosisId) ?? '';
  const names = claims.map(({ termId }) => ontology.morphologyTerm(termId)?.name ?? termId);
  const signs = list(names, isMissing(claims) ? 'or' : 'and');
  const disease = ontology.get(id).name;
  const text = sentence
    .replaceAll('<signs>', signs)
    .replaceAll('<Signs>', capitalized(signs))
    .replaceAll('<disease>', disease)
    .replaceAll('<Disease>', capitalized(disease))
    .replaceAll('<malignancy>', malignancyWords(trajectory.diagnosisId, ontology));
  return capitalized(text);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
