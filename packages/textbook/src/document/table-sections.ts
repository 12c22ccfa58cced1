/** What the sections of a table are added to. */
interface TableTarget {
  subheading(text: string, origin: 'row', options?: { readonly depth?: 1 | 2 }): void;
  paragraph(text: string, kind: 'prose', line: number | null): unknown;
  /** Begins a list; what it returns ends it. */
  enterList(): () => void;
}

/** A section for each row, by the name in its first cell, and below it one for each further cell under its column's head. */
export function addNameRows(
  [head = [], ...rows]: readonly (readonly string[])[],
  line: number | null,
  target: TableTarget,
): void {
  const leave = target.enterList();
  for (const [name = '', ...cells] of rows) {
    target.subheading(name || (head[0] ?? ''), 'row');
    for (const [index, cell] of cells.entries()) {
      if (cell === '') continue;
      target.subheading(head[index + 1] ?? '', 'row', { depth: 2 });
      target.paragraph(cell, 'prose', line);
    }
  }
  leave();
}

/** A section for each feature, with what the second cell says of it. */
export function addFeatureRows(
  rows: readonly (readonly string[])[],
  line: number | null,
  target: TableTarget,
): void {
  const leave = target.enterList();
  for (const [feature = '', description = ''] of rows) {
    target.subheading(feature, 'row');
    target.paragraph(description, 'prose', line);
  }
  leave();
}
