import type { TextRange } from '@skinr1/core';
import { tidy } from './builder-input.ts';
import { figureLabel, numberKey } from './figure-label.ts';
import type { Figure, Section, SourceDocument } from './source-document.ts';

/** What a list of plates says of one of them. */
interface ListEntry extends TextRange {
  readonly key: string;
}

const listHeading =
  /^(?:(?:a )?(?:list|explanation|description|legends?|key|index|table)s? (?:of|to|for) (?:the )?(?:[\p{L}-]+ )?(?:plates?|figures?|illustrations?|photographs?|images?)|(?:[\p{L}-]+ )?plates|(?:figure |plate )?legends)$/iu;

/** True for the heading of a list that says what plates or figures show. */
export function isFigureList(heading: string): boolean {
  return heading.length < 80 && listHeading.test(heading);
}

/** Longest caption, in characters. */
const longest = 1500;

/**
 * A figure without a caption, as plates bound at the end are, gets what a list of plates or figures says under its
 * number. `labels`: figures that are a number and a caption without a picture; those of a list, and those whose plate
 * is found, are none.
 */
export function captionFromLists(
  document: SourceDocument,
  labels: ReadonlySet<Figure>,
): SourceDocument {
  const [listed, apart] = [true, false].map((inList) =>
    [...labels].filter(({ headingPath }) => headingPath.some(isFigureList) === inList),
  ) as [Figure[], Figure[]];
  const entries = new Map([
    ...unique(asEntries(apart)),
    ...unique([...listEntries(document), ...asEntries(listed)]),
  ]);
  const given = new Set<string>();
  const figures = document.figures.map((figure) => {
    if (labels.has(figure)) return figure;
    const plate = numbered(figure, document);
    const key = plate.caption === '' && plate.number !== null ? numberKey(plate.number) : null;
    const entry = key === null ? undefined : entries.get(key);
    if (key === null || !entry) return plate;
    given.add(key);
    const { start, end } = entry;
    return {
      ...plate,
      caption: tidy(document.text.slice(start, end)),
      captionRange: { start, end },
    };
  });
  const isPlate = (figure: Figure): boolean =>
    !labels.has(figure) ||
    (apart.includes(figure) && (figure.number === null || !given.has(numberKey(figure.number))));
  return { ...document, figures: figures.filter(isPlate) };
}

/** A plate under a heading that is its number: "PLATE IV". */
function numbered(figure: Figure, { sections }: SourceDocument): Figure {
  if (figure.number !== null) return figure;
  const heading = sections[figure.section]?.heading ?? '';
  const number = figureLabel(heading)?.number ?? null;
  return number === null ? figure : { ...figure, number };
}

/** Entries by number, less the numbers that stand for several things, as Plate 1 and Fig. 1 do. */
function unique(entries: readonly ListEntry[]): Map<string, ListEntry> {
  const found = new Map<string, ListEntry>();
  const several = new Set<string>();
  for (const entry of entries) {
    if (found.has(entry.key)) several.add(entry.key);
    found.set(entry.key, entry);
  }
  for (const key of several) found.delete(key);
  return found;
}

function asEntries(figures: readonly Figure[]): ListEntry[] {
  return figures
    .filter(({ number, caption }) => number !== null && caption !== '')
    .map(({ number, captionRange }) => ({ key: numberKey(number as string), ...captionRange }));
}

function listEntries({ sections, text }: SourceDocument): ListEntry[] {
  const entries: ListEntry[] = [];
  for (const section of sections) {
    if (!section.headingPath.some(isFigureList)) continue;
    // "PLATE IV" as a heading of its own, with what it shows below.
    const heading = text.slice(section.headingRange.start, section.headingRange.end);
    let open = isFigureList(heading) ? null : labeled(heading, section.headingRange.start);
    if (open && open.end > open.start) entries.push(open);
    for (const range of entryRanges(section, text)) {
      const entry = labeled(text.slice(range.start, range.end), range.start);
      if (entry) open = entry;
      else if (open && open.end === open.start) open = { ...open, ...range };
      else continue;
      if (open.end > open.start && open.end - open.start <= longest) entries.push(open);
    }
  }
  return entries;
}

/** The paragraphs of a list; one of several entries, as lines run together, is parted before each label. */
function entryRanges({ paragraphs }: Section, text: string): TextRange[] {
  return paragraphs.flatMap(({ start, end }) => {
    const paragraph = text.slice(start, end);
    const kind = /^(plate|pl\.|fig)/i.exec(paragraph)?.[1];
    if (kind === undefined) return [{ start, end }];
    const starts = [...paragraph.matchAll(/(?<=[.\d)…]\s|\n)(?:plate|pl\.|fig)/gi)]
      .filter(
        ({ 0: word, index }) =>
          word.toLowerCase() === kind.toLowerCase() && figureLabel(paragraph.slice(index)),
      )
      .map(({ index }) => start + index);
    const from = [start, ...starts];
    return from.map((at, index) => ({ start: at, end: from[index + 1] ?? end }));
  });
}

/** "IV. Psoriasis . . . 32", "Plate 4: Psoriasis, facing page 32", "4 | Psoriasis | 32". */
function labeled(entry: string, start: number): ListEntry | null {
  const label = figureLabel(entry);
  const bare = /^(\d{1,3}[a-z]?|[IVXLC]{1,8})(?:[.:)]| \|| [—–-])\s?/.exec(entry);
  const number = label?.number ?? bare?.[1];
  if (number === undefined) return null;
  let from = label?.length ?? bare?.[0].length ?? 0;
  while (/[\s|.:—–-]/.test(entry[from] ?? '')) from++;
  const end = Math.max(from, beforePage(entry));
  return { key: numberKey(number), start: start + from, end: start + end };
}

/** Where an entry ends before the page that it refers to. */
function beforePage(entry: string): number {
  const whole = entry.trimEnd().length;
  const page = /(?:\d{1,4}|frontispiece)\)?\.?$/i.exec(entry.slice(0, whole));
  if (!page) return whole;
  const marks = /(?:[.…·|,(\s]|\bp\.|\bpp\.|\bpages?|\bfacing|\bfaces|\bopposite|\bto face)$/i;
  let end = page.index;
  let marked = /^f/i.test(page[0]);
  for (let mark = marks.exec(entry.slice(0, end)); mark; mark = marks.exec(entry.slice(0, end))) {
    marked ||= mark[0].trim() !== '';
    end = mark.index;
  }
  return marked ? end : whole;
}
