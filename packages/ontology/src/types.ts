import type { MalignancyClass, Random } from '@skinr1/core';
import type {
  ConditionCode,
  MorphologyGroup,
  NodeMalignancy,
  VocabularyMap,
} from './data/format.ts';

/** One condition of the hierarchy, with everything that the data leaves to be derived filled in. */
export interface DiseaseNode {
  readonly id: string;
  /** Preferred name. */
  readonly name: string;
  readonly synonyms: readonly string[];
  /** Case-sensitive short forms. */
  readonly abbreviations: readonly string[];
  /** Ids of the more general conditions, the primary one first; empty for the root only. */
  readonly parents: readonly string[];
  readonly malignancy: NodeMalignancy;
  /** The nearest node on the primary path that states {@link malignancy}; often the node itself. */
  readonly malignancyFrom: string;
  readonly malignancyReason: string | null;
  readonly codes: readonly ConditionCode[];
}

/** A differential diagnosis as seen from one end. */
export interface DifferentialEdge {
  readonly otherId: string;
  /** A sentence that names the condition the sign speaks for. */
  readonly sign: string;
}

/** A visible sign with its names and its kin. */
export interface MorphologyTerm {
  readonly id: string;
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly group: MorphologyGroup;
  /** How running text words it beyond its names. */
  readonly wordings: readonly string[];
  /** Ids of more general signs that are there wherever this one is. */
  readonly implies: readonly string[];
  /** Ids of signs that one lesion cannot have as well; from both ends. */
  readonly contradicts: readonly string[];
  /** Signs of one family are words that books use for one another; `null` for most. */
  readonly family: string | null;
}

/** How a label was resolved, from the surest to the least sure. */
export type ResolutionMethod =
  | 'dataset_code'
  | 'exact'
  | 'normalized'
  | 'abbreviation'
  | 'parts'
  | 'translated'
  | 'qualified'
  | 'fuzzy';

/** Why a label was not resolved. */
export type UnresolvedReason =
  /** Nothing but white space, punctuation or characters that cannot be seen. */
  | 'empty'
  | 'too_long'
  /** Nothing comes near. */
  | 'unknown'
  /** Several conditions fit, and the label does not say which. */
  | 'ambiguous'
  /** Something comes near, but a guess could change a malignant condition into a benign one or back. */
  | 'malignancy_risk'
  /** The label says that a condition is absent, or like another: "no melanoma", "melanoma mimic". */
  | 'negated'
  /** The label says that a condition is suspected, past, or one of several: "rule out", "vs", "?". */
  | 'uncertain'
  /** The data set's documentation says that the label names no condition. */
  | 'not_a_condition';

/** A condition that a label could mean. */
export interface ResolutionCandidate {
  readonly id: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** A label that names a condition. */
export interface ResolvedLabel {
  readonly status: 'resolved';
  readonly label: string;
  readonly node: DiseaseNode;
  /** Ids from the root to the node, both included. */
  readonly path: readonly string[];
  readonly malignancy: NodeMalignancy;
  readonly method: ResolutionMethod;
  /** 0 to 1; 1 for a name, synonym or data-set code as written. */
  readonly confidence: number;
  readonly alternatives: readonly ResolutionCandidate[];
  /** What a person should know about this match: words left over, a label wider than the node. */
  readonly note: string | null;
}

/** A label that names no condition, or not surely enough. */
export interface UnresolvedLabel {
  readonly status: 'unresolved';
  readonly label: string;
  readonly reason: UnresolvedReason;
  /** The reason in a sentence. */
  readonly message: string;
  readonly alternatives: readonly ResolutionCandidate[];
}

/** What {@link Ontology.resolve} answers. */
export type Resolution = ResolvedLabel | UnresolvedLabel;

/** Options of {@link Ontology.resolve}. */
export interface ResolveOptions {
  /** Whose published labels to read first: `ham10000`. Unknown data sets throw NotFoundError. */
  readonly dataset?: string;
}

/** Options of {@link Ontology.distractors}. */
export interface DistractorOptions {
  /** Ids to draw from. */
  readonly pool: Iterable<string>;
  readonly count: number;
  readonly random: Random;
}

/** The disease hierarchy. Every method that takes an id throws NotFoundError where it is unknown. */
export interface Ontology {
  readonly rootId: string;
  /** Number of conditions. */
  readonly size: number;
  has(id: string): boolean;
  get(id: string): DiseaseNode;
  /** All conditions; a parent always comes before its children. */
  nodes(): Iterable<DiseaseNode>;
  resolve(label: string, options?: ResolveOptions): Resolution;
  /** Ids from the root to the condition by primary parents, both included. */
  path(id: string): readonly string[];
  /** Edges from the root on the primary path; the root's is 0. */
  depth(id: string): number;
  parents(id: string): readonly string[];
  /** Ids of the conditions that have this one among their parents, by name. */
  children(id: string): readonly string[];
  /** Over all parents, the condition itself excluded. */
  ancestors(id: string): ReadonlySet<string>;
  /** Over all children, the condition itself excluded. */
  descendants(id: string): ReadonlySet<string>;
  /** True if `ancestor` is strictly above `id`, over all parents. */
  isAncestor(ancestor: string, id: string): boolean;
  /** The deepest condition that is, or is above, both. */
  lowestCommonAncestor(a: string, b: string): string;
  /** The method's three classes: not neoplastic counts as benign; `null` where it varies. */
  malignancyClass(id: string): MalignancyClass | null;
  differentials(id: string): readonly DifferentialEdge[];
  /**
   * Wrong answers for a question about `id`: up to `count` different ids of the pool that are neither the
   * condition nor above or below it.
   */
  distractors(id: string, options: DistractorOptions): string[];
  morphology(): readonly MorphologyTerm[];
  /** The sign with this id, or `null`. */
  morphologyTerm(id: string): MorphologyTerm | null;
  /** The sign that a phrase names, or `null`; names and synonyms only, never a guess. */
  resolveMorphology(text: string): MorphologyTerm | null;
  /** The published label lists. */
  vocabularies(): readonly VocabularyMap[];
}
