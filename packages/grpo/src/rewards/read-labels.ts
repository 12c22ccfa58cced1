import {
  type ChoiceLabels,
  type ChoiceOption,
  InvalidInputError,
  type MalignancyClass,
  malignancyClasses,
} from '@skinr1/core';

/*
 * Labels come from files and over wires, whatever their type says here: what a reward needs of them is read here, so
 * that each says the same of labels that lack it.
 */

/** Whether labels are of a question with options, well made or not. */
export function hasOptions(labels: unknown): labels is Pick<ChoiceLabels, 'options'> {
  return fieldOf(labels, 'options') !== undefined;
}

/** The options of a question. Throws InvalidInputError naming the field that is missing or wrong. */
export function optionsOf(labels: unknown): readonly ChoiceOption[] {
  const options = fieldOf(labels, 'options');
  if (!Array.isArray(options)) return refuse('labels.options', 'is no list of options', options);
  for (const [index, option] of options.entries()) {
    const letter = fieldOf(option, 'letter');
    if (typeof letter !== 'string') {
      return refuse(`labels.options[${index}].letter`, 'is no text', letter);
    }
  }
  return options;
}

/** Letter of the finest right option. Throws InvalidInputError where it is missing or wrong. */
export function rightLetterOf(labels: unknown): string {
  return textOf(labels, 'answer');
}

/** Ontology id of the right diagnosis. Throws InvalidInputError where it is missing or wrong. */
export function diagnosisOf(labels: unknown): string {
  return textOf(labels, 'diagnosisId');
}

/** The right malignancy class; `null` where it is not known. Throws InvalidInputError where it is missing or wrong. */
export function malignancyOf(labels: unknown): MalignancyClass | null {
  const given = fieldOf(labels, 'malignancy');
  const known = malignancyClasses.find((each) => each === given);
  if (known !== undefined || given === null) return known ?? null;
  return refuse('labels.malignancy', `is none of ${malignancyClasses.join(', ')}, null`, given);
}

function textOf(labels: unknown, field: string): string {
  const value = fieldOf(labels, field);
  return typeof value === 'string' ? value : refuse(`labels.${field}`, 'is no text', value);
}

function fieldOf(value: unknown, field: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
}

function refuse(place: string, fault: string, value: unknown): never {
  throw new InvalidInputError(`${value === undefined ? 'is missing' : fault}.`, {
    place,
    mend: 'Give the labels of the question that the reward is about.',
  });
}
