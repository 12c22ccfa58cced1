import { InvalidInputError, type MalignancyClass, UsageError } from '@skinr1/core';
import type {
  ConditionRecord,
  LanguageNames,
  MorphologyRecord,
  NodeMalignancy,
  VocabularyMap,
} from './data/format.ts';
import { shippedData } from './data/index.ts';
import { buildHierarchy, type Hierarchy } from './hierarchy.ts';
import { Resolver } from './resolve/resolver.ts';
import { bagKey, words } from './text/normalize.ts';
import type {
  DifferentialEdge,
  DiseaseNode,
  DistractorOptions,
  MorphologyTerm,
  Ontology,
  Resolution,
  ResolveOptions,
} from './types.ts';

/** Everything an ontology is made from: plain data. */
export interface OntologyData {
  readonly conditions: readonly ConditionRecord[];
  readonly morphology: readonly MorphologyRecord[];
  readonly vocabularies: readonly VocabularyMap[];
  /** Names in other languages than English. */
  readonly languages?: readonly LanguageNames[];
}

/** The data that this package ships. */
export const embeddedData: OntologyData = shippedData;

let embedded: Ontology | undefined;

/** The hierarchy that this package ships; built once. */
export function loadOntology(): Ontology {
  // The tests see to it that its references hold.
  embedded ??= new IndexedOntology(embeddedData);
  return embedded;
}

/** An ontology from any data of the format. Throws InvalidInputError where the data contradicts itself. */
export function createOntology(data: OntologyData): Ontology {
  const ontology = new IndexedOntology(data);
  checkReferences(data, ontology);
  return ontology;
}

/** The class that the method's questions use for a node's malignancy; `null` where it varies. */
export function toMalignancyClass(malignancy: NodeMalignancy): MalignancyClass | null {
  if (malignancy === 'variable') return null;
  return malignancy === 'not_neoplastic' ? 'benign' : malignancy;
}

class IndexedOntology implements Ontology {
  private readonly data: OntologyData;
  private readonly hierarchy: Hierarchy;
  private resolver: Resolver | undefined;
  private edges: ReadonlyMap<string, readonly DifferentialEdge[]> | undefined;
  private terms: ReadonlyMap<string, MorphologyTerm> | undefined;
  private linkedSigns: ReadonlyMap<string, MorphologyTerm> | undefined;

  constructor(data: OntologyData) {
    this.data = data;
    this.hierarchy = buildHierarchy(data.conditions);
  }

  private get signs(): ReadonlyMap<string, MorphologyTerm> {
    this.linkedSigns ??= linkSigns(this.data.morphology);
    return this.linkedSigns;
  }

  get rootId(): string {
    return this.hierarchy.rootId;
  }

  get size(): number {
    return this.hierarchy.nodes.size;
  }

  has(id: string): boolean {
    return this.hierarchy.nodes.has(id);
  }

  get(id: string): DiseaseNode {
    return this.hierarchy.get(id);
  }

  nodes(): Iterable<DiseaseNode> {
    return this.hierarchy.nodes.values();
  }

  resolve(label: string, options?: ResolveOptions): Resolution {
    if (typeof label !== 'string') {
      throw new UsageError(
        `the label must be a text, not ${label === null ? 'null' : typeof label}.`,
        {
          mend: 'Pass the text of the cell; pass "" for an empty one.',
        },
      );
    }
    this.resolver ??= new Resolver(this.hierarchy, this.data);
    return this.resolver.resolve(label, options);
  }

  path(id: string): readonly string[] {
    return this.hierarchy.path(id);
  }

  depth(id: string): number {
    return this.hierarchy.path(id).length - 1;
  }

  parents(id: string): readonly string[] {
    return this.hierarchy.get(id).parents;
  }

  children(id: string): readonly string[] {
    return this.hierarchy.children(id);
  }

  ancestors(id: string): ReadonlySet<string> {
    return this.hierarchy.ancestors(id);
  }

  descendants(id: string): ReadonlySet<string> {
    return this.hierarchy.descendants(id);
  }

  isAncestor(ancestor: string, id: string): boolean {
    this.get(ancestor);
    return this.hierarchy.ancestors(id).has(ancestor);
  }

  lowestCommonAncestor(a: string, b: string): string {
    return this.hierarchy.lowestCommonAncestor(a, b);
  }

  malignancyClass(id: string): MalignancyClass | null {
    return toMalignancyClass(this.get(id).malignancy);
  }

  differentials(id: string): readonly DifferentialEdge[] {
    this.get(id);
    this.edges ??= linkDifferentials(this.data.conditions);
    return this.edges.get(id) ?? [];
  }

  distractors(id: string, { pool, count, random }: DistractorOptions): string[] {
    const above = this.ancestors(id);
    const allowed = [...new Set(pool)].filter(
      (other) => other !== id && !above.has(other) && !this.isAncestor(id, other),
    );
    return random.sample(allowed, count);
  }

  morphology(): readonly MorphologyTerm[] {
    return [...this.signs.values()];
  }

  morphologyTerm(id: string): MorphologyTerm | null {
    return this.signs.get(id) ?? null;
  }

  resolveMorphology(text: string): MorphologyTerm | null {
    this.terms ??= indexTerms(this.signs.values());
    return this.terms.get(bagKey(words(text.slice(0, 200)))) ?? null;
  }

  vocabularies(): readonly VocabularyMap[] {
    return this.data.vocabularies;
  }
}

/** Throws InvalidInputError for a differential or a data set's label that points to no condition. */
function checkReferences({ conditions, vocabularies }: OntologyData, ontology: Ontology): void {
  const check = (id: string, place: string): void => {
    if (ontology.has(id)) return;
    throw new InvalidInputError(`it points to "${id}", which does not exist.`, {
      source: 'ontology',
      place,
      mend: 'Correct the id; `validate` lists all such faults.',
    });
  };
  for (const { id, differentials = [] } of conditions) {
    for (const edge of differentials) check(edge.id, `condition "${id}"`);
  }
  for (const { dataset, labels } of vocabularies) {
    for (const { label, id } of labels) if (id !== null) check(id, `${dataset}, label "${label}"`);
  }
}

/** Both directions of every edge; an edge written at both ends is kept once, as first written. */
function linkDifferentials(
  records: readonly ConditionRecord[],
): Map<string, readonly DifferentialEdge[]> {
  const edges = new Map<string, DifferentialEdge[]>();
  const link = (from: string, otherId: string, sign: string): void => {
    const list = edges.get(from) ?? [];
    if (!list.some((edge) => edge.otherId === otherId)) list.push({ otherId, sign });
    edges.set(from, list);
  };
  for (const { id, differentials = [] } of records) {
    for (const edge of differentials) {
      link(id, edge.id, edge.sign);
      link(edge.id, id, edge.sign);
    }
  }
  return edges;
}

/** The signs by id, with every list filled in and contradictions told from both ends. */
function linkSigns(records: readonly MorphologyRecord[]): Map<string, MorphologyTerm> {
  const excludedBy = new Map<string, Set<string>>();
  const exclude = (id: string, other: string): void => {
    excludedBy.set(id, (excludedBy.get(id) ?? new Set()).add(other));
  };
  for (const { id, contradicts = [] } of records) {
    for (const other of contradicts) {
      exclude(id, other);
      exclude(other, id);
    }
  }
  const terms = records.map(
    (record): MorphologyTerm => ({
      ...record,
      synonyms: record.synonyms ?? [],
      wordings: record.wordings ?? [],
      implies: record.implies ?? [],
      contradicts: [...(excludedBy.get(record.id) ?? [])],
      family: record.family ?? null,
    }),
  );
  return new Map(terms.map((term) => [term.id, term]));
}

function indexTerms(terms: Iterable<MorphologyTerm>): Map<string, MorphologyTerm> {
  const index = new Map<string, MorphologyTerm>();
  for (const term of terms) {
    for (const name of [term.name, term.id, ...term.synonyms]) {
      const key = bagKey(words(name));
      if (!index.has(key)) index.set(key, term);
    }
  }
  return index;
}
