import {
  type ChoiceLabels,
  type ChoiceOption,
  parseChoiceAnswer,
  parseOpenAnswer,
  type RewardSample,
} from '@skinr1/core';
import type { Ontology, ResolutionMethod } from '@skinr1/ontology';
import { hasOptions, optionsOf } from './read-labels.ts';

/*
 * What an answer settles on, read in one place: rewards that read it each in their own way would pay a cheat
 * that one of them overlooks.
 */

/** Labels that tell the right diagnosis; those of a question with options tell the options too. */
export interface DiagnosisLabels {
  /** Ontology id of the right diagnosis. */
  readonly diagnosisId: string;
}

/**
 * The option that a text chooses, by its one strict letter; `null` when there is none. Throws InvalidInputError for
 * labels without options.
 */
export function chosenOption(
  text: string,
  labels: Pick<ChoiceLabels, 'options'>,
): ChoiceOption | null {
  const options = optionsOf(labels);
  const answer = parseChoiceAnswer(text);
  return options.find((option) => option.letter === answer?.letter) ?? null;
}

/**
 * An answer as `parse` reads it; `null` where it cannot, and where the answer chooses a letter that the question
 * does not offer: that is no answer to it.
 */
export function readAnswer<T>(
  { prompt, completion }: RewardSample,
  parse: (text: string) => T | null,
): T | null {
  const answer = parse(completion.text);
  if (answer === null || !hasOptions(prompt.labels)) return answer;
  const { letter } = answer as { readonly letter?: unknown };
  const isOffered =
    letter === undefined || optionsOf(prompt.labels).some((option) => option.letter === letter);
  return isOffered ? answer : null;
}

/**
 * The condition that an answer settles on, by its ontology id: that of the option chosen, or, for a question
 * without options, the one named. `null` for an answer that settles on none or on several.
 */
export function answeredDiagnosis(
  text: string,
  labels: DiagnosisLabels,
  ontology: Ontology,
): string | null {
  if (!hasOptions(labels)) return namedDiagnosis(text, ontology);
  return chosenOption(text, labels)?.diagnosisId ?? null;
}

/** The one condition that an open answer names; `null` when it names none or several. */
export function namedDiagnosis(text: string, ontology: Ontology): string | null {
  const [first, ...rest] = parseOpenAnswer(text)?.path ?? [];
  const answered = first === undefined ? null : nodeOf(first, ontology);
  if (answered === null) return null;
  const namesAnother = rest.some((name) => {
    const other = nodeOf(name, ontology);
    return other !== null && !ontology.isAncestor(other, answered);
  });
  return namesAnother ? null : answered;
}

/**
 * 1 for the diagnosis or a kind of it, for a more general condition the share of the way down, below 1; else 0.
 */
export function shareOfWay(answered: string, diagnosis: string, ontology: Ontology): number {
  if (answered === diagnosis || ontology.isAncestor(diagnosis, answered)) return 1;
  if (!ontology.isAncestor(answered, diagnosis)) return 0;
  // Over secondary parents an ancestor may lie as deep as the diagnosis; it must still earn less.
  const deepest = ontology.depth(diagnosis);
  return Math.min(ontology.depth(answered), deepest - 1) / deepest;
}

/** Matches that name a condition in so many words; a guess must not earn a reward. */
const sureMethods: ReadonlySet<ResolutionMethod> = new Set(['exact', 'normalized', 'abbreviation']);

function nodeOf(name: string, ontology: Ontology): string | null {
  // Labels are read with look-alike letters put right; an answer has no need of them.
  if (/\p{sc=Latin}/u.test(name) && /[\p{sc=Cyrillic}\p{sc=Greek}]/u.test(name)) return null;
  const resolution = ontology.resolve(name);
  const isSure = resolution.status === 'resolved' && sureMethods.has(resolution.method);
  return isSure ? resolution.node.id : null;
}
