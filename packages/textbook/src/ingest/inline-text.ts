import type { PagedText } from '../document/builder-input.ts';

/** How letters are set apart from those around them, the strongest first. */
export const emphases = ['bold', 'small-capitals', 'italics'] as const;
export type Emphasis = (typeof emphases)[number];

/** The part of a block that is set apart at its start. */
export interface EmphasizedStart {
  readonly emphasis: Emphasis;
  /** Its length in the text of the block. */
  readonly length: number;
}

/** Collects the text of one block: white space collapsed, soft hyphens dropped, page marks kept apart. */
export class InlineText {
  private text = '';
  private readonly pages: { offset: number; page: number }[] = [];
  private readonly depths: Record<Emphasis, number> = {
    bold: 0,
    'small-capitals': 0,
    italics: 0,
  };
  /** `undefined` until the first letter. */
  private opening: Emphasis | null | undefined = undefined;
  private openingLength = 0;
  private openingEnded = false;

  add(raw: string): void {
    const collapsed = raw.replace(/\u00ad/g, '').replace(/\s+/g, ' ');
    const addition =
      this.text === '' || this.text.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed;
    this.text += addition;
    if (addition.trim() === '') return;
    if (this.opening === undefined) {
      this.opening = emphases.find((emphasis) => this.depths[emphasis] > 0) ?? null;
    }
    if (this.opening === null || this.depths[this.opening] === 0) this.openingEnded = true;
    if (!this.openingEnded) this.openingLength = this.text.length;
  }

  page(page: number): void {
    this.pages.push({ offset: this.text.length, page });
  }

  emphasize(emphasis: Emphasis, change: 1 | -1): void {
    // What is closed without having been opened changes nothing.
    this.depths[emphasis] = Math.max(0, this.depths[emphasis] + change);
  }

  /** How the block starts, if it is set apart there. */
  get start(): EmphasizedStart | null {
    if (!this.opening) return null;
    const length = Math.min(this.openingLength, this.text.trimEnd().length);
    return { emphasis: this.opening, length };
  }

  finish(): PagedText {
    const text = this.text.trimEnd();
    return {
      text,
      pages: this.pages.map(({ offset, page }) => ({
        offset: Math.min(offset, text.length),
        page,
      })),
    };
  }
}
