import { html, type Markup } from './html.ts';

/** A figure of one model. */
export interface ModelCell {
  readonly content: Markup | string;
  /** In bold. */
  readonly best?: boolean;
  /** What a pointer over it shows. */
  readonly hint?: string;
}

/** The figures of one model, in the order of the columns. */
export interface ModelRow {
  readonly name: string;
  readonly cells: readonly ModelCell[];
}

/**
 * A card with a row per model. On a narrow page every row is a list of its columns' names and figures, so that
 * nothing is wider than the page.
 */
export function modelTable(columns: readonly string[], rows: readonly ModelRow[]): Markup {
  return html`<div class="card scroll"><table class="models"><thead><tr><th scope="col">model</th>
${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => modelRow(row, columns))}</tbody></table></div>`;
}

function modelRow({ name, cells }: ModelRow, columns: readonly string[]): Markup {
  return html`<tr><th scope="row">${name}</th>${cells.map(
    ({ content, best = false, hint }, index) =>
      html`<td data-column="${columns[index]}"${best ? html` class="best"` : null}${
        hint === undefined ? null : html` title="${hint}"`
      }>${content}</td>`,
  )}</tr>`;
}
