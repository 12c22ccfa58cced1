import type { Ontology } from '@skinr1/ontology';
import type { Section, SourceDocument } from '@skinr1/textbook';
import { isSameLine } from '../ddx/same-line.ts';
import { signIndex } from '../language/sign-index.ts';
import { innerChapter, isQuestion, sectionsUnder, unknownIsDisease } from './disease-evidence.ts';
import { opensDiseases, type Subject, TextDistributor } from './distribute-text.ts';
import { groupNouns } from './heading-words.ts';
import { type HeadingReading, type NamedRange, namesIn, readHeading } from './read-heading.ts';
import { classifySection, type SectionRole } from './section-role.ts';

/** All that a book treats, and the headings that treat no disease. */
export interface Assignment {
  readonly subjects: readonly Subject[];
  readonly refused: readonly { readonly heading: string; readonly reason: string }[];
}

/** A heading that is open: what comes under it is about its diseases; about none in a general chapter. */
interface Frame {
  readonly level: number;
  readonly subjects: readonly Subject[];
  /** What a part of a disease is about; `null` for the disease's own heading, and for a chapter. */
  readonly part: SectionRole | null;
  /** What the last paragraph under it is about, if that is none of its diseases. */
  readonly last: Subject | null;
}

/** Gives every section of a book to the disease that it treats or is a part of. */
export function assignSections(document: SourceDocument, ontology: Ontology): Assignment {
  const assigner = new SectionAssigner(document, ontology);
  const end = backMatterStart(document);
  document.sections.forEach((section, index) => {
    if (section.level < 1 || section.start >= end) return;
    assigner.visit(section, index);
  });
  return assigner;
}

/** Where the index or the advertisements after it begin; the end of the text if there are none. */
function backMatterStart({ sections, text }: SourceDocument): number {
  const start = sections.find(
    (section) =>
      /^(?:general )?index\.?$/i.test(section.heading) && section.start > text.length / 2,
  );
  return start?.start ?? text.length;
}

const unknownReason = 'neither its heading nor its text names a disease';
const chapterReason = 'its heading names a chapter or a part, and no disease stands above it';
const groupReason = 'its heading names a group, and the diseases of it stand under it';

class SectionAssigner implements Assignment {
  readonly subjects: Subject[] = [];
  readonly refused: { heading: string; reason: string }[] = [];
  private readonly document: SourceDocument;
  private readonly ontology: Ontology;
  private readonly frames: Frame[] = [];
  private readonly texts: TextDistributor;
  private readonly repeated: ReadonlySet<string>;

  constructor(document: SourceDocument, ontology: Ontology) {
    this.document = document;
    this.ontology = ontology;
    this.repeated = repeatedHeadings(document);
    this.texts = new TextDistributor(document, ontology, (subject) => this.subjects.push(subject));
  }

  visit(section: Section, index: number): void {
    const byHeading = isQuestion(section) ? ({ kind: 'part' } as const) : this.read(section);
    this.close(section, byHeading);
    const above = this.frames.at(-1)?.subjects ?? [];
    const owner = byHeading.kind === 'part' ? this.ownersOf(section, above) : above;
    const reading = this.withinOwner(byHeading, owner);
    if (owner.length > 0 && this.isPart(section, index, reading, owner)) {
      this.addPart(owner, section, index);
      return;
    }
    if (isQuestion(section)) return;
    if (reading.kind === 'diseases' && this.isSubject(section, index, reading)) {
      const subjects = reading.diseases.map(({ names, ontologyId }) =>
        this.open(section, index, names, ontologyId),
      );
      const role = reading.partOf ? classifySection(section.heading) : 'description';
      this.begin(section, index, subjects, role);
      return;
    }
    if (reading.kind === 'unknown' && unknownIsDisease(this.document, index)) {
      const names = namesIn(section.heading, section.headingRange.start);
      this.begin(section, index, [this.open(section, index, names, null)], 'description');
      return;
    }
    this.refuse(section, index, reading);
  }

  /** "Gangrene from frost-bite" treats frost-bite under gangrene; elsewhere it is not told which of the two. */
  private withinOwner(reading: HeadingReading, owner: readonly Subject[]): HeadingReading {
    if (reading.kind !== 'diseases' || reading.within === undefined) return reading;
    const { within } = reading;
    const under = owner.some(({ ontologyId }) => isSameLine(this.ontology, ontologyId, within));
    return under ? reading : { kind: 'unknown' };
  }

  private read(section: Section): HeadingReading {
    return readHeading(section, this.ontology);
  }

  /** A known name heads what is told of the disease; not its chapter, nor one part of it by itself. */
  private isSubject(section: Section, index: number, reading: HeadingReading): boolean {
    if (reading.kind !== 'diseases' || this.isChapter(section, index, reading)) return false;
    return !reading.partOf || opensDiseases.has(classifySection(section.heading));
  }

  /** "Infections of the skin", where each infection has a heading of its own. */
  private isChapter(section: Section, index: number, reading: HeadingReading): boolean {
    if (reading.kind !== 'diseases') return false;
    const words = section.heading.toLowerCase().match(/\p{L}+/gu) ?? [];
    if (!words.some((word) => groupNouns.has(word))) return false;
    return sectionsUnder(this.document, index).some(
      (under) => this.read(under).kind === 'diseases',
    );
  }

  /** Ends the headings that this one is not under. */
  private close(section: Section, reading: HeadingReading): void {
    for (let top = this.frames.at(-1); top; top = this.frames.at(-1)) {
      if (top.level < section.level) return;
      const heads = top.subjects.length > 0 && top.part === null;
      if (top.level === section.level && heads && reading.kind === 'part') {
        // Books that head the disease and its parts alike repeat the parts for every disease.
        const runsIn = section.origin === 'run-in' || section.origin === 'bold-line';
        if (runsIn || this.repeated.has(headingKey(section))) return;
      }
      this.frames.pop();
    }
  }

  /** Whether a heading under a disease, or beside it, is a part of it. */
  private isPart(
    section: Section,
    index: number,
    reading: HeadingReading,
    owner: readonly Subject[],
  ): boolean {
    if (reading.kind === 'unknown') return !unknownIsDisease(this.document, index, true);
    if (reading.kind !== 'diseases') return true;
    if (signIndex(this.ontology).get(section.heading) !== undefined) return true;
    return reading.diseases.every(({ ontologyId }) =>
      owner.some((subject) =>
        reading.partOf
          ? isSameLine(this.ontology, subject.ontologyId, ontologyId)
          : subject.ontologyId === ontologyId,
      ),
    );
  }

  private open(
    section: Section,
    index: number,
    names: readonly NamedRange[],
    ontologyId: string | null,
  ): Subject {
    const subject = { section, index, names, ontologyId, blocks: [], sectionIndices: [index] };
    this.subjects.push(subject);
    return subject;
  }

  private begin(
    section: Section,
    index: number,
    subjects: readonly Subject[],
    role: SectionRole,
  ): void {
    this.push(section, subjects, null, this.texts.distribute(subjects, section, index, role));
  }

  private push(
    { level }: Section,
    subjects: readonly Subject[],
    part: SectionRole | null,
    about: Subject | null,
  ): void {
    const last = about !== null && !subjects.includes(about) ? about : null;
    this.frames.push({ level, subjects, part, last });
  }

  /** The diseases above a part, or the one that a paragraph before it opened with, if the part names that. */
  private ownersOf(section: Section, above: readonly Subject[]): readonly Subject[] {
    const last = this.frames.at(-1)?.last;
    const [first] = section.paragraphs;
    if (!last || !first) return above;
    const text = this.document.text.slice(first.start, first.end).toLowerCase();
    return last.names.some(({ name }) => text.includes(name.toLowerCase())) ? [last] : above;
  }

  private addPart(owner: readonly Subject[], section: Section, index: number): void {
    for (const subject of owner) subject.sectionIndices.push(index);
    const classified = classifySection(section.heading);
    // What a heading under "Treatment" or "Clinical features" does not say, the one above it does.
    const inherited =
      classified === 'other' ? (this.frames.at(-1)?.part ?? classified) : classified;
    // "Changes in the teeth": nothing of the skin.
    const role = innerChapter([section.heading, '']) === null ? inherited : 'other';
    this.push(section, owner, role, this.texts.distribute(owner, section, index, role));
  }

  private refuse(section: Section, index: number, reading: HeadingReading): void {
    const before = this.subjects.length;
    const role = classifySection(section.heading);
    const treats = reading.kind === 'unknown' || reading.kind === 'diseases';
    const about = treats
      ? this.texts.distribute([], section, index, role === 'other' ? 'description' : role)
      : null;
    this.push(section, [], null, about);
    if (this.subjects.length > before) return;
    const reason = !treats
      ? chapterReason
      : reading.kind === 'diseases'
        ? groupReason
        : unknownReason;
    this.refused.push({ heading: section.heading, reason });
  }
}

function headingKey({ heading, level }: Section): string {
  return `${level} ${heading.trim().toLowerCase()}`;
}

/** Headings that stand more than once at their level. */
function repeatedHeadings({ sections }: SourceDocument): ReadonlySet<string> {
  const once = new Set<string>();
  const again = new Set<string>();
  for (const key of sections.map(headingKey)) (once.has(key) ? again : once).add(key);
  return again;
}
