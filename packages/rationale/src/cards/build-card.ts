import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex } from '@skinr1/ontology';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import { isSameLine } from '../ddx/same-line.ts';
import { comparing } from '../language/comparing.ts';
import type { FoundSign } from '../language/find-signs.ts';
import type { KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { formsOf } from '../language/word-set.ts';
import { type CardField, cardFields, type DiseaseCard } from './card.ts';
import { cardFigures } from './card-figures.ts';
import type { DiseaseSection, RoleBlock } from './disease-sections.ts';
import {
  fieldsByWording,
  headedTopic,
  type SentenceTopic,
  sentenceTopic,
} from './field-wording.ts';
import { type Draft, fileDifferentials } from './file-differentials.ts';
import { findConflicts } from './merge-cards.ts';
import { openingDisease } from './opening.ts';
import { ownSigns } from './own-signs.ts';
import type { NamedRange } from './read-heading.ts';

/** What building a card needs beside the section. */
export interface CardContext {
  readonly ontology: Ontology;
  readonly names: PhraseIndex<KnownName>;
}

/** One disease section as a card. */
export function buildCard(
  document: SourceDocument,
  disease: DiseaseSection,
  context: CardContext,
): DiseaseCard {
  const draft: Draft = {
    fields: Object.fromEntries(cardFields.map((field) => [field, []])) as never,
    signs: [],
    differentials: [],
    listed: [],
    apart: { histology: [], laboratory: [], etiology: [] },
  };
  for (const block of disease.blocks) fileBlock(document, disease, block, draft, context);
  const { section } = disease;
  const names = disease.names.map(({ name, start, end }) => ({
    text: name,
    span: spanOf(document, { start, end }, section.headingPath),
  }));
  const name = names[0]?.text ?? section.heading;
  return {
    id: `${slug(name)}@${document.id.slice(0, 8)}-${section.start}`,
    name,
    names,
    ontologyId: disease.ontologyId,
    documentIds: [document.id],
    fields: draft.fields,
    signs: draft.signs,
    differentials: draft.differentials,
    apart: draft.apart,
    figures: cardFigures(document, disease, context.ontology),
    conflicts: findConflicts(draft.signs),
  };
}

function fileBlock(
  document: SourceDocument,
  disease: DiseaseSection,
  block: RoleBlock,
  draft: Draft,
  context: CardContext,
): void {
  const { role, section } = block;
  const span = (range: TextRange): SourceSpan => spanOf(document, range, section.headingPath);
  if (role === 'treatment' || role === 'other') return;
  if (role === 'histology' || role === 'laboratory' || role === 'etiology') {
    for (const paragraph of block.paragraphs) {
      for (const sentence of splitSentences(document.text, paragraph)) {
        const said = document.text.slice(sentence.start, sentence.end);
        if (!isOrder(said)) draft.apart[role].push(span(sentence));
      }
    }
    return;
  }
  if (role === 'differential') {
    fileDifferentials(document, disease, block, draft, context);
    return;
  }
  for (const paragraph of block.paragraphs) {
    let another = false;
    for (const sentence of splitSentences(document.text, paragraph)) {
      const said = document.text.slice(sentence.start, sentence.end);
      if (isOrder(said)) continue;
      // "It begins later" after a sentence about another disease goes on with that.
      another = isOfAnother(document, sentence, disease, context) || (another && goesOn.test(said));
      if (another || (role === 'description' && comparing.test(said))) {
        const compared = { ...block, section: { ...section, heading: '' }, paragraphs: [sentence] };
        fileDifferentials(document, disease, compared, draft, context);
      }
      if (another) continue;
      const topic = topicOf(role, said);
      if (topic === null) {
        fileSentence(document, disease, sentence, span(sentence), role, draft, context);
      } else if (topic !== 'treatment' && topic !== 'inner')
        draft.apart[topic].push(span(sentence));
    }
  }
}

/** What keeps a sentence out of the fields, by what its heading promises. */
function topicOf(role: RoleBlock['role'], sentence: string): SentenceTopic | null {
  if (role === 'description') return sentenceTopic(sentence);
  return role === 'course' ? headedTopic(sentence) : null;
}

/** Takes up the subject of the sentence before. */
const goesOn = /^(?:it|they|its|their|this|these|here|both)\b/i;

/** Files a sentence that tells of the disease, with the signs in it. */
function fileSentence(
  document: SourceDocument,
  disease: DiseaseSection,
  sentence: TextRange,
  span: SourceSpan,
  role: RoleBlock['role'],
  draft: Draft,
  { ontology }: CardContext,
): void {
  const signs = ownSigns(document.text, sentence, role, ontology);
  // A sentence that lists diseases tells of none.
  if (signs === null) return;
  const said = document.text.slice(sentence.start, sentence.end);
  // That an ulcer is called so says nothing of its surface.
  const named = new Set(disease.names.flatMap(({ name }) => formsOf(name)));
  const telling = signs.filter(
    ({ start, end }) => !formsOf(document.text.slice(start, end)).every((form) => named.has(form)),
  );
  for (const { field, basis } of fieldsOf(role, said, telling, ontology)) {
    draft.fields[field].push({ span, basis });
  }
  const field = visibleField(role);
  if (field === null) return;
  for (const { termId, frequency, start, end } of signs) {
    draft.signs.push({ termId, frequency, field, span, match: { start, end } });
  }
}

/** True for a sentence whose subject is another disease: what it tells is that one's. */
function isOfAnother(
  document: SourceDocument,
  sentence: TextRange,
  { ontologyId, names }: DiseaseSection,
  context: CardContext,
): boolean {
  const { ontology } = context;
  const opening =
    openingDisease(document, sentence, ontology) ?? comparedSubject(document, sentence, context);
  if (opening === null || isSameLine(ontology, opening.ontologyId, ontologyId)) return false;
  const subject = formsOf(opening.name.name).join(' ');
  // "A boil, or abscess, is …" speaks of both.
  const begins = new Set(formsOf(document.text.slice(sentence.start, sentence.end)).slice(0, 6));
  return !names.some(
    ({ name }) =>
      formsOf(name).join(' ').includes(subject) || formsOf(name).every((form) => begins.has(form)),
  );
}

/** "Rodent cancer is liable to be mistaken for lupus": a name that only the book knows may be the subject too. */
function comparedSubject(
  { text }: SourceDocument,
  { start, end }: TextRange,
  { names }: CardContext,
): { readonly name: NamedRange; readonly ontologyId: string | null } | null {
  const said = text.slice(start, Math.min(end, start + 200));
  if (!comparing.test(said)) return null;
  const [first] = names.find(text, { start, end: start + said.length });
  if (!first || first.start > start + 12) return null;
  const name = text.slice(first.start, first.end);
  return { name: { name, start: first.start, end: first.end }, ontologyId: first.value.ontologyId };
}

type Filed = readonly { field: CardField; basis: 'heading' | 'wording' }[];

/** The fields of a sentence: the heading's, and those that its words put it into. */
function fieldsOf(
  role: RoleBlock['role'],
  sentence: string,
  signs: readonly FoundSign[],
  ontology: Ontology,
): Filed {
  const worded = (fields: readonly CardField[]): Filed =>
    fields.map((field) => ({ field, basis: 'wording' as const }));
  if (role === 'description') {
    // What a disease is taken for says neither how it looks nor where it sits.
    if (signs.length === 0 && comparing.test(sentence)) return [];
    return worded(fieldsByWording(sentence, signs, ontology));
  }
  const field = role as CardField;
  const mixed = role === 'morphology' || role === 'definition';
  const others = mixed ? fieldsByWording(sentence, signs, ontology) : [];
  return [
    { field, basis: 'heading' },
    ...worded(others.filter((other) => other !== field && other !== 'morphology')),
  ];
}

/** The field under which the signs of a block are filed; `null` where nothing seen is described. */
function visibleField(role: RoleBlock['role']): CardField | null {
  if (role === 'description') return 'morphology';
  const visible = ['definition', 'morphology', 'color', 'surface', 'border', 'dermoscopy'];
  return visible.includes(role) ? (role as CardField) : null;
}

/** Lower case, hyphens between words. */
export function slug(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\d]+/gu, '-').replace(/^-|-$/g, '') || 'unnamed';
}
