import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingestTextbooks } from '@skinr1/textbook';
import { afterAll, describe, expect, it } from 'vitest';
import { type CardExtraction, extractCards } from '../src/index.ts';
import { html, markdown, ontology } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The cards of files as a reader would give them: a name, or a path of a folder, to its text. */
async function cardsOf(name: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  const [only] = Object.keys(files);
  const path = Object.keys(files).length === 1 ? join(root, only as string) : root;
  return described(extractCards(await ingestTextbooks(path), { ontology }));
}

/** "node: signs", the signs in order. */
function described({ cards }: CardExtraction): string[] {
  return cards.map(
    ({ ontologyId, name, signs }) =>
      `${ontologyId ?? `?${name}`}: ${signs.map(({ termId }) => termId).join(' ')}`,
  );
}

describe('the forms that books have', () => {
  it('notes whose names are the names of their files, though each opens with a part', async () => {
    const notes = await cardsOf('notes', {
      'Lichen planus.md': '---\ntags: [skin]\n---\n\n### Presentation\n\n- Violaceous papules\n',
      'Scabies.md': '### Signs and symptoms\n\n- Burrows between the fingers\n',
    });
    expect(notes).toEqual(['lichen-planus: violaceous-color papules', 'scabies: burrows']);
  });

  it('front matter that titles the book, with the diseases below', async () => {
    const book = await cardsOf('front', {
      'book.md':
        '---\ntitle: "Parasites of the skin"\nlayout: chapter\n---\n\n### Scabies\n\nScabies has burrows.\n',
    });
    expect(book).toEqual(['scabies: burrows']);
  });

  it('a monograph on one disease, whose symptoms are the picture of it', () => {
    const book = markdown(`# A brief essay on scabies

## Symptoms

Burrows run over the wrists, with papules and crusts.

## Diagnosis

Scabies is distinguished from impetigo: in impetigo the crusts are yellow.`);
    const extraction = extractCards(book, { ontology });
    expect(described(extraction)).toEqual(['scabies: burrows papules crust']);
    expect(extraction.cards[0]?.differentials).toMatchObject([
      { ontologyId: 'impetigo', discriminates: true },
    ]);
  });

  it('tables with a row for each disease, definition lists, tables of records', async () => {
    const table = markdown(
      '# Tables\n\n| Condition | Look | Site |\n|---|---|---|\n| Vitiligo | white patches | hands |\n| Scabies | burrows | wrists |\n',
    );
    const expected = ['vitiligo: white-color patch', 'scabies: burrows'];
    expect(described(extractCards(table, { ontology }))).toEqual(expected);
    const list = html(
      '<h1>Skin</h1><dl><dt>Vitiligo</dt><dd>White patches.</dd><dt>Scabies</dt><dd>Burrows.</dd></dl>',
    );
    expect(described(extractCards(list, { ontology }))).toEqual(expected);
    const records = 'name,features\nVitiligo,white patches\nScabies,burrows\n';
    expect(await cardsOf('records', { 'diseases.csv': records })).toEqual(expected);
  });

  it('a table of the features of the disease above it', () => {
    const book = markdown(`# Psoriasis

| Feature | Finding |
|---|---|
| Surface | silvery scales |
| Margin | sharply demarcated |
| Treatment | tar on crusts |

Psoriasis is a chronic disease of the skin.

# Vitiligo

| Feature | Vitiligo | Psoriasis |
|---|---|---|
| Colour | white | red |

White patches.`);
    const extraction = extractCards(book, { ontology });
    expect(described(extraction)).toEqual([
      'psoriasis: silvery-scale well-defined-border',
      'vitiligo: white-color patch',
    ]);
    expect(extraction.cards[0]?.fields.surface).toMatchObject([{ basis: 'heading' }]);
  });

  it('figures with text beside them: what they show is what their captions say', () => {
    const book = markdown(`# Scabies

Burrows of the wrists. The larva leaves a red line.

![The leg of a mite](leg.png)

![Scabies of the hand: papules](hand.png)

Fig. 2 is at a scale of 1 in 50.`);
    const [card] = extractCards(book, { ontology }).cards;
    expect(card?.figures.map(({ signs }) => signs)).toEqual([[], ['papules']]);
    expect(card?.signs.map(({ termId }) => termId)).toEqual(['burrows', 'red-color']);
  });
});
