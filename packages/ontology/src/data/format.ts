/*
 * The format of the plain-data files. A clinician who has never written code should be able to check and
 * mend them, so a record is a flat object and everything that can be derived is left out.
 */

/** What a condition is, in the data: the method's three classes, "not a growth", or "depends". */
export type NodeMalignancy =
  | 'benign'
  | 'precancerous_in_situ'
  | 'malignant'
  /** Not a neoplasm at all (eczema, infections …); reported as benign where three classes are asked for. */
  | 'not_neoplastic'
  /** Depends on the case; has no class of its own. Needs {@link ConditionRecord.malignancyReason}. */
  | 'variable';

/** How far a code of another system means the same as our node. */
export type CodeMatch =
  /** The code means this condition. */
  | 'exact'
  /** The code means something wider. */
  | 'broad'
  /** The code means something narrower. */
  | 'narrow';

/** A code of a system that is free to ship. */
export interface ConditionCode {
  readonly system: 'ICD-10' | 'ICD-11' | 'DOID';
  /** As printed: `C43.9`, `2C30`, `DOID:1909`. */
  readonly code: string;
  readonly match: CodeMatch;
}

/** One edge of the differential-diagnosis graph; written at one end, read from both. */
export interface DifferentialRecord {
  /** The other condition. */
  readonly id: string;
  /**
   * A sentence that reads right from either end because it names the condition that the sign speaks for:
   * "Milia-like cysts favor seborrheic keratosis; an atypical network favors melanoma."
   */
  readonly sign: string;
}

/** One condition. */
export interface ConditionRecord {
  /** Kebab case of the American-spelled preferred name, unique, never reused: `melanocytic-nevus`. */
  readonly id: string;
  /** Preferred name: American spelling, singular, lower case but for proper names: `Bowen disease`. */
  readonly name: string;
  /**
   * Other names. Not needed, because resolution derives them: British spelling, plurals, possessives,
   * hyphens, accents and word joins. Needed: historical and eponymous names, and inverted ones
   * ("lupus erythematosus, discoid" is derived; "granuloma pyogenicum" is not).
   */
  readonly synonyms?: readonly string[];
  /** Case-sensitive short forms: `BCC`. One that two conditions share is refused, not guessed. */
  readonly abbreviations?: readonly string[];
  /** Ids of the more general conditions, the primary one first. Only the root has none. */
  readonly parents: readonly string[];
  /**
   * Left out: as the primary parent. Must be stated below a `variable` node, and wherever it differs
   * from the primary parent's.
   */
  readonly malignancy?: NodeMalignancy;
  /** Why, where the class is `variable` or departs from the parent's in a way that could surprise. */
  readonly malignancyReason?: string;
  readonly codes?: readonly ConditionCode[];
  readonly differentials?: readonly DifferentialRecord[];
}

/** One published label of a data set. */
export interface VocabularyLabel {
  /** Exactly as published, letter case included: `akiec`. */
  readonly label: string;
  /** The condition, or `null` for a label that names none ("miscellaneous"); then `note` says why. */
  readonly id: string | null;
  /** What a reader should know: that the label is wider than the node, or why this node. */
  readonly note?: string;
}

/** The published labels of one data set. */
export interface VocabularyMap {
  /** Kebab case: `ham10000`. */
  readonly dataset: string;
  /** Where the labels are documented: the paper or the data set's own page. */
  readonly source: string;
  readonly labels: readonly VocabularyLabel[];
}

/** Names of conditions in one language other than English. */
export interface LanguageNames {
  /** BCP 47: `es`. */
  readonly language: string;
  /** Names by the id of their condition. Number, gender, case and accents are derived. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Words that are no names, by what they mean in English: sites, degrees, what negates or doubts. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
}

/** What a morphology term describes. */
export type MorphologyGroup =
  | 'dermoscopic'
  | 'surface'
  | 'color'
  | 'outline'
  | 'shape'
  | 'primary-lesion'
  | 'secondary-change';

/** A visible sign. */
export interface MorphologyRecord {
  /** Kebab case: `pigment-network`. */
  readonly id: string;
  readonly name: string;
  readonly synonyms?: readonly string[];
  readonly group: MorphologyGroup;
  /** How running text words it beyond its names ("clears in the center"); no label, so not resolved. */
  readonly wordings?: readonly string[];
  /** Ids of more general signs that are there wherever this one is: silvery scale is scale. */
  readonly implies?: readonly string[];
  /** Ids of signs that one lesion cannot have as well; written at one end, read from both. */
  readonly contradicts?: readonly string[];
  /** Signs of one family are words that books use for one another: erythema, red, violaceous. */
  readonly family?: string;
}
