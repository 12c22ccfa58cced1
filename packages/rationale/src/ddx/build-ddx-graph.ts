import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { diseaseKey } from '../language/name-index.ts';
import { isSameLine } from './same-line.ts';

/** Why an edge is there. */
export interface DdxProvenance {
  readonly source: 'book' | 'ontology';
  /** The card whose passage it is; `null` for the ontology's. */
  readonly cardId: string | null;
  readonly span: SourceSpan | null;
  /** The ontology's sentence on what tells the two apart. */
  readonly sign: string | null;
  /** False if the passage only names the other disease. */
  readonly discriminates: boolean;
}

/** An undirected edge between two diseases to be told apart. */
export interface DdxEdge {
  /** Ontology ids, or `name:…` for diseases the ontology does not know; `a` before `b`. */
  readonly a: string;
  readonly b: string;
  readonly provenance: readonly DdxProvenance[];
}

/** The differential-diagnosis graph of the books and the ontology. */
export interface DdxGraph {
  readonly edges: readonly DdxEdge[];
  /** The diseases next to one, by id. */
  neighbors(id: string): readonly string[];
  edge(a: string, b: string): DdxEdge | null;
}

/** Options of {@link buildDdxGraph}. */
export interface BuildDdxGraphOptions {
  readonly cards: readonly DiseaseCard[];
  readonly ontology: Ontology;
  /** Take over the ontology's own edges. @defaultValue true */
  readonly includeOntology?: boolean;
}

/**
 * One graph from the differential passages of all cards and the edges of the ontology. Synonyms meet
 * because both ends are ontology nodes wherever the ontology knows the name; every edge keeps all the
 * passages it comes from.
 */
export function buildDdxGraph(options: BuildDdxGraphOptions): DdxGraph {
  const { cards, ontology, includeOntology = true } = options;
  const edges = new Map<string, { a: string; b: string; provenance: DdxProvenance[] }>();
  const add = (from: string, to: string, provenance: DdxProvenance): void => {
    if (from === to) return;
    const [a, b] = from < to ? [from, to] : [to, from];
    const known = edges.get(`${a}\n${b}`);
    if (known) known.provenance.push(provenance);
    else edges.set(`${a}\n${b}`, { a, b, provenance: [provenance] });
  };
  for (const card of cards) {
    const from = diseaseKey(card);
    for (const { ontologyId, name, span, discriminates } of card.differentials) {
      const to = diseaseKey({ name, ontologyId });
      add(from, to, { source: 'book', cardId: card.id, span, sign: null, discriminates });
    }
  }
  if (includeOntology) addOntologyEdges(ontology, add);
  return indexEdges([...edges.values()]);
}

function addOntologyEdges(
  ontology: Ontology,
  add: (from: string, to: string, provenance: DdxProvenance) => void,
): void {
  for (const { id } of ontology.nodes()) {
    for (const { otherId, sign } of ontology.differentials(id)) {
      // Each edge is seen from both ends.
      if (id > otherId) continue;
      add(id, otherId, { source: 'ontology', cardId: null, span: null, sign, discriminates: true });
    }
  }
}

function indexEdges(edges: readonly DdxEdge[]): DdxGraph {
  const byKey = new Map<string, DdxEdge>();
  const neighbors = new Map<string, string[]>();
  for (const edge of edges) {
    byKey.set(`${edge.a}\n${edge.b}`, edge);
    for (const [from, to] of [
      [edge.a, edge.b],
      [edge.b, edge.a],
    ] as const) {
      const list = neighbors.get(from);
      if (list) list.push(to);
      else neighbors.set(from, [to]);
    }
  }
  return {
    edges,
    neighbors: (id) => neighbors.get(id) ?? [],
    edge: (a, b) => byKey.get(a < b ? `${a}\n${b}` : `${b}\n${a}`) ?? null,
  };
}

/**
 * Diseases to consider beside one: its neighbors in the graph and those of its parents and children, never
 * itself, wider or narrower (Skin-R1, stage 0).
 */
export function differentialCandidates(graph: DdxGraph, ontology: Ontology, id: string): string[] {
  const found = new Set(around(ontology, id).flatMap((node) => graph.neighbors(node)));
  return [...found].filter((other) => isApart(ontology, other, id)).sort();
}

/** True if a disease is one of the {@link differentialCandidates} of another. */
export function isDifferentialCandidate(
  graph: DdxGraph,
  ontology: Ontology,
  id: string,
  other: string,
): boolean {
  return (
    isApart(ontology, other, id) &&
    around(ontology, id).some((node) => graph.neighbors(node).includes(other))
  );
}

function around(ontology: Ontology, id: string): string[] {
  return [id, ...ontology.parents(id), ...ontology.children(id)];
}

function isApart(ontology: Ontology, other: string, id: string): boolean {
  return ontology.has(other) && !isSameLine(ontology, other, id);
}
