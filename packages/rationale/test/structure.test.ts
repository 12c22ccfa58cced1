import { describe, expect, it } from 'vitest';
import { extractCards } from '../src/index.ts';
import { diseases, html, markdown, ontology, signsOf } from './books.ts';

describe('what a section treats', () => {
  it('is told by a heading in whatever dress', () => {
    const book = markdown(`# PART III THE SKIN

## CHAPTER XII RINGWORM OF THE BEARD

### Etymology and synonyms

The barber's disease.

### Appearances

Red nodules with pustules.

## An essay on scabies

Burrows run between the fingers.

## Impetigo of children

Vesicles that dry to crusts.`);
    expect(diseases(book)).toEqual(['tinea-barbae', 'scabies', 'impetigo']);
  });

  it('is parted by headings that run in, each owning its text', () => {
    const book = html(`<h1>Handbook</h1><h2>CHAPTER II THE SKIN</h2><p>It has a horny layer.</p>
<p><b>Scabies.</b>—Scabies shows burrows.</p><p><b>Treatment.</b>—Sulphur on the papules.</p>
<p><b>Carbuncles and Boils.</b>—Carbuncles are red and run together. A boil has one yellow core.</p>`);
    expect(diseases(book)).toEqual(['scabies', 'carbuncle', 'furuncle']);
    expect(signsOf(book, 'scabies')).toEqual(['burrows']);
    expect(signsOf(book, 'carbuncle')).toEqual(['red-color']);
    expect(signsOf(book, 'furuncle')).toEqual(['yellow-color']);
  });

  it('keeps compound and unknown sub-headings as parts of the disease above', () => {
    const book = markdown(`# Vitiligo

## The loss of melanocytes

They are gone.

## On inspection

### Early

White patches.

# Psoriasis

## Look

Red plaques.`);
    expect(diseases(book)).toEqual(['vitiligo', 'psoriasis']);
  });

  it('is told by the first words of a paragraph where the heading names a chapter', () => {
    const book = markdown(`# Infections of the skin by staphylococci

Staphylococci live on the skin.

Folliculitis generally presents with red papules.

In contrast, boils (furuncles) are yellow in the middle.

When many join in a deeper one, it is called a carbuncle, black at last.

## Impetigo

Honey-colored crusts.`);
    expect(diseases(book)).toEqual(['folliculitis', 'furuncle', 'carbuncle', 'impetigo']);
    expect(signsOf(book, 'carbuncle')).toEqual(['black-color']);
  });

  it('is not what a paragraph says of another thing, that no node bears the name of', () => {
    const book =
      html(`<h2>Skin</h2><h3>Chilblain</h3><p>A chilblain is a red swelling of the toes.</p>
<p>The scorbutic ulcer occurs on the shin with black crusts.</p><p>It has a raised border.</p>
<p>Chilblain is common in girls.</p><p>Black Tongue.—It shows yellow scales.</p>`);
    expect(signsOf(book, 'chilblain')).toEqual(['red-color']);
  });

  it('is the second disease of a heading that stands under the first', () => {
    const book = markdown(`# Gangrene of the skin

Black dry skin.

## Gangrene from frost-bite

The toes are white.`);
    expect(diseases(book)).toEqual(['gangrene-of-skin', 'frostbite']);
    expect(
      diseases(markdown('# Skin\n\n## Eczema from scabies\n\nRed skin.\n\n# Vitiligo\n\nWhite.')),
    ).toEqual(['vitiligo']);
  });

  it('may be said by the way under a heading that names a group, or by a name behind the heading', () => {
    const book = markdown(`# Sores of the skin

## Ulcers due to poor circulation

Sores of the leg are slow to heal. With dilated veins it is spoken of as the varicose ulcer.

The skin around is brown.

## Papilloma

The common wart or verruca is an outgrowth of the skin.`);
    expect(diseases(book)).toEqual(['venous-ulcer', 'verruca-vulgaris']);
    expect(signsOf(book, 'venous-ulcer')).toContain('brown-color');
  });

  it('is listed in brackets, or stands before another organ, or is told together with another', () => {
    const book = markdown(`# Skin problems

## Fungus infections (ringworm, tinea)

Round patches with scales.

## Tuberculosis of the skin or lymph nodes

Swellings with white scars.

## Boils and abscesses

A boil, or abscess, is a red swelling.`);
    expect(diseases(book)).toEqual([
      'tinea',
      'cutaneous-tuberculosis',
      'furuncle',
      'abscess-of-skin',
    ]);
    expect(signsOf(book, 'abscess-of-skin')).toEqual(['red-color']);
  });

  it('is what a heading asks of; a question that asks of none is no disease', () => {
    const book = markdown(`# Skin of children

### 3-1 What is a rash?

A rash is a disease of the skin with red spots.

### 3-2 What is psoriasis?

Red plaques.

### 3-3 How is scabies recognised?

Burrows.`);
    expect(diseases(book)).toEqual(['psoriasis', 'scabies']);
  });

  it('takes a line of other names for one only if it says nothing else', () => {
    const book = markdown(
      '# Psoriasis\n\nAlso called the silver disease, it shows red plaques. They itch.',
    );
    expect(signsOf(book, 'psoriasis')).toEqual(['red-color', 'plaque']);
  });

  it('is its own with words before it that say of what sort it is', () => {
    const book = markdown(`# Skin

## Acute abscesses of the skin in young children

They are red.

## Secondary cancer of the skin

Nodules.`);
    expect(diseases(book)).toEqual(['abscess-of-skin', 'cutaneous-metastasis']);
  });

  it('goes on under a heading for a part with the disease that the text before it set off', () => {
    const book =
      html(`<h2>The skin</h2><h3>Cancer of the skin</h3><p>Cancer of the skin is common.</p>
<p>Rodent Growth (Rodent Ulcer).—A nodule of the eyelid.</p>
<h4>Diagnosis</h4><p>Syphilis may be mistaken for a rodent growth, but begins earlier.</p>`);
    const { cards } = extractCards(book, { ontology });
    expect(cards.find(({ id }) => id === 'basal-cell-carcinoma')?.differentials).toMatchObject([
      { ontologyId: 'syphilis' },
    ]);
  });

  it('goes on with the disease where a clause before a dash opens a paragraph', () => {
    const book = html(`<h2>Psoriasis</h2><p>Psoriasis shows plaques.</p>
<p>When there is much rubbing of the skin—the so-called worn form—there is scale.</p>`);
    expect(signsOf(book, 'psoriasis')).toEqual(['plaque', 'scale']);
  });

  it('gives a run-in sub-disease its own signs', () => {
    const book = html(`<h2>Syphilis</h2><p>Syphilis shows brown macules.</p>
<p><b>Yaws.</b>—Yaws is a disease of hot countries with yellow crusts.</p>
<p><b>Soft chancre.</b>—The sore is an ulcer of the genitals.</p>`);
    expect(signsOf(book, 'syphilis')).toEqual(['brown-color', 'macule']);
    expect(signsOf(book, 'yaws')).toEqual(['honey-colored-crust']);
    expect(signsOf(book, 'chancroid')).toEqual(['ulceration']);
  });
});

describe('books of no use', () => {
  it('about animals: no cards, with the reason, unless told to', () => {
    const book = markdown(
      '# The diseases of the cow\n\n## Ringworm of the calf\n\nIn calves scales lie on the neck.\n\n## Cowpox\n\nThe cow has pustules on the udder.',
    );
    expect(() => extractCards(book, { ontology })).toThrow(/not about human skin.*allowNonHuman/);
    const { cards, warnings } = extractCards(book, { ontology, allowNonHuman: true });
    expect(cards.length).toBeGreaterThan(0);
    expect(warnings).toMatchObject([{ kind: 'not-human' }]);
    const human = markdown('# Ringworm\n\nScales. Children catch it from cats and calves.');
    expect(extractCards(human, { ontology }).warnings).toEqual([]);
  });

  it('in a language without a list of signs: no empty cards, and the warning', () => {
    const german = markdown(
      '# Psoriasis\n\nDie Krankheit zeigt rote Herde mit silbrigen Schuppen, und sie sitzt an den Ellenbogen. Man sieht sie oft.',
    );
    const chinese = markdown('# 疥疮 (Scabies)\n\n手指间可见隧道和丘疹，夜间瘙痒。');
    for (const book of [german, chinese]) {
      expect(() => extractCards(book, { ontology })).toThrow(/language.*no card is made/);
    }
    const english = markdown('# Scabies\n\nBurrows.');
    const { cards, warnings } = extractCards([english, german], { ontology });
    expect(cards.map(({ id }) => id)).toEqual(['scabies']);
    expect(warnings).toMatchObject([{ kind: 'language', documentId: german.id }]);
  });
});
