import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { Section, SourceDocument } from '@skinr1/textbook';
import { comparing } from '../language/comparing.ts';
import { findNamedThings } from '../language/named-things.ts';
import { splitSentences } from '../language/sentences.ts';
import { formsOf } from '../language/word-set.ts';
import { definesDisease, innerChapter } from './disease-evidence.ts';
import { groupNouns } from './heading-words.ts';
import { type Opening, openingDisease, paragraphOpening } from './opening.ts';
import { opensAnotherThing } from './other-subject.ts';
import type { NamedRange } from './read-heading.ts';
import type { SectionRole } from './section-role.ts';

/** Text under one heading, about one thing. */
interface OpenBlock {
  readonly role: SectionRole;
  readonly section: Section;
  readonly paragraphs: TextRange[];
}

/** A disease that a book treats, as its text is gathered. */
export interface Subject {
  readonly section: Section;
  /** Index of the section; for one that a paragraph opens, of the section it stands in. */
  readonly index: number;
  readonly names: readonly NamedRange[];
  readonly ontologyId: string | null;
  readonly blocks: OpenBlock[];
  readonly sectionIndices: number[];
}

/** Roles under which a paragraph may open with another disease as its subject. */
export const opensDiseases: ReadonlySet<SectionRole> = new Set([
  'description',
  'definition',
  'morphology',
]);

/** "Epithelioma occurs in several forms", at the head of a paragraph. */
const topicShift =
  /^[^.;]{0,30}?(?:\b(?:occurs?|results?|is met with|are met with)\b|[—–])|^\)?\.?\s?[—–]|^,? (?:or|also called|also known as|otherwise called) [^,.;]{2,60},/i;

/** Gives the text under headings to the diseases it is about. */
export class TextDistributor {
  private readonly document: SourceDocument;
  private readonly ontology: Ontology;
  private readonly begin: (subject: Subject) => void;

  /** `begin` is told of every disease that a paragraph opens with. */
  constructor(document: SourceDocument, ontology: Ontology, begin: (subject: Subject) => void) {
    this.document = document;
    this.ontology = ontology;
    this.begin = begin;
  }

  /**
   * Gives the paragraphs under a heading to its diseases, or to another that a paragraph opens with. Returns the
   * disease that the last paragraph is about.
   */
  distribute(
    owner: readonly Subject[],
    section: Section,
    index: number,
    role: SectionRole,
  ): Subject | null {
    const inner = innerChapter([...section.headingPath, '']) !== null;
    const describes = opensDiseases.has(role) || role === 'other';
    let about = role;
    let current = owner[0] ?? null;
    for (const [at, { kind, start, end }] of section.paragraphs.entries()) {
      if (kind !== 'prose' && kind !== 'list-item') continue;
      const paragraph = { start, end };
      // A run-in heading has no end in print: a later paragraph may begin something else.
      const opens = !inner && (describes || (section.origin === 'run-in' && at > 0));
      const opening = opens ? this.openingOf(paragraph, owner, section) : null;
      const opened = opening && this.openedBy(opening, current, owner, section, index, paragraph);
      if (opened) {
        current = opened;
        about = 'description';
      } else if (opens && at > 0 && opening === null && this.leaves(current, paragraph)) {
        current = null;
      } else if (owner.length > 1 && about === role) {
        current = this.distributeSentences(owner, current, section, about, paragraph);
        continue;
      }
      if (current) file(current, about, sectionOf(current, section, opened), paragraph);
    }
    return current;
  }

  /** Under a heading that names a group, and no disease, a name may be given in passing. */
  private openingOf(
    paragraph: TextRange,
    owner: readonly Subject[],
    { heading }: Section,
  ): Opening | null {
    const words = heading.toLowerCase().match(/\p{L}+/gu) ?? [];
    const ofGroup = owner.length === 0 && words.some((word) => groupNouns.has(word));
    return paragraphOpening(this.document, paragraph, this.ontology, ofGroup);
  }

  private leaves(current: Subject | null, paragraph: TextRange): boolean {
    return current !== null && opensAnotherThing(this.document.text, paragraph, current.names);
  }

  /** "Boils and Carbuncles": a sentence is about the one that it, or the last before it, opens with. */
  private distributeSentences(
    owner: readonly Subject[],
    before: Subject | null,
    section: Section,
    role: SectionRole,
    paragraph: TextRange,
  ): Subject | null {
    let current = before;
    for (const sentence of splitSentences(this.document.text, paragraph)) {
      const opening = openingDisease(this.document, sentence, this.ontology);
      const said = opening ? [opening.ontologyId] : this.diseasesIn(sentence);
      const begins = new Set(
        formsOf(this.document.text.slice(sentence.start, sentence.end)).slice(0, 6),
      );
      const named = owner.filter(
        ({ ontologyId: diseaseId, names: [name] }) =>
          // A wider name ("streptococcal infections") speaks of none of them alone.
          said.some(
            (id) =>
              id === diseaseId || (diseaseId && id && this.ontology.isAncestor(diseaseId, id)),
          ) ||
          (name && formsOf(name.name).every((form) => begins.has(form))),
      );
      if (named.length === 1) current = named[0] ?? current;
      // "A boil, or abscess, is …" speaks of both.
      const about = named.length > 1 ? named : current ? [current] : [];
      for (const subject of about) file(subject, role, section, sentence);
    }
    return current;
  }

  /** True if the first is a form of the second. */
  private isWithin(id: string | null, wider: string | null): boolean {
    return id !== null && wider !== null && this.ontology.isAncestor(wider, id);
  }

  private diseasesIn(sentence: TextRange): (string | null)[] {
    const { diseases } = findNamedThings(this.document.text, sentence, this.ontology);
    return diseases.map(({ value }) => value.ontologyId);
  }

  /** The disease that a paragraph begins to treat; `null` where it goes on with the one before. */
  private openedBy(
    opening: Opening,
    current: Subject | null,
    owner: readonly Subject[],
    section: Section,
    index: number,
    paragraph: TextRange,
  ): Subject | null {
    const { name, ownName, ontologyId } = opening;
    if (current?.ontologyId === ontologyId) return null;
    const back = owner.find((subject) => subject.ontologyId === ontologyId);
    if (back) return back;
    if (current && this.isWithin(current.ontologyId, ontologyId)) return null;
    const narrower = current !== null && this.isWithin(ontologyId, current.ontologyId);
    // A form of the disease has its own text only where the book sets it off.
    if (narrower && !opening.runsIn) return null;
    if (owner.length > 0) {
      const sentence = splitSentences(this.document.text, paragraph)[0] ?? paragraph;
      const text = this.document.text.slice(sentence.start, sentence.end);
      // "Rodent cancer is liable to be mistaken for lupus" compares, and begins nothing.
      if (comparing.test(text)) return null;
      const takesUp = topicShift.test(text.slice(name.end - sentence.start));
      const bare = (ownName ?? name).start - sentence.start < 3;
      if (!definesDisease(text, name.name) && !(bare && takesUp)) return null;
    }
    const headed: Section = {
      ...section,
      heading: name.name,
      headingRange: { start: name.start, end: name.end },
      headingPath: [...section.headingPath, name.name],
      start: paragraph.start,
    };
    const subject = {
      section: headed,
      index,
      names: ownName ? [ownName, name] : [name],
      ontologyId,
      blocks: [],
      sectionIndices: [],
    };
    this.begin(subject);
    return subject;
  }
}

function sectionOf(current: Subject, section: Section, opened: Subject | null): Section {
  return opened || current.sectionIndices.length === 0 ? current.section : section;
}

function file(subject: Subject, role: SectionRole, section: Section, range: TextRange): void {
  const last = subject.blocks.at(-1);
  if (last && last.section === section && last.role === role) last.paragraphs.push(range);
  else subject.blocks.push({ role, section, paragraphs: [range] });
}
