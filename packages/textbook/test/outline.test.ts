import { describe, expect, it } from 'vitest';
import { undressHeading } from '../src/document/heading-dress.ts';
import { readCsv, readJson, type SourceDocument } from '../src/index.ts';
import { html, markdown } from './books.ts';

const encoder = new TextEncoder();
const outline = ({ sections }: SourceDocument) =>
  sections
    .slice(1)
    .map(({ origin, number, headingPath }) => [origin, number, headingPath.join(' > ')]);
const owned = ({ sections, text }: SourceDocument, heading: string): string[] =>
  sections
    .filter((section) => section.heading === heading)
    .flatMap(({ paragraphs }) => paragraphs.map(({ start, end }) => text.slice(start, end)));

describe('the dress of headings', () => {
  it.each([
    ['CHAPTER XXXI TINEA CRURIS', 'XXXI', 'TINEA CRURIS'],
    ['Chapter 12: Psoriasis', '12', 'Psoriasis'],
    ['SECTION II - CHAPTER IV. Scabies', 'IV', 'Scabies'],
    ['12.3 Psoriasis', '12.3', 'Psoriasis'],
    ['3. Lichen planus.', '3', 'Lichen planus'],
    ['(a) Furuncle.—', 'a', 'Furuncle'],
    ['IX. The Nails', 'IX', 'The Nails'],
    ['Psoriasis {#sec-psoriasis .unnumbered}', null, 'Psoriasis'],
    ['**Psoriasis**', null, 'Psoriasis'],
    ['Psoriasis . . . . . . 12', null, 'Psoriasis'],
    ['Part Two. Eczema', 'Two', 'Eczema'],
    ['Kapitel 4 Ekzeme', '4', 'Ekzeme'],
    ['第一章', null, '第一章'],
    // What only looks like a number.
    ['C. albicans', null, 'C. albicans'],
    ['5 alpha reductase deficiency', null, '5 alpha reductase deficiency'],
    ['1918 influenza', null, '1918 influenza'],
    ['IV fluids', null, 'IV fluids'],
    ['.filter() by name', null, '.filter() by name'],
    ['Part of the skin', null, 'Part of the skin'],
    ['CHAPTER XXXI', 'XXXI', 'CHAPTER XXXI'],
    ['***', null, '***'],
  ])('%s', (text, number, name) => {
    const dress = undressHeading(text);
    expect([dress.number, text.slice(dress.start, dress.end)]).toEqual([number, name]);
  });

  it('leaves a chapter the name that stands under its number', () => {
    const book = html(
      '<h2>CHAPTER XXXI</h2><h2>TINEA CRURIS</h2><p>Red.</p><h2>CHAPTER XXXII</h2><h3>Ringworm</h3><p>Round.</p>',
    );
    expect(outline(book)).toEqual([
      ['heading', 'XXXI', 'TINEA CRURIS'],
      ['heading', 'XXXII', 'CHAPTER XXXII'],
      ['heading', 'XXXII', 'CHAPTER XXXII > Ringworm'],
    ]);
    expect(book.text.slice(book.sections[1]?.start)).toMatch(/^CHAPTER XXXI\n/);
  });
});

describe('headings set in the text', () => {
  it('own the text that follows them, in HTML', () => {
    const book = html(`<h2>CHAPTER IV THE SKIN</h2><p>Two layers.</p>
<p><b>Psoriasis.</b>—A chronic disease.</p><p>It is dry.</p>
<p><span class="smcap">Chilblains</span>: itchy swellings.</p>
<p><i>Boils and Carbuncles</i>.—A boil is a red nodule.</p>
<p><i>Staphylococcus</i> is a microbe.</p><p><i>Much</i>. and so on.</p>
<p><b>Fig. 3.</b> A boil.</p><p><b>Scabies</b></p><p><b>Signs.</b> Burrows.</p><p><b>What is lupus?</b></p><p>Red.</p>`);
    expect(outline(book)).toEqual([
      ['heading', 'IV', 'THE SKIN'],
      ['run-in', null, 'THE SKIN > Psoriasis'],
      ['run-in', null, 'THE SKIN > Chilblains'],
      ['run-in', null, 'THE SKIN > Chilblains > Boils and Carbuncles'],
      ['bold-line', null, 'THE SKIN > Scabies'],
      ['run-in', null, 'THE SKIN > Scabies > Signs'],
      ['question', null, 'THE SKIN > Scabies > What is lupus?'],
    ]);
    expect(owned(book, 'Psoriasis')).toEqual(['A chronic disease.', 'It is dry.']);
    expect(owned(book, 'Chilblains')).toEqual(['itchy swellings.']);
  });

  it('are neither remarks, names of the same thing, nor stressed sentences', () => {
    const book = markdown(
      `# Acne\n\n**NB:** Rare.\n\n**Synonyms:** Pimples.\n\n**All of these treatments irritate the skin, so keep them away from the eyes and lips**\n\nSee {{< ref >}} [rosacea]({{< ref "x y" >}}).\n`,
    );
    expect(outline(book)).toHaveLength(1);
    expect(owned(book, 'Acne')[0]).toBe('NB: Rare.');
    expect(owned(book, 'Acne').at(-1)).toBe('See rosacea.');
    expect(book.omitted).toMatchObject([{ kind: 'text', what: '2 {{…}}' }]);
  });

  it('own the text that follows them, in Markdown', () => {
    const book = markdown(
      '# Actinomycosis\n\nA hard nodule.\n\n**Mycetoma.**—Black nodules.\n\n*Delhi Boil*: The sore is red.\n\n- **Site**: foot\n',
    );
    expect(outline(book)).toEqual([
      ['heading', null, 'Actinomycosis'],
      ['run-in', null, 'Actinomycosis > Mycetoma'],
      ['run-in', null, 'Actinomycosis > Mycetoma > Delhi Boil'],
    ]);
    expect(owned(book, 'Delhi Boil')).toEqual(['The sore is red.', 'Site: foot']);
  });
});

describe('run-in headings of two kinds', () => {
  it('stand below each other: italics below bold and small capitals', () => {
    const book = html(`<h2>Infections</h2><p><i>Causes</i>.—Many.</p>
<p><b>Mycetoma.</b>—Of the foot.</p><p><i>Clinical Features.</i>—A patch.</p>
<p><span class="smcap">Delhi Boil</span>.—A sore.</p><p><i>Treatment</i>.—Rest.</p><h3>Next</h3><p>Text.</p>`);
    expect(outline(book).map(([, , path]) => path)).toEqual([
      'Infections',
      'Infections > Causes',
      'Infections > Mycetoma',
      'Infections > Mycetoma > Clinical Features',
      'Infections > Delhi Boil',
      'Infections > Delhi Boil > Treatment',
      'Infections > Next',
    ]);
  });
});

describe('a run-in heading with another name in brackets', () => {
  it('is a heading where a dash follows, and keeps that name', () => {
    const book = html(`<h2>Tumors</h2><p><i>Horny Growth</i> (“Cutaneous Horn”).—It is hard.</p>
<p><i>Wens</i> (see there) are soft.</p>`);
    expect(outline(book)).toEqual([
      ['heading', null, 'Tumors'],
      ['run-in', null, 'Tumors > Horny Growth (“Cutaneous Horn”)'],
    ]);
    expect(owned(book, 'Horny Growth (“Cutaneous Horn”)')).toEqual([
      'It is hard.',
      'Wens (see there) are soft.',
    ]);
  });
});

describe('lists of named things', () => {
  it('are sections: terms and what defines them, and then the text goes on above', () => {
    const book = html(
      '<h1>Glossary</h1><dl><dt>Psoriasis</dt><dd>Red plaques.</dd><dt>Scabies</dt><dd>Burrows.</dd></dl><p>The end.</p>',
    );
    expect(outline(book)).toEqual([
      ['heading', null, 'Glossary'],
      ['term', null, 'Glossary > Psoriasis'],
      ['term', null, 'Glossary > Scabies'],
    ]);
    expect(owned(book, 'Scabies')).toEqual(['Burrows.']);
    expect(owned(book, 'Glossary')).toEqual(['The end.']);
  });

  it('are sections: rows of a table whose first column holds names, and of no other', () => {
    const table = (head: string, name: string): string =>
      `# Skin\n\n| ${head} | Signs | Site |\n|---|---|---|\n| ${name} | red plaques | elbows |\n\nAfter.\n`;
    const book = markdown(table('Disease', 'Psoriasis'));
    expect(outline(book).map(([origin, , path]) => [origin, path])).toEqual([
      ['heading', 'Skin'],
      ['row', 'Skin > Psoriasis'],
      ['row', 'Skin > Psoriasis > Signs'],
      ['row', 'Skin > Psoriasis > Site'],
    ]);
    expect(owned(book, 'Signs')).toEqual(['red plaques']);
    expect(owned(book, 'Skin')).toEqual(['After.']);
    const cases = markdown(
      '| Disease | Cases | Disease | Cases |\n|-|-|-|-|\n| Acne | 3 | Lupus | 4 |',
    );
    expect(outline(cases)).toEqual([]);
    const features = markdown(table('Feature', 'Surface'));
    expect(outline(features)).toHaveLength(1);
    expect(owned(features, 'Skin')).toContain('Surface | red plaques | elbows');
  });

  it('are sections: rows of CSV and objects of JSON', () => {
    const csv = readCsv(
      encoder.encode('id;name;features\n1;Psoriasis;"red; scaly"\n2;Scabies;burrows\n'),
    );
    expect(outline(csv).map(([, , path]) => path)).toEqual([
      'Psoriasis',
      'Psoriasis > id',
      'Psoriasis > features',
      'Scabies',
      'Scabies > id',
      'Scabies > features',
    ]);
    const json = readJson(
      encoder.encode(
        '{"items":[{"title":"Psoriasis","features":["red","scaly"]},{"title":"Scabies"}]}',
      ),
    );
    expect(outline(json).map(([, , path]) => path)).toEqual([
      'Psoriasis',
      'Psoriasis > features',
      'Scabies',
    ]);
    expect(owned(json, 'features')).toEqual(['red; scaly']);
    expect(() => readCsv(encoder.encode('a,b\n1,2,3\n'))).toThrow(/not a table.*as many cells/s);
    expect(() => readJson(encoder.encode('[1, 2]'))).toThrow(/no list of objects/);
    expect(() => readJson(encoder.encode('{'))).toThrow(/not JSON/);
  });
});

describe('front matter', () => {
  it('gives title, other names and tags, and is no text', () => {
    const book = markdown(
      '---\ntitle: "Viral Infections"\naliases: [cold sore, fever blister]\ntags: skin, virus\nlayout: page\n---\n\n### Oral Herpes\n\nVesicles.\n',
    );
    expect(book).toMatchObject({
      title: 'Viral Infections',
      aliases: ['cold sore', 'fever blister'],
      tags: ['skin', 'virus'],
    });
    expect(outline(book).map(([origin, , path]) => [origin, path])).toEqual([
      ['file', 'Viral Infections'],
      ['heading', 'Viral Infections > Oral Herpes'],
    ]);
    expect(book.text).not.toMatch(/layout/);
    expect(book.sections[1]?.paragraphs[0]?.kind).toBe('aliases');
    expect(book.sections[2]?.paragraphs[0]?.line).toBe(10);
  });

  it('may be a block of lines with percent signs', () => {
    const book = markdown('% Skin\n% A. Author\n\nText.');
    expect([book.title, book.text]).toEqual(['Skin', 'Skin\n\nText.']);
  });

  it('does not repeat the first heading, and says when it is damaged', () => {
    const same = markdown(
      '---\ntitle: Psoriasis\n---\n# Psoriasis\n\nRed.\n\n## Signs\n\nScale.\n',
    );
    expect(outline(same).map(([origin, , path]) => [origin, path])).toEqual([
      ['file', 'Psoriasis'],
      ['heading', 'Psoriasis > Signs'],
    ]);
    const damaged = markdown('---\ntitle: "Psoriasis\naliases: [\n---\n# Psoriasis\n\nRed.\n');
    expect(damaged.omitted).toMatchObject([{ kind: 'text', what: 'front matter' }]);
    expect(outline(damaged)).toHaveLength(1);
    expect(markdown('---\n\nText between rules.\n\n---\n\nMore.').text).toMatch(/^Text between/);
  });
});

describe('the language', () => {
  it.each([
    ['en', 'The lesions are well defined and covered with a silvery scale that is easily removed.'],
    [
      'de',
      'Die Schuppenflechte zeigt scharf begrenzte rote Herde mit silbrigen Schuppen an den Ellenbogen. Man sieht keine Bläschen.',
    ],
    [
      'fr',
      'Les lésions sont des plaques rouges et bien limitées, avec des squames sur les coudes.',
    ],
    ['es', 'Las lesiones son placas rojas con escamas que se localizan en los codos y en la piel.'],
    ['zh', '境界清楚的红色斑块,上覆银白色鳞屑。'],
    ['ja', '境界が明瞭な紅斑の上に銀白色の鱗屑がある。'],
    ['ar', 'لويحات حمراء محددة جيدا مع قشور فضية.'],
    ['ru', 'Чётко ограниченные красные бляшки с серебристыми чешуйками.'],
    ['uk', 'Чітко обмежені червоні бляшки зі сріблястими лусочками, їх видно на ліктях.'],
    [null, 'Psoriasis vulgaris'],
  ])('%s', (language, text) => {
    expect(markdown(text).language).toBe(language);
  });
});
