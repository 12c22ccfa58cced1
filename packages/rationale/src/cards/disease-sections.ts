import type { TextRange } from '@skinr1/core';
import { type Ontology, splitWords } from '@skinr1/ontology';
import { questionLevel, type Section, type SourceDocument } from '@skinr1/textbook';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';
import { classifySection, type SectionRole } from './section-role.ts';

/** Text of a disease's section with what it is about. */
export interface RoleBlock {
  readonly role: SectionRole;
  /** The heading or question above it; the disease's own heading for the text right under it. */
  readonly section: Section;
  readonly paragraphs: readonly TextRange[];
}

/** A name a book gives to a disease, with the place. */
export interface NamedRange extends TextRange {
  readonly name: string;
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

const genericHeading =
  /^(?:contents|index|preface|foreword|introduction|glossary|appendix|references|bibliography|list of|about|copyright|acknowledge|chapter \d+\.?$|part \w+\.?$|class [ivx]+\b|section \d|anatomy|symptomatology|.*\blesions?\.?$|.*\bbases\.?$|relative frequency|contagiousness|rapidity|distribution and|principles|general (?:considerations|therap)|the (?:epidermis|blood|nervous|hair|dermis|corium|skin)\b|how to)/i;

const fieldHeading =
  /^(?:the )?(?:clinical |general |typical )?(?:definition|overview|introduction|summary|description|morphology|colou?r|surface|texture|border|margin|size|distribution|location|localisation|localization|sites?|symptoms?|signs?|signs and symptoms|symptoms and (?:course|signs)|course|course and prognosis|prognosis|outcome|epidemiology|population|demographics|dermoscopy|dermatoscopy|trichoscopy|differential|differential diagnos[ie]s|diagnosis|red flags?|warning signs?|histology|histopathology|pathology|pathogenesis|pathophysiology|a?etiology|causes?|risk factors?|treatment|therapy|management|investigations?|laboratory(?: findings| tests)?|prevention|features|presentation|findings|appearance|picture|complications|examination|key points|variants?|types?|figures?|images?|references|further reading|see also)s?[.:]?$/i;

const telling: ReadonlySet<SectionRole> = new Set<SectionRole>([
  'definition',
  'description',
  'morphology',
  'differential',
  'distribution',
  'symptoms',
  'course',
  'dermoscopy',
]);

/**
 * The sections of a book that each treat one disease: their heading is a name that the ontology knows, or
 * the questions or first sentence under it define or describe that name. Chapters, indexes and
 * general parts are left out.
 */
export function findDiseaseSections(
  document: SourceDocument,
  ontology: Ontology,
): DiseaseSection[] {
  const found: DiseaseSection[] = [];
  const end = backMatterStart(document);
  document.sections.forEach((section, index) => {
    if (section.start >= end || section.level < 1 || section.level >= questionLevel) return;
    if (isFieldHeading(document, index)) return;
    const candidate = collect(document, section, index, ontology);
    if (!candidate || !isDisease(document, candidate)) return;
    if (candidate.ontologyId !== null || !genericHeading.test(section.heading))
      found.push(candidate);
  });
  return found;
}

/** Where the index or the advertisements after it begin; the end of the text if there are none. */
function backMatterStart({ sections, text }: SourceDocument): number {
  const start = sections.find(
    (section) =>
      /^(?:general )?index\.?$/i.test(section.heading) && section.start > text.length / 2,
  );
  return start?.start ?? text.length;
}

function isFieldHeading(document: SourceDocument, index: number): boolean {
  const section = document.sections[index] as Section;
  const hasParent = section.headingPath.length > 1;
  return hasParent && fieldHeading.test(section.heading.trim());
}

function collect(
  document: SourceDocument,
  section: Section,
  index: number,
  ontology: Ontology,
): DiseaseSection | null {
  const synonymAt = findSynonyms(document, section);
  const blocks: RoleBlock[] = [];
  const sectionIndices = [index];
  const own = textParagraphs(section).filter(({ start }) => start !== synonymAt?.paragraph.start);
  if (own.length > 0) blocks.push({ role: 'description', section, paragraphs: own });
  for (let at = index + 1; at < document.sections.length; at++) {
    const child = document.sections[at] as Section;
    if (child.level <= section.level) break;
    // A real sub-heading that is no field is a subject of its own.
    if (child.level < questionLevel && !isFieldHeading(document, at)) break;
    sectionIndices.push(at);
    const paragraphs = textParagraphs(child).filter(
      ({ start }) => start !== synonymAt?.paragraph.start,
    );
    if (paragraphs.length > 0) {
      blocks.push({ role: classifySection(child.heading), section: child, paragraphs });
    }
  }
  if (blocks.length === 0) return null;
  const names = [...headingNames(section), ...(synonymAt?.names ?? [])];
  const ontologyId = resolveSection(ontology, names);
  return { section, names, ontologyId, blocks, sectionIndices };
}

/** The first name that the ontology knows. A synonym that only shortens the heading ("Lupus") is too wide. */
function resolveSection(ontology: Ontology, names: readonly NamedRange[]): string | null {
  const words = (name: string): string[] => splitWords(name).map(({ form }) => form);
  const heading = new Set(words(names[0]?.name ?? ''));
  for (const [index, { name }] of names.entries()) {
    const shortens = index > 0 && words(name).every((word) => heading.has(word));
    const id = shortens ? null : resolveName(ontology, name);
    if (id !== null) return id;
  }
  return null;
}

function textParagraphs(section: Section): TextRange[] {
  return section.paragraphs.filter(({ kind }) => kind === 'prose' || kind === 'list-item');
}

function isDisease(document: SourceDocument, candidate: DiseaseSection): boolean {
  const tells = candidate.blocks.some(
    ({ role, paragraphs }) =>
      telling.has(role) && paragraphs.some((paragraph) => !isDisplay(document, paragraph)),
  );
  if (candidate.ontologyId !== null) return tells;
  const fields = candidate.blocks.filter(
    ({ role, section }) =>
      section.level < questionLevel && section !== candidate.section && telling.has(role),
  );
  if (fields.length >= 2) return true;
  return candidate.blocks.some(
    (block) => telling.has(block.role) && speaksOf(document, block, candidate),
  );
}

/** True for a line in capitals, as on a title page: it describes nothing. */
function isDisplay({ text }: SourceDocument, { start, end }: TextRange): boolean {
  const line = text.slice(start, end);
  return /\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line);
}

/** The question names the disease, or the answer opens with "X is …". */
function speaksOf(document: SourceDocument, block: RoleBlock, candidate: DiseaseSection): boolean {
  const keys = candidate.names.flatMap(({ name }) => splitWords(name).map(({ form }) => form));
  const own = block.section === candidate.section;
  const first = block.paragraphs[0] as TextRange;
  const sentence = splitSentences(document.text, first)[0] ?? first;
  const opening = document.text.slice(sentence.start, Math.min(sentence.end, sentence.start + 160));
  const asked = own ? '' : block.section.heading;
  const defines = /\b(?:is|are|may be|consists?|signifies|means|denotes|occurs|appears?)\b/i.test(
    opening,
  );
  const mentioned = (text: string): boolean => {
    const forms = new Set(splitWords(text).map(({ form }) => form));
    return keys.some((key) => key.length > 2 && forms.has(key));
  };
  return mentioned(asked) || (defines && mentioned(opening) && (!own || opening.length > 30));
}

/** "Seborrhœa (Eczema Seborrhoicum)." is two names. */
function headingNames(section: Section): NamedRange[] {
  const { start } = section.headingRange;
  const names: NamedRange[] = [];
  for (const match of section.heading.matchAll(/[^()]+/g)) {
    const name = match[0].replace(/^[\s.,;:—-]+|(?<![\s.,;:—-])[\s.,;:—-]+$/g, '');
    if (name.length < 3) continue;
    const at = start + match.index + match[0].indexOf(name);
    names.push({ name, start: at, end: at + name.length });
  }
  return names;
}

const synonymLine = /^\(?\s*(?:synonyms?|also (?:called|known as)|syn\.|other names?)\s*:?\s*/i;

function findSynonyms(
  document: SourceDocument,
  section: Section,
): { paragraph: TextRange; names: NamedRange[] } | null {
  const next = document.sections[document.sections.indexOf(section) + 1];
  const candidates = [...section.paragraphs, ...(next?.paragraphs.slice(0, 1) ?? [])].slice(0, 4);
  for (const paragraph of candidates) {
    const text = document.text.slice(paragraph.start, paragraph.end);
    const lead = synonymLine.exec(text);
    if (!lead || text.length > 1200) continue;
    const body = text.slice(lead[0].length).replace(/(?<![\s.)])[\s.)]+$/, '');
    const separator = body.includes(';') ? /[^;]+/g : /[^,;]+/g;
    const names: NamedRange[] = [];
    for (const match of body.matchAll(separator)) {
      const name = match[0].replace(/^(?:\s|and\s|or\s)+|(?<![\s.])[\s.]+$/g, '');
      if (name.length < 3 || name.length > 80) continue;
      const start = paragraph.start + lead[0].length + match.index + match[0].indexOf(name);
      names.push({ name, start, end: start + name.length });
    }
    return { paragraph, names };
  }
  return null;
}
