import type { Random } from '@skinr1/core';

/*
 * The phrases of the offline writer. Each takes finished lists ("crust and scale") and names. The concise
 * ones stay short and few so that a small model can learn them; the full ones read like a clinical note.
 * In every phrase a sign that is absent stands right after "no", "without" or before "is absent", so that a
 * reader, and the verifier, can tell.
 */

/** `concise`: 25 to 60 words in a small vocabulary. `full`: a fuller note. */
export type TrajectoryStyle = 'concise' | 'full';

/** Slots of a phrase. */
export interface Slots {
  readonly signs: string;
  readonly disease: string;
  readonly other: string;
}

/** Writes one sentence. */
export type Phrase = (slots: Slots) => string;

/** The phrases of one style. */
export interface Phrasebook {
  readonly observe: readonly Phrase[];
  readonly match: readonly Phrase[];
  /** One sign only, or none that the book calls typical: enough to be compatible. */
  readonly matchWeak: readonly Phrase[];
  readonly considerShared: readonly Phrase[];
  readonly considerAlone: readonly Phrase[];
  readonly firstShared: readonly Phrase[];
  readonly firstAlone: readonly Phrase[];
  /** The image lacks typical signs of the other disease. */
  readonly missing: readonly Phrase[];
  /** The other disease's card denies signs that the image shows. */
  readonly denied: readonly Phrase[];
  /** A passage tells the two apart by signs that the image shows. */
  readonly discriminating: readonly Phrase[];
  readonly switched: readonly Phrase[];
}

const concisePhrases: Phrasebook = {
  observe: [
    ({ signs }) => `Seen: ${signs}.`,
    ({ signs }) => `The lesion shows ${signs}.`,
    ({ signs }) => `On view: ${signs}.`,
  ],
  match: [
    ({ disease }) => `This fits ${disease}.`,
    ({ disease }) => `These signs suggest ${disease}.`,
    ({ disease }) => `The pattern is that of ${disease}.`,
  ],
  matchWeak: [
    ({ disease }) => `This is compatible with ${disease}.`,
    ({ disease }) => `Compatible with ${disease}.`,
  ],
  considerShared: [
    ({ other, signs }) => `${cap(other)} also has ${signs}.`,
    ({ other, signs }) => `Consider ${other}: it shares ${signs}.`,
  ],
  considerAlone: [({ other }) => `Consider ${other}.`, ({ other }) => `Could it be ${other}?`],
  firstShared: [
    ({ other, signs }) => `At first sight ${other}, for ${signs}.`,
    ({ other, signs }) => `First thought: ${other}, for ${signs}.`,
  ],
  firstAlone: [
    ({ other }) => `First thought: ${other}.`,
    ({ other }) => `At first ${other} comes to mind.`,
  ],
  missing: [
    ({ other, signs }) => `But no ${signs}, so not ${other}.`,
    ({ other, signs }) => `Against ${other}: no ${signs}.`,
  ],
  denied: [
    ({ other, signs }) => `The finding of ${signs} is against ${other}.`,
    ({ other, signs }) => `But ${other} leaves ${signs} unexplained.`,
  ],
  discriminating: [
    ({ other, signs, disease }) => `The finding of ${signs} favors ${disease} over ${other}.`,
    ({ other, signs }) => `The finding of ${signs} is against ${other}.`,
  ],
  switched: [
    ({ disease }) => `Better fit: ${disease}.`,
    ({ disease }) => `This fits ${disease} better.`,
  ],
};

const fullPhrases: Phrasebook = {
  observe: [
    ({ signs }) => `On inspection the lesion shows ${signs}.`,
    ({ signs }) => `Visible findings: ${signs}.`,
    ({ signs }) => `Examination of the image reveals ${signs}.`,
    ({ signs }) => `I note ${signs}.`,
  ],
  match: [
    ({ disease, signs }) => `The finding of ${signs} makes up the picture of ${disease}.`,
    ({ disease, signs }) => `${cap(disease)} presents with ${signs}.`,
    ({ disease }) => `This combination is in keeping with ${disease}.`,
    ({ disease, signs }) => `The finding of ${signs} supports ${disease}.`,
  ],
  matchWeak: [
    ({ disease, signs }) => `The finding of ${signs} is compatible with ${disease}.`,
    ({ disease }) => `By itself this is compatible with ${disease}.`,
  ],
  considerShared: [
    ({ other, signs }) => `${cap(other)} is weighed, since it may also show ${signs}.`,
    ({ other, signs }) => `An alternative is ${other}, which shares ${signs}.`,
    ({ other, signs }) => `Because of ${signs}, ${other} is considered.`,
  ],
  considerAlone: [
    ({ other }) => `${cap(other)} is weighed as an alternative.`,
    ({ other }) => `For contrast, ${other} is kept in mind.`,
    ({ other }) => `Could this be ${other} instead?`,
  ],
  firstShared: [
    ({ other, signs }) => `At first glance one thinks of ${other}, given ${signs}.`,
    ({ other, signs }) => `The first impression, because of ${signs}, is ${other}.`,
  ],
  firstAlone: [
    ({ other }) => `The first impression is ${other}.`,
    ({ other }) => `At first glance ${other} comes to mind.`,
  ],
  missing: [
    ({ other, signs }) => `However, no ${signs} can be made out, and ${other} becomes unlikely.`,
    ({ other, signs }) => `Against ${other} speaks the fact that no ${signs} can be seen.`,
    ({ other, signs }) => `Without ${signs}, ${other} can be set aside.`,
  ],
  denied: [
    ({ other, signs }) => `${cap(other)} would leave ${signs} unexplained.`,
    ({ other, signs }) => `The presence of ${signs} argues against ${other}.`,
  ],
  discriminating: [
    ({ other, signs, disease }) => `The presence of ${signs} favors ${disease} over ${other}.`,
    ({ other, signs }) => `The presence of ${signs} argues against ${other}.`,
  ],
  switched: [
    ({ disease, signs }) => `Reconsidering, I find ${signs} better explained by ${disease}.`,
    ({ disease }) => `On balance the picture fits ${disease} better.`,
  ],
};

/** The phrases of each style. */
export const phrasebooks: Readonly<Record<TrajectoryStyle, Phrasebook>> = {
  concise: concisePhrases,
  full: fullPhrases,
};

/** One of the phrases, drawn. */
export function draw(phrases: readonly Phrase[], random: Random, slots: Slots): string {
  return random.pick(phrases)(slots);
}

/** "a", "a and b", "a, b and c"; with "or" for lists of what is absent. */
export function list(items: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${joint} ${last}`;
}

function cap(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
