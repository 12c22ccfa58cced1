import { InvalidInputError, type SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import { createNameIndex, type KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { sharedNames } from '../language/shared-names.ts';
import { bookKind, consequence } from './book-kind.ts';
import { buildCard } from './build-card.ts';
import type { DiseaseCard } from './card.ts';
import { type DiseaseSection, findDiseaseSections } from './disease-sections.ts';
import { mergeCards } from './merge-cards.ts';
import { figuresOfSections } from './place-figures.ts';

/** Options of {@link extractCards}. */
export interface ExtractCardsOptions {
  readonly ontology: Ontology;
  /**
   * Join cards of the same ontology node (from several books, or several sections of one).
   * @defaultValue true
   */
  readonly merge?: boolean;
  /** Make cards of books about animals or plants too. @defaultValue false */
  readonly allowNonHuman?: boolean;
  /**
   * Signs, sentences and differentials that cards may hold together; the disease sections after them are left out,
   * with a warning. @defaultValue 200,000
   */
  readonly maxStatements?: number;
}

/** A name that the ontology does not know, with where the book uses it. */
export interface UnknownName {
  readonly name: string;
  /** What the name was used for. */
  readonly use: 'section' | 'differential';
  readonly span: SourceSpan;
}

/** A section that is not taken as a disease, nor as a part of one. */
export interface RefusedSection {
  readonly heading: string;
  readonly documentId: string;
  /** Why, in words. */
  readonly reason: string;
}

/** What a reader should know of a whole book before using its cards. */
export interface BookWarning {
  readonly documentId: string;
  /**
   * `not-human`: about animals or plants. `language`: in one that the list of signs has no words of. `orders`:
   * has sentences for a reading machine, which are left out. `length`: longer than cards may be.
   */
  readonly kind: 'not-human' | 'language' | 'orders' | 'length';
  /** In words, with what was seen and the mend. */
  readonly message: string;
}

/** What {@link extractCards} found, counted so that nothing is lost silently. */
export interface CardExtraction {
  readonly cards: readonly DiseaseCard[];
  readonly unknownNames: readonly UnknownName[];
  /** Cards whose text names no visible sign: they cannot ground a trajectory. */
  readonly withoutRule: readonly string[];
  /** Headings and questions inside disease sections that no field takes. */
  readonly unfiled: readonly { readonly heading: string; readonly documentId: string }[];
  readonly diseaseSections: number;
  /** Headed sections not taken as a disease nor as a part of one, with the reason. */
  readonly refused: readonly RefusedSection[];
  /** What holds of a whole book. */
  readonly warnings: readonly BookWarning[];
}

/**
 * Disease cards from one or several books. Every field cites its sentence. Throws InvalidInputError if
 * there is no disease section at all.
 */
export function extractCards(
  documents: SourceDocument | readonly SourceDocument[],
  options: ExtractCardsOptions,
): CardExtraction {
  const list: readonly SourceDocument[] = 'sections' in documents ? [documents] : documents;
  const { ontology, merge = true, maxStatements = 200_000 } = options;
  const { read, warnings } = sortBooks(list, options.allowNonHuman ?? false);
  const found = read.map((document) => ({
    document,
    ...findDiseaseSections(document, ontology),
  }));
  const diseaseSections = found.reduce((sum, { sections }) => sum + sections.length, 0);
  if (diseaseSections === 0) throw noDiseases(list, warnings);
  const bookNames = ownNames(found.flatMap(({ sections }) => sections));
  const cards: DiseaseCard[] = [];
  const unfiled: { heading: string; documentId: string }[] = [];
  let statements = 0;
  for (const { document, sections } of found) {
    const names = createNameIndex(ontology, bookNames, sharedNames(document, ontology));
    const figures = figuresOfSections(document, sections, ontology);
    for (const [at, section] of sections.entries()) {
      if (statements >= maxStatements) {
        warnings.push(tooLong(document, sections.slice(at), maxStatements));
        break;
      }
      const card = buildCard(document, section, figures.get(section) ?? [], { ontology, names });
      statements += countStatements(card);
      cards.push(card);
      for (const { role, section: block } of section.blocks) {
        if (role === 'other') unfiled.push({ heading: block.heading, documentId: document.id });
      }
    }
  }
  const unknownNames = listUnknownNames(found, cards);
  const result = merge ? mergeCards(cards, ontology) : cards;
  return {
    cards: result,
    unknownNames,
    withoutRule: result.filter((card) => !hasRule(card)).map(({ id }) => id),
    unfiled,
    diseaseSections,
    refused: found.flatMap(({ document, refused }) =>
      refused.map((section) => ({ ...section, documentId: document.id })),
    ),
    warnings: [...warnings, ...read.flatMap(ordersIn)],
  };
}

function countStatements({ fields, signs, differentials }: DiseaseCard): number {
  const sentences = Object.values(fields).reduce((sum, { length }) => sum + length, 0);
  return sentences + signs.length + differentials.length;
}

function tooLong(
  { id, source }: SourceDocument,
  left: readonly DiseaseSection[],
  most: number,
): BookWarning {
  const [first] = left;
  const heading = JSON.stringify((first?.section.heading ?? '').slice(0, 60));
  return {
    documentId: id,
    kind: 'length',
    message: `'${source}' is too long: its last ${left.length} disease sections, from ${heading} on, are left out, as cards hold ${most} statements already. Split the book, or raise \`maxStatements\`.`,
  };
}

/** True if the card names at least one sign that is there. */
export function hasRule(card: DiseaseCard): boolean {
  return card.signs.some(({ frequency }) => frequency !== 'absent');
}

function ownNames(sections: readonly DiseaseSection[]): KnownName[] {
  return sections.flatMap(({ names, ontologyId }) =>
    names.map(({ name }) => ({ name, ontologyId })),
  );
}

function listUnknownNames(
  found: readonly { document: SourceDocument; sections: readonly DiseaseSection[] }[],
  cards: readonly DiseaseCard[],
): UnknownName[] {
  const unknown: UnknownName[] = [];
  for (const { document, sections } of found) {
    for (const { names, ontologyId, section } of sections) {
      const name = names[0];
      if (ontologyId !== null || !name) continue;
      unknown.push({
        name: name.name,
        use: 'section',
        span: spanOf(document, name, section.headingPath),
      });
    }
  }
  for (const { differentials } of cards) {
    for (const { name, ontologyId, span } of differentials) {
      if (ontologyId === null) unknown.push({ name, use: 'differential', span });
    }
  }
  return unknown;
}

/** The books that cards are made of, and what is wrong with the others. */
function sortBooks(
  documents: readonly SourceDocument[],
  allowNonHuman: boolean,
): { read: SourceDocument[]; warnings: BookWarning[] } {
  const read: SourceDocument[] = [];
  const warnings: BookWarning[] = [];
  for (const document of documents) {
    const kind = bookKind(document);
    const allowed = kind === null || (kind.kind === 'not-human' && allowNonHuman);
    if (allowed) read.push(document);
    if (kind === null) continue;
    const message = `${kind.message} ${consequence(kind, allowed)}`;
    warnings.push({ documentId: document.id, kind: kind.kind, message });
  }
  return { read, warnings };
}

/** Sentences of a book that order a reading machine about; they are cited nowhere. */
function ordersIn(document: SourceDocument): BookWarning[] {
  const orders = document.sections
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap((paragraph) => splitSentences(document.text, paragraph))
    .filter(({ start, end }) => isOrder(document.text.slice(start, end)));
  const [first] = orders;
  if (!first) return [];
  const quoted = JSON.stringify(document.text.slice(first.start, first.end).slice(0, 80));
  return [
    {
      documentId: document.id,
      kind: 'orders',
      message: `'${document.source}' has ${orders.length} sentences that order a reading machine about, the first ${quoted}: left out.`,
    },
  ];
}

function noDiseases(
  documents: readonly SourceDocument[],
  warnings: readonly BookWarning[],
): InvalidInputError {
  const headings = documents
    .flatMap(({ sections }) => sections)
    .filter(({ level }) => level > 0)
    .slice(0, 5)
    .map(({ heading }) => JSON.stringify(heading.slice(0, 60)));
  const seen =
    headings.length > 0 ? `The first headings are ${headings.join(', ')}.` : 'It has no headings.';
  const reasons = [seen, ...warnings.map(({ message }) => message)].join(' ');
  return new InvalidInputError(`no section treats a disease. ${reasons}`, {
    source: documents.map(({ source }) => source).join(', ') || 'books',
    mend: 'Give a book with one headed section per disease; see the README for the forms understood.',
  });
}
