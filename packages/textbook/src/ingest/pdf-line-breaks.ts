import type { PdfLine } from './pdf-rows.ts';

/** A mark that a list's items start with. */
export const itemMark: RegExp = /^(?:[•◦▪‣·–—*-]|\(?\d{1,3}[.)])\s+(?=\S)/;

/** An item follows another one or the end of a sentence; else it is a number at the start of a line. */
export function startsItem(previous: PdfLine, first: PdfLine): boolean {
  return itemMark.test(first.text) || /[.?!:;]["”)]?$/.test(previous.text);
}

/** True if a sentence runs on from one line to the other. */
export function goesOn(previous: PdfLine, next: PdfLine): boolean {
  return !/[.?!:]["”)]?$/.test(previous.text) && /^[\p{Ll}\d("“]/u.test(next.text);
}
