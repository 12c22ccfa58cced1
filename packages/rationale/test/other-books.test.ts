import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ingestTextbook } from '@skinr1/textbook';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DiseaseCard, extractCards } from '../src/index.ts';
import { ontology } from './books.ts';

/*
 * Two books that treat the skin among other things, counted by hand: the skin diseases that each describes, under
 * the book's names, with the nodes that would be right (none: the ontology has no such node). `extra` are
 * cards of things that are not counted but not wrong either: forms, groups and injuries of the skin. A card of
 * anything else is wrong, and so is one whose node is not among those of its name.
 */
interface Counted {
  readonly name: string;
  readonly ids: readonly string[];
}
interface Truth {
  readonly surgery: readonly Counted[];
  readonly openstax: readonly Counted[];
  readonly extra: Readonly<Record<'surgery' | 'openstax', readonly string[]>>;
}
const truth: Truth = JSON.parse(
  readFileSync(new URL('fixtures/book-diseases.json', import.meta.url), 'utf8'),
);
/**
 * Fifty signs and fields drawn at random, and all edges, judged by one reader against their sentences, with the
 * reason where wrong.
 */
interface Judged {
  readonly card: string;
  /** `sign TERM FREQUENCY` or `field FIELD`. */
  readonly statement: string;
  /** Where the sign's words, or the field's sentence, are in the document. */
  readonly start: number;
  readonly right: boolean;
}
interface JudgedEdge {
  readonly card: string;
  readonly other: string;
  readonly discriminates: boolean;
  readonly right: boolean;
}
const judged: { readonly statements: readonly Judged[]; readonly edges: readonly JudgedEdge[] } =
  JSON.parse(readFileSync(new URL('fixtures/book-judgements.json', import.meta.url), 'utf8'));
const data = fileURLToPath(new URL('../../../../shared/data/books', import.meta.url));
const books = {
  surgery: [`${data}/surgery/17921-h/17921-h.htm`],
  openstax: ['m58907', 'm58908', 'm58909', 'm58910'].map(
    (name) => `${data}/openstax-microbiology-21/contents/${name}.md`,
  ),
} as const;

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L} ]/gu, '')
    .trim();

function isOf(card: DiseaseCard, { name, ids }: Counted): boolean {
  if (card.ontologyId !== null) return ids.includes(card.ontologyId);
  return plain(card.name) === plain(name);
}

describe.skipIf(!existsSync(data))(
  'two other real books (skipped: ../shared/data/books is not there)',
  () => {
    const cards: Record<string, readonly DiseaseCard[]> = {};

    beforeAll(async () => {
      for (const [book, files] of Object.entries(books)) {
        const documents = await Promise.all(files.map((file) => ingestTextbook(file)));
        cards[book] = extractCards(documents, { ontology }).cards;
      }
    });

    it.each(['surgery', 'openstax'] as const)(
      '%s: diseases become cards, and little else',
      (book) => {
        const of = cards[book] ?? [];
        const found = truth[book].filter((disease) => of.some((card) => isOf(card, disease)));
        const missing = truth[book].filter((disease) => !found.includes(disease));
        const wrong = of.filter(
          (card) =>
            !truth[book].some((disease) => isOf(card, disease)) &&
            !truth.extra[book].includes(card.ontologyId ?? card.name),
        );
        const list = `missing ${missing.map(({ name }) => name)}; wrong ${wrong.map(({ id }) => id)}`;
        console.log(
          `${book}: ${found.length} of ${truth[book].length} diseases, ${of.length - wrong.length} of ${of.length} cards right; ${list}`,
        );
        expect(found.length / truth[book].length, list).toBeGreaterThanOrEqual(0.85);
        expect(1 - wrong.length / of.length, list).toBeGreaterThanOrEqual(0.9);
      },
    );

    it('still makes the statements and edges that were judged right', () => {
      const all = Object.values(cards).flat();
      const statements = new Set(
        all.flatMap((card) => [
          ...card.signs.map(
            ({ termId, frequency, match }) =>
              `${card.id} sign ${termId} ${frequency} ${match.start}`,
          ),
          ...Object.entries(card.fields).flatMap(([field, entries]) =>
            entries.map(({ span }) => `${card.id} field ${field} ${span.start}`),
          ),
        ]),
      );
      const edges = new Set(
        all.flatMap(({ id, differentials }) =>
          differentials.map(
            ({ ontologyId, name, discriminates }) => `${id} ${ontologyId ?? name} ${discriminates}`,
          ),
        ),
      );
      const right = judged.statements.filter((item) => item.right);
      const kept = right.filter(({ card, statement, start }) =>
        statements.has(`${card} ${statement} ${start}`),
      );
      expect(judged.statements).toHaveLength(50);
      expect(kept.length / right.length).toBeGreaterThanOrEqual(0.9);
      const rightEdges = judged.edges.filter((edge) => edge.right);
      const keptEdges = rightEdges.filter(({ card, other, discriminates }) =>
        edges.has(`${card} ${other} ${discriminates}`),
      );
      expect(keptEdges.length / rightEdges.length).toBeGreaterThanOrEqual(0.9);
    });

    it('says nothing of microbes, anatomy, exercises and other organs', () => {
      const names = Object.values(cards)
        .flat()
        .map(({ name }) => name);
      expect(names.length).toBeGreaterThan(80);
      expect(
        names.filter((name) => /keratitis|choice|microbiota|bacteriology/i.test(name)),
      ).toEqual([]);
    });
  },
);
