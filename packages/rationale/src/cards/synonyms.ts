import type { TextRange } from '@skinr1/core';
import type { Section, SourceDocument } from '@skinr1/textbook';
import type { NamedRange } from './read-heading.ts';

const synonymLine = /^\(?\s*(?:synonyms?|also (?:called|known as)|syn\.|other names?)\s*:?\s*/i;

/** Other names that a section gives in a line of its own, and the paragraph that they are in. */
export interface SynonymLine {
  readonly paragraph: TextRange;
  readonly names: readonly NamedRange[];
}

/** A line "Synonyms: …" at the head of a section, or the aliases of a note. */
export function findSynonyms(document: SourceDocument, index: number): SynonymLine[] {
  const section = document.sections[index] as Section;
  const next = document.sections[index + 1];
  const below = next && next.level > section.level ? next.paragraphs.slice(0, 1) : [];
  const candidates = [...section.paragraphs, ...below].slice(0, 4);
  const found: SynonymLine[] = [];
  for (const paragraph of candidates) {
    const text = document.text.slice(paragraph.start, paragraph.end);
    const lead = paragraph.kind === 'aliases' ? 0 : synonymLine.exec(text)?.[0].length;
    if (lead === undefined || text.length > 1200 || isSentence(text.slice(lead))) continue;
    found.push({ paragraph, names: listedNames(text.slice(lead), paragraph.start + lead) });
  }
  return found;
}

/** "Also called dry eczema, it is seen on the legs. The …" goes on with what the disease is. */
function isSentence(text: string): boolean {
  return /[.!?]\s+\p{Lu}|\b(?:is|are|was|were|occurs?|affects?|presents?)\b/u.test(text);
}

function listedNames(text: string, at: number): NamedRange[] {
  const body = text.replace(/(?<![\s.)])[\s.)]+$/, '');
  const separator = body.includes(';') ? /[^;]+/g : /[^,;]+/g;
  const names: NamedRange[] = [];
  for (const match of body.matchAll(separator)) {
    const name = match[0].replace(/^(?:\s|and\s|or\s)+|(?<![\s.])[\s.]+$/g, '');
    if (name.length < 3 || name.length > 80) continue;
    const start = at + match.index + match[0].indexOf(name);
    names.push({ name, start, end: start + name.length });
  }
  return names;
}
