import type { SourceSpan } from '@skinr1/core';
import type { StatedFrequency } from '../language/stated-frequency.ts';
import type { FigureKind } from './figure-kind.ts';

/** Fields of a card, in the order they are shown. */
export const cardFields = [
  'definition',
  'morphology',
  'color',
  'surface',
  'border',
  'size',
  'distribution',
  'symptoms',
  'course',
  'population',
  'dermoscopy',
  'redFlags',
] as const;

/** One of {@link cardFields}. */
export type CardField = (typeof cardFields)[number];

/** A statement filed under a field. */
export interface CardEntry {
  readonly span: SourceSpan;
  /** `heading`: the book files it here. `wording`: its words put it here. */
  readonly basis: 'heading' | 'wording';
}

/** A visible sign that the book affirms or denies. */
export interface CardSign {
  /** Id of a morphology term of the ontology. */
  readonly termId: string;
  /** How often the book says it is there; `absent` where it denies it. */
  readonly frequency: StatedFrequency;
  readonly field: CardField;
  /** The sentence that says so. */
  readonly span: SourceSpan;
  /** Where in the document's text the sign's own words are. */
  readonly match: { readonly start: number; readonly end: number };
}

/** Another disease to think of, with the passage that says why. */
export interface CardDifferential {
  /** As the book names it, or the ontology's name where it knows the disease. */
  readonly name: string;
  readonly ontologyId: string | null;
  /** The passage that tells the two apart, or that names the other disease. */
  readonly span: SourceSpan;
  /** True if the passage says how to tell them apart, false if it only names the other disease. */
  readonly discriminates: boolean;
  /** Signs that the passage names. */
  readonly signs: readonly string[];
}

/** A figure of the disease's section. */
export interface CardFigure {
  readonly documentId: string;
  /** Index into the document's figures. */
  readonly index: number;
  readonly caption: string;
  readonly number: string | null;
  readonly path: string | null;
  /** What it shows, by its caption; only what is clinical carries signs. */
  readonly kind: FigureKind;
  /** The disease that the caption names where that is none of the section's line. */
  readonly otherDisease: string | null;
  /** Signs that the figure's own caption affirms. */
  readonly signs: readonly string[];
}

/** A sign both affirmed and denied, with all the passages. */
export interface CardConflict {
  readonly termId: string;
  readonly spans: readonly SourceSpan[];
}

/** What books say about one disease, every piece with its source. */
export interface DiseaseCard {
  readonly id: string;
  /** Name of the book's section. */
  readonly name: string;
  /** All names the book gives, the section's first. */
  readonly names: readonly { readonly text: string; readonly span: SourceSpan }[];
  /** Node of the ontology; `null` if it knows none of the names. */
  readonly ontologyId: string | null;
  readonly documentIds: readonly string[];
  readonly fields: Readonly<Record<CardField, readonly CardEntry[]>>;
  readonly signs: readonly CardSign[];
  readonly differentials: readonly CardDifferential[];
  /** Kept apart, because nobody sees it on the skin. */
  readonly apart: {
    readonly histology: readonly SourceSpan[];
    readonly laboratory: readonly SourceSpan[];
    readonly etiology: readonly SourceSpan[];
  };
  readonly figures: readonly CardFigure[];
  readonly conflicts: readonly CardConflict[];
}
