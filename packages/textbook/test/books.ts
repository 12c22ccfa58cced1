import { readHtml, readMarkdown, readPlainText, type SourceDocument } from '../src/index.ts';

const encoder = new TextEncoder();
export const html = (text: string): SourceDocument => readHtml(encoder.encode(text));
export const markdown = (text: string): SourceDocument => readMarkdown(encoder.encode(text));
export const plainText = (text: string): SourceDocument => readPlainText(encoder.encode(text));
