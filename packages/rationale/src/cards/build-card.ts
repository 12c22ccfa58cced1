import type { SourceSpan, TextRange } from '@skinr1/core';
import { type SourceDocument, spanOf } from '@skinr1/textbook';
import type { NameFinder } from '../ddx/diseases-in.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { cardFields, type DiseaseCard } from './card.ts';
import { cardFigures } from './card-figures.ts';
import type { DiseaseSection, RoleBlock } from './disease-sections.ts';
import { fileDescription } from './file-description.ts';
import { type Draft, type Filing, fileDifferentials } from './file-differentials.ts';
import { findConflicts } from './merge-cards.ts';
import { ownNameTest } from './own-name.ts';

/** One disease section as a card; `figures`: indices of those that show the disease. */
export function buildCard(
  document: SourceDocument,
  disease: DiseaseSection,
  figures: readonly number[],
  context: NameFinder,
): DiseaseCard {
  const draft: Draft = {
    fields: Object.fromEntries(cardFields.map((field) => [field, []])) as never,
    signs: [],
    differentials: [],
    listed: [],
    apart: { histology: [], laboratory: [], etiology: [] },
  };
  const isOwn = ownNameTest(disease, context.ontology);
  const filing: Filing = { document, disease, draft, finder: { ...context, isOwn } };
  for (const block of disease.blocks) fileBlock(filing, block);
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
    figures: cardFigures(document, disease, figures, context.ontology),
    conflicts: findConflicts(draft.signs),
  };
}

function fileBlock(filing: Filing, block: RoleBlock): void {
  const { document, draft } = filing;
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
    fileDifferentials(filing, block);
    return;
  }
  fileDescription(filing, block);
}

/** Lower case, hyphens between words. */
export function slug(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\d]+/gu, '-').replace(/^-|-$/g, '') || 'unnamed';
}
