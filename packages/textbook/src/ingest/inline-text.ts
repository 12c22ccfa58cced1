import type { PagedText } from '../document/document-builder.ts';

/** Collects the text of one block: white space collapsed, soft hyphens dropped, page marks kept apart. */
export class InlineText {
  /** Length of the bold text that starts the block, in the collected text. */
  boldLength = 0;
  private text = '';
  private readonly pages: { offset: number; page: number }[] = [];
  private boldDepth = 0;
  private boldOnly = true;

  add(raw: string): void {
    const collapsed = raw.replace(/\u00ad/g, '').replace(/\s+/g, ' ');
    const addition =
      this.text === '' || this.text.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed;
    this.text += addition;
    if (this.boldDepth > 0 && this.boldOnly) this.boldLength = this.text.length;
    else if (addition.trim() !== '') this.boldOnly = false;
  }

  page(page: number): void {
    this.pages.push({ offset: this.text.length, page });
  }

  bold(change: 1 | -1): void {
    this.boldDepth += change;
  }

  finish(): PagedText {
    const text = this.text.trimEnd();
    this.boldLength = Math.min(this.boldLength, text.length);
    return {
      text,
      pages: this.pages.map(({ offset, page }) => ({
        offset: Math.min(offset, text.length),
        page,
      })),
    };
  }
}
