import type { Markup } from './html.ts';

/** A part of the report's page. Anything made with {@link html} can be one. */
export interface ReportSection {
  /** Its anchor, unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
  /** Plain data for the page's script, in an element `ID-data`. */
  readonly data?: unknown;
}
