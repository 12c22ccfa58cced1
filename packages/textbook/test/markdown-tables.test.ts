import { describe, expect, it } from 'vitest';
import { describeOmission, readMarkdown } from '../src/index.ts';

const read = (text: string, maxTableCells = 40_000) => {
  const bytes = new TextEncoder().encode(text);
  const { tables, omitted, text: all } = readMarkdown(bytes, { limits: { maxTableCells } });
  return {
    rows: tables.map(({ rows }) => rows.length),
    omitted: omitted.map(describeOmission),
    all,
  };
};

/** A table of `columns` columns and `rows` rows beside its head. */
const table = (columns: number, rows: number, before = '') =>
  `${before}${'|a'.repeat(columns)}|\n${before}${'|-'.repeat(columns)}|\n${`${before}${'|x'.repeat(columns)}|\n`.repeat(rows)}`;

describe('tables that would make the parser slow', () => {
  it('lose the rows beyond the limit, which are listed, and what follows is read', () => {
    const long = read(`# A\n\n${table(2, 20_000)}\nAfter it.\n\n${table(2, 2)}`, 60);
    expect(long.rows).toEqual([29]);
    expect(long.all).toMatch(/After it\.$/);
    expect(long.omitted).toEqual([
      expect.stringMatching(
        /^line 3: table, 19972 of its rows: more than 60 cells .*maxTableCells/,
      ),
      expect.stringMatching(/^line 20008: table: more than 60 cells/),
    ]);
  });

  it('are left out where they have more columns than any table', () => {
    const wide = read(`# A\n\n${table(50_000, 1)}\nAfter it.\n`);
    expect(wide.rows).toEqual([]);
    expect(wide.omitted).toEqual(['line 3: table: it has more than 1000 columns']);
    expect(wide.all).toMatch(/After it\.$/);
  });

  it('are found in quotes, in lists and within HTML', () => {
    for (const text of [
      table(2, 5000, '> '),
      `- item\n\n${table(2, 5000, '  ')}`,
      `<div markdown="1">\n${table(2, 5000)}</div>`,
    ]) {
      expect(read(`# A\n\nText.\n\n${text}`, 60).omitted.join()).toMatch(
        /table, 49\d\d of its rows/,
      );
    }
  });

  it('within the limits are whole', () => {
    const { rows, omitted } = read(
      `# A\n\n${table(3, 9)}\n${table(2, 1)}# B\n\n- |a|b|\n  |-|-|\n  |c|d|\n`,
    );
    expect(rows).toEqual([10, 2, 2]);
    expect(omitted).toEqual([]);
  });
});
