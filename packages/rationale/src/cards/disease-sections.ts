import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { Section, SourceDocument } from '@skinr1/textbook';
import { findSigns } from '../language/find-signs.ts';
import { isOrdinaryName } from '../language/name-index.ts';
import { splitSentences } from '../language/sentences.ts';
import { sharedNames } from '../language/shared-names.ts';
import { assignSections } from './assign-sections.ts';
import { chooseNode } from './choose-node.ts';
import {
  innerChapter,
  isBeneathSkin,
  isDisplay,
  isOfInnerOrgan,
  isOfSkin,
} from './disease-evidence.ts';
import type { Subject } from './distribute-text.ts';
import { namesBeside } from './opening.ts';
import { type NamedRange, resolveFirst } from './read-heading.ts';
import type { SectionRole } from './section-role.ts';
import { findSynonyms } from './synonyms.ts';

/** Text of a disease's section with what it is about. */
export interface RoleBlock {
  readonly role: SectionRole;
  /** The heading or question above it; the disease's own heading for the text right under it. */
  readonly section: Section;
  readonly paragraphs: readonly TextRange[];
}

/** A section of a book that treats one disease. */
export interface DiseaseSection {
  readonly section: Section;
  readonly names: readonly NamedRange[];
  readonly ontologyId: string | null;
  readonly blocks: readonly RoleBlock[];
  /** Indices of the document's sections that belong to it. */
  readonly sectionIndices: readonly number[];
}

/** The disease sections of a book, and the headings that are none with the reason. */
export interface FoundSections {
  readonly sections: readonly DiseaseSection[];
  readonly refused: readonly { readonly heading: string; readonly reason: string }[];
}

/**
 * The sections of a book that each treat one disease: named by what the ontology resolves in heading, run-in,
 * file name or first sentence, or, where the ontology knows no name, shown to be a disease by what the book
 * says of it. Everything else is refused with the reason.
 */
export function findDiseaseSections(document: SourceDocument, ontology: Ontology): FoundSections {
  const { subjects, refused } = assignSections(document, ontology);
  const sections: DiseaseSection[] = [];
  const reasons = [...refused];
  for (const subject of subjects) {
    // "Boils and abscesses": each name of such a heading means what it says.
    const together = subjects.some(
      (other) => other !== subject && other.section === subject.section,
    );
    const found = complete(document, subject, together, ontology);
    const reason = whyNot(document, found, ontology);
    if (reason === null) sections.push(found);
    else reasons.push({ heading: subject.names[0]?.name ?? subject.section.heading, reason });
  }
  return { sections, refused: reasons };
}

/** What a subject's own text adds: other names, and the node that the names and the text mean. */
function complete(
  document: SourceDocument,
  subject: Subject,
  together: boolean,
  ontology: Ontology,
): DiseaseSection {
  const { section, sectionIndices } = subject;
  const lines = sectionIndices.length > 0 ? findSynonyms(document, subject.index) : [];
  const aside = new Set(lines.map(({ paragraph }) => paragraph.start));
  // Where no heading says that it describes, what stands under unknown ones does.
  const described = subject.blocks.some(({ role }) => telling.has(role));
  const blocks = subject.blocks
    .map((block) => ({
      role: block.role === 'other' && !described ? ('description' as const) : block.role,
      section: block.section,
      paragraphs: block.paragraphs.filter(({ start }) => !aside.has(start)),
    }))
    .filter(({ paragraphs }) => paragraphs.length > 0);
  const text = blocks.flatMap(({ paragraphs }) => paragraphs);
  const heading = subject.names[0];
  const beside = text[0] && heading ? namesBeside(document, text[0], heading.name) : [];
  const listed = lines.flatMap(({ names }) => names);
  const names = [...subject.names, ...listed, ...beside];
  const shared = sharedNames(document, ontology).find(
    ({ name }) => name === heading?.name.toLowerCase(),
  );
  const headed = subject.ontologyId ?? resolveFirst(names, ontology);
  const meant = shared ? shared.ontologyId : headed;
  const ontologyId =
    meant === null || !heading || shared || together
      ? meant
      : chooseNode(document, meant, heading, beside, text, ontology);
  return { section, names, ontologyId, blocks, sectionIndices };
}

const telling: ReadonlySet<SectionRole> = new Set<SectionRole>([
  'definition',
  'description',
  'morphology',
  'color',
  'surface',
  'border',
  'differential',
  'distribution',
  'symptoms',
  'course',
  'dermoscopy',
]);

/** Why a section that names a disease makes no card; `null` if it does. */
function whyNot(
  document: SourceDocument,
  { section, names, ontologyId, blocks }: DiseaseSection,
  ontology: Ontology,
): string | null {
  const ranges = blocks
    .filter(({ role }) => telling.has(role))
    .flatMap(({ paragraphs }) => paragraphs)
    .filter((paragraph) => !isDisplay(document, paragraph));
  if (ranges.length === 0) return 'nothing under it describes the disease';
  const chapter = innerChapter(section.headingPath);
  if (chapter !== null) return `it stands under '${chapter}', which is not about the skin`;
  const above = [document.title, ...section.headingPath.slice(0, -1)];
  const opening = ranges.slice(0, 3).map(({ start, end }) => document.text.slice(start, end));
  const said = [section.heading, ...opening].join(' ');
  if (ontologyId !== null) {
    if (above.some(isOfSkin)) return null;
    const whole = ranges.map(({ start, end }) => document.text.slice(start, end)).join(' ');
    const ordinary = isOrdinaryName(names[0]?.name ?? section.heading) && !isOfSkin(whole);
    return ordinary || isBeneathSkin(whole)
      ? 'its text is not of the skin, nor is the book or chapter that it stands in'
      : null;
  }
  if (isOfInnerOrgan(said))
    return 'the ontology does not know it, and its text is of another organ';
  const first = ranges[0] ? splitSentences(document.text, ranges[0])[0] : undefined;
  const defined = first ? document.text.slice(first.start, first.end) : '';
  if (!above.some(isOfSkin)) {
    return isOfSkin(section.heading) || isOfSkin(defined)
      ? null
      : 'the ontology does not know it, and neither its name nor its definition is of the skin';
  }
  if (isOfSkin(said)) return null;
  const described = ranges.some((range) =>
    splitSentences(document.text, range).some(
      (sentence) => findSigns(document.text, sentence, ontology).length > 0,
    ),
  );
  return described
    ? null
    : 'the ontology does not know it, and its text says nothing of the skin nor of a sign';
}
