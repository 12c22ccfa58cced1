import type { Case, MalignancyClass } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { impliedSigns, withKin } from '../language/sign-kinship.ts';
import { type ArgumentByAbsence, argumentsByAbsence, isOfAnother } from './arguments-by-absence.ts';
import { type CardSigns, cardSigns, isTypical, type SupportedSign } from './card-signs.ts';
import type { DroppedRecord } from './dropped.ts';
import { isOfMany, isOfPart, isPlaced, modifiesPart } from './limited-signs.ts';
import { isColor, outlookOf } from './outlook.ts';
import { isQualified } from './qualified-signs.ts';
import { mostTellingFirst, signFrequency } from './sign-frequency.ts';
import { isOfSpecialSite } from './special-sites.ts';

/** A disease as plans need it: all that its card says, made ready once, since many images are weighed against it. */
export interface PlannedDisease {
  readonly id: string;
  readonly name: string;
  readonly malignancy: MalignancyClass;
  /** Names from the disease up to its most general ancestor: {@link pathNames}. */
  readonly path: readonly string[];
  /** The signs of its card, those that fewer diseases share first. */
  readonly signs: CardSigns;
  /** Those of its signs that may be claimed of an image: not what is rare, nor the color of a part. */
  readonly claimable: readonly SupportedSign[];
  /** Those of its signs for which it may be thought of where another disease is seen. */
  readonly sharable: ReadonlyMap<string, SupportedSign>;
  /** Those without which it is never the first thought: typical, and more than a color or an outline. */
  readonly telling: ReadonlySet<string>;
  /** Signs that books use for its own, and these. */
  readonly kin: ReadonlySet<string>;
  /** The colors that it may have. */
  readonly colors: readonly string[];
  /** What its card denies, by the sign and by every narrower one. */
  readonly denials: ReadonlyMap<string, SupportedSign>;
  readonly absenceArguments: readonly ArgumentByAbsence[];
  /** Whether its name places it where skin is another than elsewhere, or none. */
  readonly isOfSpecialSite: boolean;
}

type PlannedDiseases = ReadonlyMap<string, PlannedDisease>;

/** What was read of lists of cards, with the cards that each list held. */
const readBefore = new WeakMap<
  Ontology,
  WeakMap<readonly DiseaseCard[], { cards: readonly DiseaseCard[]; diseases: PlannedDiseases }>
>();

/**
 * The diseases that trajectories can be about: known to the ontology, with a card that names a sign. Read once for all
 * who ask of the same cards: who chooses images, plans of any seed and style, who foresees figures.
 */
export function plannedDiseases(
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): PlannedDiseases {
  const lists = readBefore.get(ontology) ?? new WeakMap();
  readBefore.set(ontology, lists);
  const known = lists.get(cards);
  if (known?.cards.length === cards.length && cards.every((card, at) => card === known.cards[at])) {
    return known.diseases;
  }
  const diseases = readDiseases(cards, ontology);
  lists.set(cards, { cards: [...cards], diseases });
  return diseases;
}

function readDiseases(cards: readonly DiseaseCard[], ontology: Ontology): PlannedDiseases {
  const found = new Map<string, Pick<PlannedDisease, 'id' | 'malignancy' | 'signs'>>();
  for (const card of cards) {
    const id = card.ontologyId;
    if (id === null || found.has(id)) continue;
    const malignancy = ontology.malignancyClass(id);
    if (malignancy === null) continue;
    const signs = cardSigns(card, ontology);
    if (signs.present.size > 0) found.set(id, { id, malignancy, signs });
  }
  const frequency = signFrequency([...found.values()].map(({ signs }) => signs));
  const diseases = new Map<string, PlannedDisease>();
  for (const [id, { malignancy, signs }] of found) {
    const sorted = mostTellingFirst(signs, frequency);
    diseases.set(id, { id, malignancy, ...readDisease(id, sorted, ontology) });
  }
  return diseases;
}

function readDisease(
  id: string,
  signs: CardSigns,
  ontology: Ontology,
): Omit<PlannedDisease, 'id' | 'malignancy'> {
  const present = [...signs.present.keys()];
  const { name } = ontology.get(id);
  const sharable = [...signs.present.values()].filter((sign) => isSharable(sign, ontology));
  const telling = sharable.filter(
    (sign) => isTypical(sign) && outlookOf(sign.termId, ontology) === null,
  );
  return {
    name,
    path: pathNames(ontology, id),
    signs,
    claimable: [...signs.present.values()].filter((sign) => isClaimable(sign, ontology)),
    sharable: new Map(sharable.map((sign) => [sign.termId, sign])),
    telling: new Set(telling.map(({ termId }) => termId)),
    kin: withKin([...present, ...signs.passing], ontology),
    colors: present.filter((termId) => isColor(termId, ontology)),
    denials: denialsOf(signs, ontology),
    absenceArguments: argumentsByAbsence(signs, ontology),
    isOfSpecialSite: isOfSpecialSite(name),
  };
}

/** What a card calls rare is no reason to think of the disease. */
function isClaimable(sign: SupportedSign, ontology: Ontology): boolean {
  if (sign.frequency === 'rare') return false;
  return !isColor(sign.termId, ontology) || !modifiesPart(sign);
}

/** Not what is rare, or given for a case, a place or a part only. */
function isSharable(sign: SupportedSign, ontology: Ontology): boolean {
  if (sign.frequency === 'rare' || sign.conditional || isOfMany(sign)) return false;
  if (isPlaced({ quote: sign.span.quote, at: sign.at })) return false;
  if (isOfAnother(sign, ontology)) return false;
  return !isColor(sign.termId, ontology) || !isOfPart(sign);
}

/** What denies each sign by its own or a wider name; not where the passage narrows what it denies. */
function denialsOf({ present, absent }: CardSigns, ontology: Ontology): Map<string, SupportedSign> {
  const denials = new Map<string, SupportedSign>();
  if (absent.size === 0) return denials;
  const known = ontology.morphology().map(({ id }) => id);
  for (const termId of new Set([...known, ...absent.keys()])) {
    if (present.has(termId)) continue;
    const names = [termId, ...impliedSigns(termId, ontology)];
    const denial = names.map((name) => absent.get(name)).find((each) => each !== undefined);
    if (denial && !isQualified(denial.span.quote, denial.at)) denials.set(termId, denial);
  }
  return denials;
}

/** Display names from the diagnosis up to its most general ancestor, the root left out. */
export function pathNames(ontology: Ontology, id: string): string[] {
  return ontology
    .path(id)
    .slice(1)
    .map((node) => ontology.get(node).name)
    .reverse();
}

/** Why no trajectory can end in a diagnosis, whatever the image; `null` if one can. */
export function whyUnusable(
  recordId: string,
  diagnosisId: string,
  diseases: ReadonlyMap<string, PlannedDisease>,
  ontology: Ontology,
): DroppedRecord | null {
  if (!ontology.has(diagnosisId)) {
    const reason = `'${diagnosisId}' is not in the ontology`;
    return { recordId, cause: 'diagnosis not in the ontology', reason };
  }
  if (ontology.malignancyClass(diagnosisId) === null) {
    const reason = `the malignancy of '${diagnosisId}' varies`;
    return { recordId, cause: 'malignancy of the diagnosis varies', reason };
  }
  if (diseases.has(diagnosisId)) return null;
  const reason = `no card with visible signs for '${diagnosisId}'`;
  return { recordId, cause: 'no card of the diagnosis with visible signs', reason };
}

/** The cases whose diagnosis has a card to reason from: only their images are worth measuring. */
export function casesWithCards(
  cases: readonly Case[],
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): Case[] {
  const diseases = plannedDiseases(cards, ontology);
  return cases.filter(
    ({ id, diagnosisId }) => whyUnusable(id, diagnosisId, diseases, ontology) === null,
  );
}
