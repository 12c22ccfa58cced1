import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex } from '@skinr1/ontology';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import { readDifferentialBlock } from '../ddx/differential-passages.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { findSigns } from '../language/find-signs.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { formsOf } from '../language/word-set.ts';
import {
  type CardDifferential,
  type CardEntry,
  type CardField,
  type CardSign,
  cardFields,
  type DiseaseCard,
} from './card.ts';
import { cardFigures } from './card-figures.ts';
import type { DiseaseSection, RoleBlock } from './disease-sections.ts';
import { fieldsByWording, sentenceTopic } from './field-wording.ts';
import { findConflicts } from './merge-cards.ts';
import { openingDisease } from './opening.ts';

/** What building a card needs beside the section. */
export interface CardContext {
  readonly ontology: Ontology;
  readonly names: PhraseIndex<KnownName>;
}

interface Draft {
  /** The diseases that the last question for a list named. */
  listed: readonly KnownName[];
  readonly fields: Record<CardField, CardEntry[]>;
  readonly signs: CardSign[];
  readonly differentials: CardDifferential[];
  readonly apart: { histology: SourceSpan[]; laboratory: SourceSpan[]; etiology: SourceSpan[] };
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
  for (const sentence of block.paragraphs.flatMap((part) => splitSentences(document.text, part))) {
    const said = document.text.slice(sentence.start, sentence.end);
    if (isOrder(said)) continue;
    if (isOfAnother(document, sentence, disease, context)) {
      fileComparison(document, disease, block, sentence, draft, context);
      continue;
    }
    const fields = fieldsOf(role, said, () =>
      fileComparison(document, disease, block, sentence, draft, context),
    );
    if (typeof fields === 'string') {
      if (fields !== 'treatment') draft.apart[fields].push(span(sentence));
      continue;
    }
    for (const { field, basis } of fields)
      draft.fields[field].push({ span: span(sentence), basis });
    const signField = visibleField(role);
    if (signField) fileSigns(document, sentence, span(sentence), signField, draft, context);
  }
}

/** True for a sentence whose subject is another disease: what it tells is that one's. */
function isOfAnother(
  document: SourceDocument,
  sentence: TextRange,
  { ontologyId, names }: DiseaseSection,
  { ontology }: CardContext,
): boolean {
  const opening = openingDisease(document, sentence, ontology);
  if (opening === null || isSameLine(ontology, opening.ontologyId, ontologyId)) return false;
  const subject = formsOf(opening.name.name).join(' ');
  return !names.some(({ name }) => formsOf(name).join(' ').includes(subject));
}

type Filed = readonly { field: CardField; basis: 'heading' | 'wording' }[];

/** The fields of a sentence, or the topic that keeps it apart. */
function fieldsOf(
  role: RoleBlock['role'],
  sentence: string,
  fileComparison: () => void,
): Filed | 'treatment' | 'histology' | 'laboratory' | 'etiology' {
  if (role === 'symptomsAndCourse') {
    return [
      { field: 'symptoms', basis: 'heading' },
      { field: 'course', basis: 'heading' },
    ];
  }
  if (role !== 'description') {
    const field = role as CardField;
    const others = role === 'morphology' || role === 'definition' ? fieldsByWording(sentence) : [];
    return [
      { field, basis: 'heading' },
      ...others
        .filter((other) => other !== field && other !== 'morphology')
        .map((other) => ({ field: other, basis: 'wording' as const })),
    ];
  }
  const topic = sentenceTopic(sentence);
  if (topic) return topic;
  if (
    /\b(?:distinguish\w*|differentiat\w*|differs? from|mistaken for|confounded with)\b/i.test(
      sentence,
    )
  ) {
    fileComparison();
  }
  return fieldsByWording(sentence).map((field) => ({ field, basis: 'wording' as const }));
}

/** The field under which the signs of a block are filed; `null` where nothing seen is described. */
function visibleField(role: RoleBlock['role']): CardField | null {
  if (role === 'description') return 'morphology';
  const visible = ['definition', 'morphology', 'color', 'surface', 'border', 'dermoscopy'];
  return visible.includes(role) ? (role as CardField) : null;
}

function fileSigns(
  document: SourceDocument,
  sentence: TextRange,
  span: SourceSpan,
  field: CardField,
  draft: Draft,
  { ontology }: CardContext,
): void {
  for (const sign of findSigns(document.text, sentence, ontology)) {
    // What one place of the body lacks, another may have.
    if (sign.restricted) continue;
    draft.signs.push({
      termId: sign.termId,
      frequency: sign.frequency,
      field,
      span,
      match: { start: sign.start, end: sign.end },
    });
  }
}

function fileComparison(
  document: SourceDocument,
  disease: DiseaseSection,
  block: RoleBlock,
  sentence: TextRange,
  draft: Draft,
  context: CardContext,
): void {
  const comparison = {
    ...block,
    section: { ...block.section, heading: '' },
    paragraphs: [sentence],
  };
  fileDifferentials(document, disease, comparison, draft, context);
}

function fileDifferentials(
  document: SourceDocument,
  disease: DiseaseSection,
  block: RoleBlock,
  draft: Draft,
  { ontology, names }: CardContext,
): void {
  const { heading, headingPath } = block.section;
  const own = new Set(
    disease.names.map(({ name }) => diseaseKey({ name, ontologyId: disease.ontologyId })),
  );
  for (const { name } of disease.names) own.add(diseaseKey({ name, ontologyId: null }));
  const keyOf = (entry: KnownName): string => diseaseKey(entry);
  const file = (mention: KnownName, passage: TextRange, discriminates: boolean): void => {
    if (own.has(keyOf(mention))) return;
    if (isSameLine(ontology, mention.ontologyId, disease.ontologyId)) return;
    const known = draft.differentials.findIndex((entry) => keyOf(entry) === keyOf(mention));
    // One entry per disease; a passage that tells the two apart replaces one that only names it.
    if (known >= 0 && (draft.differentials[known]?.discriminates || !discriminates)) return;
    const entry: CardDifferential = {
      name: mention.name,
      ontologyId: mention.ontologyId,
      span: spanOf(document, passage, headingPath),
      discriminates,
      signs: [...new Set(findSigns(document.text, passage, ontology).map(({ termId }) => termId))],
    };
    if (known >= 0) draft.differentials[known] = entry;
    else draft.differentials.push(entry);
  };
  const mentions = readDifferentialBlock(
    document,
    { heading, paragraphs: block.paragraphs },
    { ontology, names },
  );
  for (const mention of mentions) file(mention, mention.passage, mention.discriminates);
  // "How does it differ from these several diseases?" answers for the list of the question before.
  const first = block.paragraphs[0];
  if (first && /\bthese\b|^what are the differential points/i.test(heading)) {
    for (const listed of draft.listed) file(listed, first, true);
  }
  draft.listed = mentions.every(({ discriminates }) => !discriminates) ? mentions : [];
}

/** Lower case, hyphens between words. */
export function slug(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\d]+/gu, '-').replace(/^-|-$/g, '') || 'unnamed';
}
