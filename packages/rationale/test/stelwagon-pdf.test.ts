import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ingestTextbook, type SourceDocument } from '@skinr1/textbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSameLine } from '../src/ddx/same-line.ts';
import { type CardExtraction, extractCards } from '../src/index.ts';
import { createNameIndex, diseaseKey, type KnownName } from '../src/language/name-index.ts';
import { ontology } from './books.ts';

/*
 * The shared real book again, printed to PDF by a browser: what HTML says with tags has to be seen from where the
 * text stands. The truth is the one of stelwagon.test.ts.
 */
const book = fileURLToPath(
  new URL('../../../../shared/data/stelwagon/25944-h.htm', import.meta.url),
);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
const headings: string[] = fixture('stelwagon-headings');
const differentials: { section: string; other: string; explicit: boolean }[] =
  fixture('stelwagon-differentials');
const present = existsSync(book) && existsSync('/usr/bin/chromium');

describe.skipIf(!present)(
  'the shared real textbook as PDF (skipped: ../shared/data/stelwagon or /usr/bin/chromium is not there)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-printed-'));
    let html: SourceDocument;
    let pdf: SourceDocument;
    let extraction: CardExtraction;

    beforeAll(async () => {
      const path = join(folder, 'book.pdf');
      execFileSync(process.execPath, ['--import', 'tsx', 'tools/print-to-pdf.ts', book, path], {
        cwd: root,
      });
      html = await ingestTextbook(book);
      pdf = await ingestTextbook(path, { imageDirectory: join(folder, 'images') });
      extraction = extractCards(pdf, { ontology, merge: false });
    }, 180_000);
    afterAll(() => rmSync(folder, { recursive: true }));

    const cardOf = (heading: string) =>
      extraction.cards.find(({ names }) => names[0]?.span.headingPath.at(-1) === heading);

    it('makes cards of all disease sections, and of nothing else', () => {
      expect(headings.filter((heading) => !cardOf(heading))).toEqual([]);
      // A variety that has a question of its own.
      const extra = extraction.cards.filter(
        ({ names }) => !headings.includes(names[0]?.span.headingPath.at(-1) ?? ''),
      );
      expect(extra.map(({ name }) => name.toLowerCase())).toEqual(['urticaria papulosa']);
      // Page numbers alone.
      expect(pdf.omitted.map(({ kind }) => kind)).toEqual(['text']);
    });

    it('finds the passages that tell diseases apart, and no others', () => {
      const index = createNameIndex(
        ontology,
        extraction.cards.flatMap(({ names, ontologyId }) =>
          names.map(({ text }) => ({ name: text, ontologyId })),
        ),
      );
      const known = (name: string): KnownName => index.get(name) ?? { name, ontologyId: null };
      const same = (a: KnownName, b: KnownName): boolean =>
        diseaseKey(a) === diseaseKey(b) || isSameLine(ontology, a.ontologyId, b.ontologyId);
      const explicit = differentials.filter(
        ({ section, other, explicit: told }) =>
          told &&
          !isSameLine(ontology, cardOf(section)?.ontologyId ?? null, known(other).ontologyId),
      );
      const found = explicit.filter(({ section, other }) =>
        cardOf(section)?.differentials.some(
          (entry) => entry.discriminates && same(entry, known(other)),
        ),
      );
      expect(explicit.length).toBeGreaterThanOrEqual(60);
      expect(found.length / explicit.length).toBeGreaterThanOrEqual(0.98);
      const edges = extraction.cards.flatMap((card) =>
        card.differentials.map((entry) => ({
          section: card.names[0]?.span.headingPath.at(-1),
          entry,
        })),
      );
      const right = edges.filter(({ section, entry }) =>
        differentials.some((pair) => pair.section === section && same(entry, known(pair.other))),
      );
      expect(edges.length).toBeGreaterThanOrEqual(100);
      expect(right.length / edges.length).toBeGreaterThanOrEqual(0.98);
    });

    it('matches every figure with image, number and caption as HTML does', () => {
      const told = (document: SourceDocument): string[] =>
        document.figures.map(({ number, caption }) => `${number}: ${caption.slice(0, 40)}`);
      expect(told(pdf)).toEqual(told(html));
      for (const { path, caption, captionRange, page } of pdf.figures) {
        expect(statSync(path as string).size).toBeGreaterThan(1000);
        expect(pdf.text.slice(captionRange.start, captionRange.end)).toBe(caption);
        expect(page).toBeGreaterThan(0);
      }
      const placed = pdf.figures.filter(
        ({ headingPath }, at) => headingPath.at(-1) === html.figures[at]?.headingPath.at(-1),
      );
      expect(placed.length).toBeGreaterThanOrEqual(pdf.figures.length - 2);
    });

    it('rebuilds the book’s one large table, a page at a time', () => {
      const rows = pdf.tables.flatMap((table) => table.rows);
      const truth = html.tables.reduce((a, b) => ((b.rows[0]?.length ?? 0) > 6 ? b : a)).rows;
      const filled = (cells: readonly string[]): string =>
        cells.filter((cell) => cell !== '').join(' | ');
      const read = new Set(rows.map(filled));
      const found = truth.filter((cells) => read.has(filled(cells)));
      expect(found.length / truth.length).toBeGreaterThanOrEqual(0.9);
      expect(rows.length).toBeLessThanOrEqual(truth.length + 5);
    });

    it('quotes every field from its span', () => {
      let count = 0;
      JSON.stringify(extraction.cards, (_key, value) => {
        if (value && typeof value === 'object' && 'quote' in value) {
          count++;
          if (pdf.text.slice(value.start, value.end) !== value.quote) throw new Error(value.quote);
        }
        return value;
      });
      expect(count).toBeGreaterThan(3500);
    });
  },
);
