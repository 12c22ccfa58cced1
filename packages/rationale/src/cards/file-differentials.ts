import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex } from '@skinr1/ontology';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import { readDifferentialBlock } from '../ddx/differential-passages.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { findSigns } from '../language/find-signs.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import type { CardDifferential, CardEntry, CardField, CardSign } from './card.ts';
import type { DiseaseSection, RoleBlock } from './disease-sections.ts';

/** A card in the making. */
export interface Draft {
  /** The diseases that the last question for a list named. */
  listed: readonly KnownName[];
  readonly fields: Record<CardField, CardEntry[]>;
  readonly signs: CardSign[];
  readonly differentials: CardDifferential[];
  readonly apart: { histology: SourceSpan[]; laboratory: SourceSpan[]; etiology: SourceSpan[] };
}

/** Files the diseases that a passage sets the card's against. */
export function fileDifferentials(
  document: SourceDocument,
  disease: DiseaseSection,
  block: RoleBlock,
  draft: Draft,
  { ontology, names }: { readonly ontology: Ontology; readonly names: PhraseIndex<KnownName> },
): void {
  const { heading, headingPath } = block.section;
  const diseaseKeys = new Set(
    disease.names.map(({ name }) => diseaseKey({ name, ontologyId: disease.ontologyId })),
  );
  for (const { name } of disease.names) diseaseKeys.add(diseaseKey({ name, ontologyId: null }));
  const keyOf = (entry: KnownName): string => diseaseKey(entry);
  const isOwn = (name: KnownName): boolean =>
    diseaseKeys.has(keyOf(name)) || isSameLine(ontology, name.ontologyId, disease.ontologyId);
  const file = (mention: KnownName, passage: TextRange, discriminates: boolean): void => {
    if (isOwn(mention)) return;
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
    { heading, paragraphs: block.paragraphs, isOwn },
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
