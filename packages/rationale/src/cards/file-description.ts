import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { spanOf } from '@skinr1/textbook';
import { isCompared } from '../ddx/differential-passages.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { comparing } from '../language/comparing.ts';
import { type DifferentialLabel, differentialLabel } from '../language/differential-labels.ts';
import type { FoundSign } from '../language/find-signs.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { formsOf } from '../language/word-set.ts';
import type { CardField } from './card.ts';
import type { RoleBlock } from './disease-sections.ts';
import {
  fieldsByWording,
  headedTopic,
  type SentenceTopic,
  sentenceTopic,
} from './field-wording.ts';
import {
  type Filing,
  fileDifferentials,
  fileListed,
  fileRivals,
  goesOn,
} from './file-differentials.ts';
import { openingDisease } from './opening.ts';
import { type ToldSigns, tellSigns } from './own-signs.ts';
import type { NamedRange } from './read-heading.ts';
import { classifySection, type SectionRole } from './section-role.ts';

/** What the sentences before one make of it. */
interface Reading {
  /** The paragraph stands under a label for other diseases. */
  readonly labeled: boolean;
  /** The sentence before was about another disease. */
  readonly another: boolean;
}

/** Files what a block tells of its disease, and of others beside it, each to whom it is said of. */
export function fileDescription(filing: Filing, block: RoleBlock): void {
  const { text } = filing.document;
  let labeled = false;
  for (const paragraph of block.paragraphs) {
    const sentences = splitSentences(text, paragraph);
    let reading: Reading = { labeled, another: false };
    for (const sentence of sentences) reading = fileSentence(filing, block, sentence, reading);
    const [first] = sentences;
    // A label in a line of its own heads the paragraphs after it, until the text comes back to the disease.
    const label = first && sentences.length === 1 ? labelOf(filing, first) : null;
    const alone = label?.heads && label.end >= paragraph.end - 3;
    labeled = alone || (labeled && reading.labeled);
  }
}

function fileSentence(
  filing: Filing,
  block: RoleBlock,
  sentence: TextRange,
  before: Reading,
): Reading {
  const { document, finder } = filing;
  const { role, section } = block;
  const said = document.text.slice(sentence.start, sentence.end);
  // A question ("Herald patch?") says nothing of the disease.
  if (isOrder(said) || /\?["”')]{0,2}$/.test(said)) return before;
  const label = labelOf(filing, sentence);
  const labeled = label?.heads || (before.labeled && !comesBack(filing, sentence));
  if (label !== null || labeled) {
    const start = label?.end ?? sentence.start;
    if (/\p{L}/u.test(document.text.slice(start, sentence.end))) {
      fileListed(filing, { start, end: sentence.end }, section.headingPath);
    }
    return { labeled, another: true };
  }
  // "It begins later" after a sentence about another disease goes on with that.
  const goes = before.another && goesOn.test(said);
  const another = goes || isOfAnother(filing, sentence);
  if (another || (role === 'description' && comparing.test(said))) {
    const compared = { ...block, section: { ...section, heading: '' }, paragraphs: [sentence] };
    fileDifferentials(filing, compared);
  }
  const told = tellSigns(document.text, sentence, role, finder);
  if (!another && setsApart(said)) fileRivals(filing, told, sentence, section.headingPath);
  // A warning is of what else it may be or become.
  const onlyRivals =
    role !== 'redFlags' &&
    told.own?.length === 0 &&
    told.rivals.some(({ termIds }) => termIds.length);
  if (!another && !onlyRivals) fileOwn(filing, block, sentence, told);
  const compares = comparing.test(said) || goesOn.test(said);
  return { labeled, another: another || (onlyRivals && !compares) };
}

/** Says that a disease is to be thought of beside the section's. */
function setsApart(sentence: string): boolean {
  return isCompared(sentence) || bids.test(sentence);
}

const bids =
  /\b(?:consider|suspect|think of|rule out|points? to|indicat\w+|favou?rs?|speaks? for|vs|versus|compared|rather than)\b/i;

/** A label that does not name the section's own disease: "Consider scabies if there are burrows" under scabies. */
function labelOf({ document, finder }: Filing, sentence: TextRange): DifferentialLabel | null {
  const label = differentialLabel(document.text, sentence);
  if (label === null || label.heads) return label;
  const { rivals } = tellSigns(document.text, sentence, 'differential', finder);
  const own = namesOwn({ document, finder }, sentence);
  return own && rivals.length === 0 ? null : label;
}

function namesOwn(
  { document, finder }: Pick<Filing, 'document' | 'finder'>,
  range: TextRange,
): boolean {
  return finder.names.find(document.text, range).some(({ value }) => finder.isOwn(value));
}

const otherLabel = /^[\s*_•-]{0,4}(\p{Lu}[\p{L} ]{2,40}?)[*_]{0,2}\s?(?:[:–—]|$)/u;

/** Whether a sentence under a label for other diseases is of the section's own again, or under another label. */
function comesBack({ document, finder }: Filing, sentence: TextRange): boolean {
  const head = { start: sentence.start, end: Math.min(sentence.end, sentence.start + 40) };
  const [first] = finder.names.find(document.text, head);
  if (first && first.start < sentence.start + 12 && finder.isOwn(first.value)) return true;
  const named = otherLabel.exec(document.text.slice(sentence.start, sentence.end))?.[1];
  if (named === undefined || first !== undefined) return false;
  const role: SectionRole = classifySection(named);
  return role !== 'other' && role !== 'differential';
}

/** What keeps a sentence out of the fields, by what its heading promises. */
function topicOf(role: SectionRole, sentence: string): SentenceTopic | null {
  if (role === 'description') return sentenceTopic(sentence);
  return role === 'course' ? headedTopic(sentence) : null;
}

/** Files a sentence that tells of the disease, with the signs in it. */
function fileOwn(
  { document, disease, draft, finder }: Filing,
  { role, section }: RoleBlock,
  sentence: TextRange,
  { own: signs }: ToldSigns,
): void {
  const said = document.text.slice(sentence.start, sentence.end);
  const span = spanOf(document, sentence, section.headingPath);
  const topic = topicOf(role, said);
  if (topic !== null) {
    if (topic !== 'treatment' && topic !== 'inner') draft.apart[topic].push(span);
    return;
  }
  // A sentence that lists diseases tells of none.
  if (signs === null) return;
  // That an ulcer is called so says nothing of its surface.
  const named = new Set(disease.names.flatMap(({ name }) => formsOf(name)));
  const telling = signs.filter(
    ({ start, end }) => !formsOf(document.text.slice(start, end)).every((form) => named.has(form)),
  );
  for (const { field, basis } of fieldsOf(role, said, telling, finder.ontology)) {
    draft.fields[field].push({ span, basis });
  }
  const field = visibleField(role);
  if (field === null) return;
  for (const { termId, frequency, start, end } of signs) {
    draft.signs.push({ termId, frequency, field, span, match: { start, end } });
  }
}

/** True for a sentence whose subject is another disease: what it tells is that one's. */
function isOfAnother(filing: Filing, sentence: TextRange): boolean {
  const { document, finder } = filing;
  const { ontologyId, names } = filing.disease;
  const { ontology } = finder;
  const opening =
    openingDisease(document, sentence, ontology) ??
    comparedSubject(filing, sentence) ??
    introduced(filing, sentence);
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
  { document: { text }, finder: { names } }: Filing,
  { start, end }: TextRange,
): { readonly name: NamedRange; readonly ontologyId: string | null } | null {
  const said = text.slice(start, Math.min(end, start + 200));
  if (!comparing.test(said)) return null;
  const [first] = names.find(text, { start, end: start + said.length });
  if (!first || first.start > start + 12) return null;
  const name = text.slice(first.start, first.end);
  return { name: { name, start: first.start, end: first.end }, ontologyId: first.value.ontologyId };
}

const introduces =
  /\b(?:condition|disease|disorder|infection|affection|rash)s? (?:is |are )?(?:called|known as|termed|named)\s+(?:an?\s+|the\s+)?["“'*_]*$/i;

/** "They may also cause a condition called erythema nodosum": what follows is of that. */
function introduced(
  { document: { text }, finder: { names } }: Filing,
  sentence: TextRange,
): { readonly name: NamedRange; readonly ontologyId: string | null } | null {
  const found = names
    .find(text, sentence)
    .find(({ start }) => introduces.test(text.slice(Math.max(sentence.start, start - 40), start)));
  if (found === undefined) return null;
  const { start, end, value } = found;
  return { name: { name: text.slice(start, end), start, end }, ontologyId: value.ontologyId };
}

type Filed = readonly { field: CardField; basis: 'heading' | 'wording' }[];

/** The fields of a sentence: the heading's, and those that its words put it into. */
function fieldsOf(
  role: SectionRole,
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
function visibleField(role: SectionRole): CardField | null {
  if (role === 'description') return 'morphology';
  const visible = ['definition', 'morphology', 'color', 'surface', 'border', 'dermoscopy'];
  return visible.includes(role) ? (role as CardField) : null;
}
