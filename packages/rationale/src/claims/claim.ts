import type { MalignancyClass, TextRange } from '@skinr1/core';
import type { FactTopic } from './word-roles.ts';

/** How firmly a text says something: `hedged` ("perhaps"), `plain`, or `sure` ("proves", "always"). */
export type Certainty = 'hedged' | 'plain' | 'sure';

/**
 * How often a text says that a disease has a sign; `plain` where it says so without any such word, `unlikely` where it
 * denies it without "never": "does not usually show".
 */
export type ClaimedFrequency =
  | 'always'
  | 'typical'
  | 'plain'
  | 'possible'
  | 'sometimes'
  | 'rare'
  | 'unlikely'
  | 'never';

/** What a text says of a disease: it speaks for it, against it, rules it out, or only thinks of it. */
export type Stance = 'for' | 'against' | 'excluded' | 'considered' | 'concluded' | 'mentioned';

/** Where a claim stands. */
export interface ClaimPlace extends TextRange {
  /** Number of its sentence, from 0. */
  readonly sentence: number;
}

/** The image shows a sign, or lacks it. */
export interface ImageSignClaim extends ClaimPlace {
  readonly kind: 'image sign';
  readonly termId: string;
  readonly polarity: 'shown' | 'lacked';
  readonly certainty: Certainty;
  /** True where a place, a size or the like says which ones are lacked: "no blisters of the palms" leaves others. */
  readonly narrowed: boolean;
}

/** A disease has a sign, so often, whatever the image shows. */
export interface DiseaseSignClaim extends ClaimPlace {
  readonly kind: 'disease sign';
  readonly termId: string;
  readonly diseaseId: string;
  readonly frequency: ClaimedFrequency;
}

/** The text takes a stance on a disease, resting it on the signs of its sentence. */
export interface StanceClaim extends ClaimPlace {
  readonly kind: 'stance';
  /** `null` where the ontology does not know the disease, or "it" stands for none. */
  readonly diseaseId: string | null;
  /** False where a pronoun or nothing stands for the disease. */
  readonly named: boolean;
  readonly stance: Stance;
  readonly certainty: Certainty;
  /** Signs of the same sentence, each as shown or lacked by the image. */
  readonly premises: readonly Pick<ImageSignClaim, 'termId' | 'polarity'>[];
}

/** One disease is likelier than, or better fitting than, another. */
export interface ComparisonClaim extends ClaimPlace {
  readonly kind: 'comparison';
  readonly likelierId: string;
  readonly thanId: string;
}

/** A disease is said to be of a group. */
export interface KinshipClaim extends ClaimPlace {
  readonly kind: 'kinship';
  readonly diseaseId: string | null;
  readonly groupId: string | null;
}

/** A malignancy is stated. */
export interface MalignancyClaim extends ClaimPlace {
  readonly kind: 'malignancy';
  /** `neoplastic` is any of the three, and denied where the text says "not neoplastic". */
  readonly says: MalignancyClass | 'neoplastic';
  readonly denied: boolean;
}

/** Something is said that no sign, disease or malignancy is: a site, a number, a symptom, a treatment … */
export interface FactClaim extends ClaimPlace {
  readonly kind: 'fact';
  readonly topic: FactTopic;
  /** The disease of which it is said; `null` where it is said of the image or the patient. */
  readonly diseaseId: string | null;
  readonly denied: boolean;
}

/** A word that belongs to no claim and to no list of connecting words. */
export interface WordClaim extends ClaimPlace {
  readonly kind: 'word';
  /** As in {@link FactClaim}. */
  readonly diseaseId: string | null;
  readonly denied: boolean;
}

/** A word that says how firmly, how often or not at all, where it is not part of another claim's reading. */
export interface QualifierClaim extends ClaimPlace {
  readonly kind: 'qualifier';
  readonly says: 'denial' | 'hedge' | 'sure' | 'always' | 'typical' | 'sometimes' | 'rare';
}

/** Words that say something without naming a sign, a disease or a fact, so that nobody can tell what: "that is final". */
export interface RemarkClaim extends ClaimPlace {
  readonly kind: 'remark';
}

/** What a reasoning text claims, with the place of the words that say so. */
export type Claim =
  | ImageSignClaim
  | DiseaseSignClaim
  | StanceClaim
  | ComparisonClaim
  | KinshipClaim
  | MalignancyClaim
  | QualifierClaim
  | FactClaim
  | WordClaim
  | RemarkClaim;
