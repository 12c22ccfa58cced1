/** What a reader can leave out of a book. */
export type OmissionKind = 'heading' | 'figure' | 'table' | 'page' | 'text' | 'file';

/** Something of a book that is not in the document, or a figure without its picture, and why. */
export interface Omission {
  readonly kind: OmissionKind;
  /** What it is, as the book names it or as it begins. */
  readonly what: string;
  /** Line, page, chapter or file; `null` where the format has no places. */
  readonly place: string | null;
  readonly reason: string;
}

/** Omissions that are listed one by one. */
export const mostOmissions = 1000;

const longestName = 200;

/** Collects omissions; what is beyond the bound is counted. */
export class OmissionList {
  readonly listed: Omission[] = [];
  beyond = 0;

  add(omission: Omission): void {
    if (this.listed.length >= mostOmissions) this.beyond++;
    else this.listed.push({ ...omission, what: omission.what.slice(0, longestName) });
  }
}

/** An omission as one line of text. */
export function describeOmission({ kind, what, place, reason }: Omission): string {
  const where = place === null || place === what ? '' : `${place}: `;
  return `${where}${what.startsWith(kind) ? '' : `${kind} `}${what}: ${reason}`;
}
