import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ingestTextbook, type SourceDocument } from '@skinr1/textbook';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSameLine } from '../src/ddx/same-line.ts';
import {
  buildDdxGraph,
  buildTrajectories,
  type CardExtraction,
  createVerifier,
  extractCards,
} from '../src/index.ts';
import { createNameIndex, diseaseKey, type KnownName } from '../src/language/name-index.ts';
import { ontology } from './books.ts';

/*
 * Quality on a real book: H. W. Stelwagon, Essentials of Diseases of the Skin (Project Gutenberg 25944).
 * The truth was set down by hand from the book: the headings of its 134 disease sections, and every pair of
 * diseases that its differential passages set against each other (`explicit`: the passage says how to
 * tell them apart).
 */
const book = fileURLToPath(
  new URL('../../../../shared/data/stelwagon/25944-h.htm', import.meta.url),
);
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
const headings: string[] = fixture('stelwagon-headings');
const differentials: { section: string; other: string; explicit: boolean }[] =
  fixture('stelwagon-differentials');

describe.skipIf(!existsSync(book))(
  'the shared real textbook (skipped: ../shared/data/stelwagon is not there)',
  () => {
    let document: SourceDocument;
    let extraction: CardExtraction;

    beforeAll(async () => {
      document = await ingestTextbook(book);
      extraction = extractCards(document, { ontology, merge: false });
    });

    const cardOf = (heading: string) =>
      extraction.cards.find(({ names }) => names[0]?.span.headingPath.at(-1) === heading);

    it('makes cards of at least 95 % of the disease sections, and of nothing else', () => {
      const found = headings.filter((heading) => cardOf(heading));
      expect(found.length / headings.length).toBeGreaterThanOrEqual(0.95);
      const extra = extraction.cards.filter(
        ({ names }) => !headings.includes(names[0]?.span.headingPath.at(-1) ?? ''),
      );
      expect(extra.length / extraction.cards.length).toBeLessThanOrEqual(0.02);
      expect(extraction.withoutRule.length).toBeLessThan(30);
    });

    it('finds at least 90 % of the passages that tell diseases apart, 95 % of its edges being right', () => {
      const index = createNameIndex(
        ontology,
        extraction.cards.flatMap(({ names, ontologyId }) =>
          names.map(({ text }) => ({ name: text, ontologyId })),
        ),
      );
      const known = (name: string): KnownName => index.get(name) ?? { name, ontologyId: null };
      // The truth names a group ("syphiloderm") where the book may name one form of it.
      const same = (a: KnownName, b: KnownName): boolean =>
        diseaseKey(a) === diseaseKey(b) || isSameLine(ontology, a.ontologyId, b.ontologyId);
      // A disease and a form of it ("sudamen", a miliaria) make no edge, whatever the book compares.
      const explicit = differentials.filter(
        ({ section, other, explicit: told }) =>
          told &&
          !isSameLine(ontology, cardOf(section)?.ontologyId ?? null, known(other).ontologyId),
      );
      expect(explicit.length).toBeGreaterThanOrEqual(60);
      const found = explicit.filter(({ section, other }) =>
        cardOf(section)?.differentials.some(
          (entry) => entry.discriminates && same(entry, known(other)),
        ),
      );
      expect(found.length / explicit.length).toBeGreaterThanOrEqual(0.9);
      const edges = extraction.cards.flatMap((card) =>
        card.differentials.map((entry) => ({
          section: card.names[0]?.span.headingPath.at(-1),
          entry,
        })),
      );
      expect(edges.length).toBeGreaterThanOrEqual(60);
      const right = edges.filter(({ section, entry }) =>
        differentials.some((pair) => pair.section === section && same(entry, known(pair.other))),
      );
      expect(right.length / edges.length).toBeGreaterThanOrEqual(0.95);
    });

    it('matches all 93 figures with file, caption and text', () => {
      expect(document.figures).toHaveLength(93);
      expect(document.omitted).toEqual([]);
      for (const { path, caption, captionRange, nearby, page, headingPath } of document.figures) {
        expect(existsSync(path as string)).toBe(true);
        expect(caption.length).toBeGreaterThan(2);
        expect(document.text.slice(captionRange.start, captionRange.end)).toBe(caption);
        // The plates of the anatomy chapter stand alone: it has no text.
        expect(nearby.length > 0).toBe(headingPath[0] !== 'ANATOMY OF THE SKIN');
        // The file is named for the page it was printed on or beside: 087.jpg.
        const printed = Number(/(\d{3})[a-z]?\.\w+$/.exec(path as string)?.[1]);
        expect(Math.abs((page as number) - printed)).toBeLessThanOrEqual(3);
      }
    });

    it('quotes every field from its span', () => {
      let count = 0;
      JSON.stringify(extraction.cards, (_key, value) => {
        if (value && typeof value === 'object' && 'quote' in value) {
          count++;
          if (document.text.slice(value.start, value.end) !== value.quote)
            throw new Error(value.quote);
        }
        return value;
      });
      expect(count).toBeGreaterThan(3500);
    });

    it('builds verified trajectories from its figures', () => {
      const { cards } = extractCards(document, { ontology });
      const graph = buildDdxGraph({ cards, ontology });
      const built = buildTrajectories({ cards, ontology, graph, seed: 1 });
      const verify = createVerifier({ documents: [document], ontology, cards, graph });
      const failed = built.trajectories.filter(
        (trajectory) => !verify(trajectory, { record: built.records.get(trajectory.recordId)! }).ok,
      );
      // Few captions name a sign; text beside a figure does not count as seen.
      expect(built.trajectories.length).toBeGreaterThanOrEqual(5);
      expect(failed).toEqual([]);
    });

    it('reads the plain-text edition to the same diseases', async () => {
      const text = await ingestTextbook(book.replace('25944-h.htm', 'stelwagon-1908-utf8.txt'));
      const plain = extractCards(text, { ontology, merge: false });
      const names = new Set(plain.cards.map(({ name }) => name.toLowerCase().replace('[oe]', 'œ')));
      const found = headings.filter((heading) =>
        names.has(heading.replace(/\s*\(.*|\.$/g, '').toLowerCase()),
      );
      expect(found.length / headings.length).toBeGreaterThanOrEqual(0.95);
    });
  },
);
