import { expect } from 'vitest';
import { readHtml, readMarkdown, readPlainText, type SourceDocument } from '../src/index.ts';

const encoder = new TextEncoder();
export const html = (text: string): SourceDocument => readHtml(encoder.encode(text));
export const markdown = (text: string): SourceDocument => readMarkdown(encoder.encode(text));
export const plainText = (text: string): SourceDocument => readPlainText(encoder.encode(text));

/** Every range of a document lies in the text, in order, and headings are where they are said to be. */
export function checkRanges(document: SourceDocument): void {
  let last = 0;
  for (const { heading, headingRange, paragraphs } of document.sections) {
    if (heading !== '') {
      expect(document.text.slice(headingRange.start, headingRange.end)).toBe(heading);
    }
    for (const { start, end } of paragraphs) {
      // Text after a list of terms or a table goes on in the section above it.
      expect(end).toBeGreaterThan(start);
      expect(document.text.slice(start, end).trim()).not.toBe('');
      last = end;
    }
  }
  expect(last).toBeLessThanOrEqual(document.text.length);
  for (const { caption, captionRange } of document.figures) {
    expect(document.text.slice(captionRange.start, captionRange.end)).toBe(caption);
  }
}
