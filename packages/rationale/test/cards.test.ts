import { InvalidInputError } from '@skinr1/core';
import { readPdf, type SourceDocument } from '@skinr1/textbook';
import { describe, expect, it } from 'vitest';
import { writePdf } from '../../textbook/test/pdf-writer.ts';
import { isDifferentialCandidate } from '../src/ddx/build-ddx-graph.ts';
import {
  buildDdxGraph,
  type DiseaseCard,
  differentialCandidates,
  diseaseCardJsonSchema,
  diseaseCardSchema,
  extractCards,
} from '../src/index.ts';
import { html, markdown, ontology, smallBook, world } from './books.ts';

const { document, cards } = world();
const card = (id: string): DiseaseCard =>
  cards.find(({ ontologyId }) => ontologyId === id) as DiseaseCard;
const signs = (of: DiseaseCard, sense: 'present' | 'absent'): string[] =>
  of.signs
    .filter((sign) => (sign.frequency === 'absent') === (sense === 'absent'))
    .map(({ termId }) => termId);

/** All spans of a card quote their document. */
function checkSpans(of: DiseaseCard, documents: readonly SourceDocument[]): number {
  let count = 0;
  JSON.stringify(of, (_key, value) => {
    if (value && typeof value === 'object' && 'quote' in value) {
      const source = documents.find(({ id }) => id === value.documentId);
      expect(source?.text.slice(value.start, value.end)).toBe(value.quote);
      count++;
    }
    return value;
  });
  return count;
}

describe('extractCards', () => {
  it('makes one card per disease, with names and ontology id', () => {
    expect(cards.map(({ ontologyId }) => ontologyId)).toEqual([
      'melanoma',
      'seborrheic-keratosis',
      'psoriasis',
    ]);
    expect(card('melanoma').names.map(({ text }) => text)).toEqual([
      'Melanoma',
      'malignant melanoma',
    ]);
  });

  it('quotes its source in every field', () => {
    for (const one of cards) expect(checkSpans(one, [document])).toBeGreaterThan(5);
  });

  it('reads signs with negation and frequency', () => {
    expect(signs(card('melanoma'), 'present')).toEqual([
      'macule',
      'plaque',
      'asymmetry',
      'irregular-border',
      'ulceration',
      'brown-color',
      'black-color',
      'blue-color',
      'atypical-pigment-network',
      'streaks',
      'blue-white-veil',
    ]);
    expect(signs(card('melanoma'), 'absent')).toEqual(['milia-like-cysts']);
    const ulcer = card('melanoma').signs.find(({ termId }) => termId === 'ulceration');
    expect(ulcer?.frequency).toBe('possible');
    expect(signs(card('seborrheic-keratosis'), 'absent')).toEqual(['central-umbilication']);
    expect(signs(card('psoriasis'), 'present')).not.toContain('symmetry');
  });

  it('keeps histology apart and takes no sign from differentials', () => {
    expect(card('melanoma').apart.histology[0]?.quote).toBe(
      'Nests of atypical melanocytes ascend.',
    );
    expect(signs(card('psoriasis'), 'present')).not.toContain('hyperpigmentation');
  });

  it('lists what the ontology does not know and what no field takes', () => {
    const extraction = extractCards(document, { ontology });
    expect(extraction.unknownNames.map(({ name, use }) => [name, use])).toEqual([
      ['Zebra fever', 'differential'],
    ]);
    expect(extraction.withoutRule).toEqual([]);
    const odd = extractCards(
      markdown(
        '# Psoriasis\n\n**What is psoriasis?**\n\nScaly plaques.\n\n**Who was Baron Alibert?**\n\nA painter.',
      ),
      { ontology },
    );
    expect(odd.unfiled.map(({ heading }) => heading)).toEqual(['Who was Baron Alibert?']);
  });

  it('counts a disease without visible signs instead of dropping it', () => {
    const { withoutRule } = extractCards(
      markdown(
        '# Psoriasis\n\n## Definition\n\nA chronic disease.\n\n# Melanoma\n\n## Morphology\n\nA plaque.',
      ),
      { ontology },
    );
    expect(withoutRule).toEqual(['psoriasis']);
  });

  it('refuses a book without diseases, naming its first headings', () => {
    const cooking = markdown('# Soups\n\nPea soup is good.\n\n# Cakes\n\nApple cake.');
    expect(() => extractCards(cooking, { ontology })).toThrow(InvalidInputError);
    expect(() => extractCards(cooking, { ontology })).toThrow(/no section treats a disease.*Soups/);
  });

  it('merges books and keeps their conflicts side by side', () => {
    const other = markdown('# Melanoma\n\n## Dermoscopy\n\nMilia-like cysts and globules.');
    const { cards: merged } = extractCards([document, other], { ontology });
    const melanoma = merged.find(({ ontologyId }) => ontologyId === 'melanoma') as DiseaseCard;
    expect(melanoma.documentIds).toEqual([document.id, other.id]);
    expect(melanoma.conflicts.map(({ termId, spans }) => [termId, spans.length])).toEqual([
      ['milia-like-cysts', 2],
    ]);
    checkSpans(melanoma, [document, other]);
  });

  it('matches its published JSON Schema', () => {
    for (const one of cards) expect(diseaseCardSchema.parse(one)).toEqual(one);
    const schema = diseaseCardJsonSchema();
    expect(schema).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['signs', 'fields']),
    });
    const wrong = { ...card('psoriasis'), signs: [{ termId: 3 }] };
    expect(diseaseCardSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('question-and-answer books', () => {
  const book = html(`<h1>CLASS I.</h1>
<h2><b>Psoriasis.</b></h2><p class='center'>(<i>Synonyms:</i> Lepra; Alphos.)</p>
<p><b>What is psoriasis?</b></p><p>Psoriasis shows scaly patches.</p>
<p><b>Describe the symptoms of psoriasis.</b></p><p>The papules are reddish. The rete is thickened.</p>
<p><b>How is psoriasis to be distinguished from lichen planus, and from zebra rash?</b></p>
<p>Lichen planus has violaceous papules.</p><p>The latter has stripes.</p>
<p><b>From what diseases is psoriasis to be differentiated?</b></p><p>Chiefly scabies.</p>
<p><b>How is psoriasis treated?</b></p><p>Brown ointments.</p>
<h2><b>Zebra Rash.</b></h2><p><b>Describe zebra rash.</b></p><p>It consists of black macules.</p>
<h1>INDEX</h1><p>Psoriasis, 3</p>`);
  const { cards: found, unknownNames } = extractCards(book, { ontology });

  it('files answers by their questions', () => {
    const [psoriasis, zebra] = found as [DiseaseCard, DiseaseCard];
    expect(found).toHaveLength(2);
    expect(psoriasis.names.map(({ text }) => text)).toEqual(['Psoriasis', 'Lepra', 'Alphos']);
    expect(signs(psoriasis, 'present')).toEqual(['scale', 'patch', 'papules', 'red-color']);
    expect(psoriasis.apart.histology.map(({ quote }) => quote)).toEqual(['The rete is thickened.']);
    expect(zebra.ontologyId).toBeNull();
    expect(signs(zebra, 'present')).toEqual(['black-color', 'macule']);
    expect(unknownNames[0]).toMatchObject({ name: 'Zebra Rash', use: 'section' });
  });

  it('finds differentials in questions and lists, with the passage', () => {
    const [psoriasis] = found as [DiseaseCard];
    const of = psoriasis.differentials.map(({ name, ontologyId, discriminates, span }) => [
      ontologyId ?? name,
      discriminates,
      span.quote,
    ]);
    expect(of).toEqual([
      ['lichen-planus', true, 'Lichen planus has violaceous papules.'],
      ['Zebra Rash', true, 'Lichen planus has violaceous papules.'],
      ['scabies', false, 'Chiefly scabies.'],
    ]);
  });
});

describe('buildDdxGraph', () => {
  const graph = buildDdxGraph({ cards, ontology, includeOntology: false });

  it('joins both directions of a pair in one edge and keeps both passages', () => {
    expect(graph.edges.map(({ a, b }) => [a, b])).toEqual([
      ['melanoma', 'seborrheic-keratosis'],
      ['melanoma', 'name:zebra fever'],
      ['melanoma', 'psoriasis'],
    ]);
    expect(graph.neighbors('psoriasis')).toEqual(['melanoma']);
    const both = extractCards(markdown(`${smallBook}\n- **Psoriasis**: scale.`), { ontology });
    const edge = buildDdxGraph({ cards: both.cards, ontology, includeOntology: false }).edge(
      'psoriasis',
      'melanoma',
    );
    expect(edge?.provenance.every(({ source, span }) => source === 'book' && span !== null)).toBe(
      true,
    );
  });

  it('takes over the ontology, and never offers a wider or narrower disease', () => {
    const joined = buildDdxGraph({ cards, ontology });
    expect(joined.edges.length).toBeGreaterThan(graph.edges.length);
    const ids = [...ontology.nodes()].map(({ id }) => id);
    for (const [at, id] of ids.entries()) {
      const candidates = differentialCandidates(joined, ontology, id);
      const wrong = candidates.filter(
        (other) => other === id || ontology.isAncestor(other, id) || ontology.isAncestor(id, other),
      );
      expect(wrong, id).toEqual([]);
      // Asked one by one, it takes all pairs.
      if (at % 10 !== 0) continue;
      const all = ids.filter((other) => isDifferentialCandidate(joined, ontology, id, other));
      expect(all.sort()).toEqual(candidates);
    }
  });
});

describe('cards of a PDF', () => {
  it('are those of another format, with pages', async () => {
    const lines = ['Plaques with a well-', 'defined border and silvery', 'scale.'];
    const book = writePdf([
      [
        { text: 'Psoriasis', x: 60, y: 720, size: 18, bold: true },
        { text: 'Morphology', x: 60, y: 695, size: 13, bold: true },
        ...lines.map((text, at) => ({ text, x: 60, y: 670 - at * 12 })),
      ],
      [{ text: 'The end of the book.', x: 60, y: 700 }],
    ]);
    const [card] = extractCards(await readPdf(book), { ontology }).cards;
    expect(card?.signs.map(({ termId }) => termId)).toEqual(
      expect.arrayContaining(['plaque', 'well-defined-border', 'silvery-scale']),
    );
    expect(card?.signs[0]?.span.page).toBe(1);
  });
});
