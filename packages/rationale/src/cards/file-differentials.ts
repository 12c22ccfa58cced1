import type { SourceSpan, TextRange } from '@skinr1/core';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import { readDifferentialBlock } from '../ddx/differential-passages.ts';
import { diseasesIn } from '../ddx/diseases-in.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { namesInList } from '../ddx/unknown-names.ts';
import { differentialLabel } from '../language/differential-labels.ts';
import { findSigns } from '../language/find-signs.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { signOwners } from '../language/sign-owners.ts';
import type { CardDifferential, CardEntry, CardField, CardSign } from './card.ts';
import { looksLikeDisease } from './disease-evidence.ts';
import type { DiseaseSection, RoleBlock } from './disease-sections.ts';
import { type OwnFinder, type ToldSigns, tellSigns } from './own-signs.ts';

/** A card in the making. */
export interface Draft {
  /** The diseases that the last question for a list named. */
  listed: readonly KnownName[];
  readonly fields: Record<CardField, CardEntry[]>;
  readonly signs: CardSign[];
  readonly differentials: CardDifferential[];
  readonly apart: { histology: SourceSpan[]; laboratory: SourceSpan[]; etiology: SourceSpan[] };
}

/** A draft with the section that it is made of. */
export interface Filing {
  readonly document: SourceDocument;
  readonly disease: DiseaseSection;
  readonly draft: Draft;
  readonly finder: OwnFinder;
}

/** Files the diseases that a passage sets the card's against. */
export function fileDifferentials(filing: Filing, block: RoleBlock): void {
  const { document, draft, finder } = filing;
  const { heading, headingPath } = block.section;
  const mentions = readDifferentialBlock(
    document,
    { heading, paragraphs: block.paragraphs, isOwn: finder.isOwn },
    finder,
  );
  for (const mention of mentions) {
    fileMention(filing, mention, mention.passage, mention.discriminates, headingPath);
  }
  const headed = differentialLabel(heading, { start: 0, end: heading.length }) !== null;
  if (headed && mentions.length === 0) fileLabeled(filing, block);
  // "How does it differ from these several diseases?" answers for the list of the question before.
  const first = block.paragraphs[0];
  if (first && /\bthese\b|^what are the differential points/i.test(heading)) {
    for (const listed of draft.listed) fileMention(filing, listed, first, true, headingPath);
  }
  draft.listed = mentions.every(({ discriminates }) => !discriminates) ? mentions : [];
}

/** Under a heading for them, the diseases that a sentence gives signs of: "Lichen planus (Wickham striae), …". */
function fileLabeled(filing: Filing, { role, section, paragraphs }: RoleBlock): void {
  const { document, finder } = filing;
  for (const paragraph of paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      if (isOrder(document.text.slice(sentence.start, sentence.end))) continue;
      const label = differentialLabel(document.text, sentence);
      const passage = { start: label?.end ?? sentence.start, end: sentence.end };
      const told = tellSigns(document.text, passage, role, finder, anyName);
      fileRivals(filing, told, passage, section.headingPath);
    }
  }
}

/** In a list every name takes what follows it. */
const anyName = (): boolean => true;

/** Files the diseases that a sentence says signs of. */
export function fileRivals(
  filing: Filing,
  { rivals }: ToldSigns,
  passage: TextRange,
  headingPath: readonly string[],
): void {
  for (const { name, termIds } of rivals) {
    if (termIds.length > 0) fileMention(filing, name, passage, true, headingPath, termIds);
  }
}

/** Takes up the subject of the sentence before. */
export const goesOn: RegExp = /^(?:it|they|its|their|this|these|here|both)\b/i;

/** Files all the diseases that a passage lists, those too that no index knows. */
export function fileListed(
  filing: Filing,
  passage: TextRange,
  headingPath: readonly string[],
): void {
  const { document, finder } = filing;
  const { text } = document;
  const told = tellSigns(text, passage, 'differential', finder, anyName);
  for (const { name, termIds } of told.rivals) {
    fileMention(filing, name, passage, termIds.length > 0, headingPath, termIds);
  }
  // "Both itch" goes on, and lists nothing.
  if (goesOn.test(text.slice(passage.start, passage.start + 12))) return;
  for (const name of namesInList(text.slice(passage.start, passage.end), finder)) {
    const whole = { start: 0, end: name.length };
    if (!looksLikeDisease(name) || findSigns(name, whole, finder.ontology).length > 0) continue;
    fileMention(filing, { name, ontologyId: null }, passage, false, headingPath);
  }
}

/** One entry per disease, with the signs that the passage names between the two by default; a passage that tells the two apart replaces one that only names it. */
function fileMention(
  { document, draft, finder }: Filing,
  mention: KnownName,
  passage: TextRange,
  discriminates: boolean,
  headingPath: readonly string[],
  signs: readonly string[] = signsBetween(document.text, passage, mention, finder),
): void {
  if (finder.isOwn(mention)) return;
  const key = diseaseKey(mention);
  const known = draft.differentials.findIndex((entry) => diseaseKey(entry) === key);
  if (known >= 0 && (draft.differentials[known]?.discriminates || !discriminates)) return;
  const entry: CardDifferential = {
    name: mention.name,
    ontologyId: mention.ontologyId,
    span: spanOf(document, passage, headingPath),
    discriminates,
    signs,
  };
  if (known >= 0) draft.differentials[known] = entry;
  else draft.differentials.push(entry);
}

/** The signs that a passage names of the card's disease or of the other, and not those of a third. */
function signsBetween(
  text: string,
  passage: TextRange,
  other: KnownName,
  finder: OwnFinder,
): string[] {
  const signs = new Set<string>();
  const concerned = (name: KnownName): boolean =>
    finder.isOwn(name) ||
    diseaseKey(name) === diseaseKey(other) ||
    isSameLine(finder.ontology, name.ontologyId, other.ontologyId);
  for (const sentence of splitSentences(text, passage)) {
    const named = diseasesIn(text, finder, sentence);
    const ownersOf = signOwners(text, sentence, named, concerned);
    for (const sign of findSigns(text, sentence, finder.ontology)) {
      const owners = ownersOf(sign).map(({ value }) => value);
      if (owners.length === 0 || owners.some(concerned)) signs.add(sign.termId);
    }
  }
  return [...signs];
}
