import type { TextRange } from '@skinr1/core';
import { numberKey } from './figure-label.ts';
import { isFigureList } from './listed-captions.ts';
import type { Figure, Paragraph, Section, SourceDocument } from './source-document.ts';

/**
 * Gives every figure the paragraphs that speak of it: those anywhere in the book that name its number
 * ("see Fig. 17"), else the prose just before and after it in its own section.
 */
export function attachNearby(document: SourceDocument): SourceDocument {
  const mentions = findMentions(document);
  const figures = document.figures.map((figure): Figure => {
    const named = figure.number === null ? [] : (mentions.get(numberKey(figure.number)) ?? []);
    const elsewhere = named.filter((range) => range.start !== figure.captionRange.start);
    return {
      ...figure,
      nearby: elsewhere.length > 0 ? elsewhere : neighbors(document.sections, figure),
    };
  });
  return { ...document, figures };
}

/** Prose before and after the figure in its section; if it has none, the first of its first sub-section. */
function neighbors(sections: readonly Section[], figure: Figure): TextRange[] {
  const at = figure.captionRange.start;
  const prose = proseOf(sections[figure.section]);
  const before = prose.filter(({ end }) => end <= at).at(-1);
  const after = prose.find(({ start }) => start >= at);
  const beside = [before, after].filter((paragraph) => paragraph !== undefined);
  const section = sections[figure.section];
  const next = sections[figure.section + 1];
  // A plate right under a heading belongs to what comes first below that heading.
  const below = section && next && next.level > section.level ? proseOf(next).slice(0, 1) : [];
  return (beside.length > 0 ? beside : below).map(({ start, end }) => ({ start, end }));
}

function proseOf(section: Section | undefined): Paragraph[] {
  return (section?.paragraphs ?? []).filter(({ kind }) => kind === 'prose' || kind === 'list-item');
}

function findMentions(document: SourceDocument): Map<string, TextRange[]> {
  const numbers = new Set(
    document.figures.flatMap(({ number }) => (number === null ? [] : numberKey(number))),
  );
  const found = new Map<string, TextRange[]>();
  for (const section of document.sections) {
    if (section.headingPath.some(isFigureList)) continue;
    for (const paragraph of section.paragraphs) {
      if (paragraph.kind === 'caption') continue;
      const text = document.text.slice(paragraph.start, paragraph.end);
      for (const match of text.matchAll(
        /\b(?:fig(?:ures?|s?\.)?|plates?|pl\.)\s*(\d+(?:[.-]\d+){0,3}[a-z]?|[IVXLC]{1,8})\b/gi,
      )) {
        const number = numberKey(match[1] as string);
        if (!numbers.has(number)) continue;
        const ranges = found.get(number) ?? [];
        ranges.push({ start: paragraph.start, end: paragraph.end });
        found.set(number, ranges);
      }
    }
  }
  return found;
}
