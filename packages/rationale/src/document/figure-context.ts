import {
  type Figure,
  type Paragraph,
  pageAt,
  type Section,
  type SourceDocument,
  type TextRange,
} from './source-document.ts';

/**
 * Gives every figure the paragraphs that speak of it: those anywhere in the book that name its number
 * ("see Fig. 17"), else the prose just before and after it in its own section.
 */
export function attachNearby(document: SourceDocument): SourceDocument {
  const mentions = findMentions(document);
  const figures = document.figures.map((figure): Figure => {
    const named = figure.number === null ? [] : (mentions.get(figure.number) ?? []);
    const elsewhere = named.filter((range) => range.start !== figure.captionRange.start);
    const section = document.sections[figure.section] as Section;
    return {
      ...figure,
      nearby: elsewhere.length > 0 ? elsewhere : neighbours(section, figure.captionRange.start),
      page: pageAt(document, Math.max(0, figure.captionRange.start - 1)),
    };
  });
  return { ...document, figures };
}

function neighbours(section: Section, at: number): TextRange[] {
  const prose = section.paragraphs.filter(({ kind }) => kind === 'prose' || kind === 'list-item');
  const before = prose.filter(({ end }) => end <= at).at(-1);
  const after = prose.find(({ start }) => start >= at);
  return [before, after]
    .filter((paragraph): paragraph is Paragraph => paragraph !== undefined)
    .map(({ start, end }) => ({ start, end }));
}

function findMentions(document: SourceDocument): Map<string, TextRange[]> {
  const numbers = new Set(document.figures.map(({ number }) => number));
  const found = new Map<string, TextRange[]>();
  for (const section of document.sections) {
    for (const paragraph of section.paragraphs) {
      if (paragraph.kind === 'caption') continue;
      const text = document.text.slice(paragraph.start, paragraph.end);
      for (const match of text.matchAll(/\bfig(?:ures?|s?\.)?\s*(\d+(?:[.-]\d+)?[a-z]?)\b/gi)) {
        const number = match[1] as string;
        if (!numbers.has(number)) continue;
        const ranges = found.get(number) ?? [];
        ranges.push({ start: paragraph.start, end: paragraph.end });
        found.set(number, ranges);
      }
    }
  }
  return found;
}
