import type { Omission } from '../document/omissions.ts';

/** Columns beyond which a row is no table's; the parser takes quadratic time over them. */
const mostColumns = 1_000;

/** A text whose tables are within bounds, and what was taken out of it. */
export interface BoundedTables {
  readonly markdown: string;
  readonly omitted: readonly Omission[];
}

/**
 * Leaves blank the rows of tables that would make a Markdown parser slow: those beyond so many cells of the whole text,
 * and those of more columns than any table has, with the table if its head is one. A cell costs the parser a thousand
 * times what it costs to find it. Takes linear time; lines stay where they are.
 *
 * @param mostCells of all tables together
 */
export function boundTables(markdown: string, mostCells: number): BoundedTables {
  const lines = markdown.split('\n');
  const omitted: Omission[] = [];
  let cells = 0;
  for (let at = 1; at < lines.length; at++) {
    if (!isDelimiterRow(lines[at]!) || !lines[at - 1]!.includes('|')) continue;
    const head = at - 1;
    const isTooWide = [head, at].some((row) => cellsOf(lines[row]!) > mostColumns);
    cells += cellsOf(lines[head]!) + cellsOf(lines[at]!);
    let isKept = !isTooWide && cells <= mostCells;
    let dropped = 0;
    if (!isKept) {
      lines[head] = '';
      lines[at] = '';
    }
    for (at++; at < lines.length && !endsTable.test(lines[at]!); at++) {
      const columns = cellsOf(lines[at]!);
      isKept &&= cells + columns <= mostCells;
      if (isKept && columns <= mostColumns) {
        cells += columns;
        continue;
      }
      lines[at] = '';
      dropped++;
    }
    if (lines[head] === '' || dropped > 0) {
      const what = lines[head] === '' ? 'table' : `table, ${dropped} of its rows`;
      omitted.push(omission(what, head + 1, isTooWide, mostCells));
    }
  }
  return { markdown: omitted.length === 0 ? markdown : lines.join('\n'), omitted };
}

function omission(what: string, line: number, isTooWide: boolean, mostCells: number): Omission {
  const reason = isTooWide
    ? `it has more than ${mostColumns} columns`
    : `more than ${mostCells} cells of tables, or ${mostColumns} columns; the first can be raised, \`maxTableCells\``;
  return { kind: 'table', what, place: `line ${line}`, reason };
}

/** A line of nothing but `|`, `-`, `:` and space, perhaps behind marks of quotes and lists, as it stands below a head. */
function isDelimiterRow(line: string): boolean {
  return line.includes('|') && line.includes('-') && /^[\s|:>*+-]+$/.test(line);
}

/** Blank lines, headings, items and fences; a mark of a quote before them changes nothing. */
const endsTable = /^[\s>]*(?:$|#{1,6}\s|[-+*]\s|\d{1,9}[.)]\s|```|~~~)/;

function cellsOf(row: string): number {
  const text = row.trim();
  // Bars at the ends separate nothing.
  let count = 1 - Number(text.startsWith('|')) - Number(text.length > 1 && text.endsWith('|'));
  for (let at = row.indexOf('|'); at >= 0; at = row.indexOf('|', at + 1)) count++;
  return count;
}
