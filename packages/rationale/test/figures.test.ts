import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { figureKind } from '../src/cards/figure-kind.ts';
import words from '../src/cards/figure-words.json' with { type: 'json' };
import {
  type BuildCorpusOptions,
  buildCorpus,
  type CorpusBuild,
  createVerifier,
  extractCards,
  figureCaptionsPath,
  openFigureCaptions,
  summarizeDropped,
} from '../src/index.ts';
import { caseOf, html, ontology } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-figures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const book = html(`<h1>Psoriasis</h1><h2>Morphology</h2><p>Red plaques with silvery scale.</p>
<img src="a.jpg"><p class="caption">Fig. 1. Scale on the knee.</p>
<img src="b.jpg"><p class="caption">Fig. 2. Section x 300, scale.</p>
<img src="c.jpg"><p class="caption">Fig. 3. Map of the countries where scale and plaques occur.</p>
<img src="d.jpg"><p class="caption">Fig. 4. Psoriasis of the elbow.</p>
<img src="e.jpg"><p class="caption">Fig. 5. Erythema of the elbow.</p>
<img src="f.jpg"><p class="caption">Fig. 6. Lichen planus with scale.</p>`);
const document = {
  ...book,
  figures: book.figures.map((figure) => ({ ...figure, path: `/books/${figure.reference}` })),
};
const build = (options: Partial<BuildCorpusOptions> = {}): CorpusBuild =>
  buildCorpus({ documents: [document], ontology, seed: 1, ...options });
const idOf = (index: number): string => `${document.id.slice(0, 8)}-figure-${index}`;

describe('figures', () => {
  it('show what their own caption says, and nothing that the text beside them does', () => {
    const { records, trajectories } = build();
    expect([...records.keys()]).toEqual([idOf(0)]);
    expect(records.get(idOf(0))).toMatchObject({ basis: 'figure', shown: ['scale'] });
    expect(trajectories[0]?.image).toEqual({ kind: 'file', path: '/books/a.jpg' });
  });

  it('cite the passage on the form that the caption names', () => {
    for (const passage of [
      'Annular eruptions have scale at the rim.',
      'Annular eruptions may have scale at the rim.',
    ]) {
      const forms =
        html(`<h1>Psoriasis</h1><h2>Morphology</h2><p>Plaques with scale cover the trunk.</p>
<img src="a.jpg"><p class="caption">Fig. 1. Annular form with scale.</p>
<p>${passage}</p>`);
      const figures = forms.figures.map((figure) => ({ ...figure, path: '/books/a.jpg' }));
      const { trajectories } = build({ documents: [{ ...forms, figures }] });
      const quotes = trajectories[0]?.steps[0]?.citations.map(({ quote }) => quote);
      expect(quotes).toEqual([passage]);
    }
  });

  it('are each listed with the cause where they bear nothing', () => {
    const causes = Object.fromEntries(
      build().dropped.map(({ recordId, cause, reason }) => [recordId, [cause, reason]]),
    );
    expect(causes).toEqual({
      [idOf(1)]: ['figure that shows no skin of a patient', 'microscopic view'],
      [idOf(2)]: ['figure that shows no skin of a patient', 'map or chart'],
      [idOf(3)]: ['figure whose caption names no sign', 'no sign in it'],
      [idOf(4)]: [
        'figure whose caption names only hues, of a picture without color',
        'figure whose caption names only hues, of a picture without color',
      ],
      [idOf(5)]: ['figure whose caption names another disease', "of 'lichen-planus'"],
    });
  });

  it('show a hue only where the picture has color', () => {
    const { records } = build({ isColored: (path) => path.endsWith('e.jpg') });
    expect(records.get(idOf(4))?.shown).toContain('red-color');
  });

  it('bear what a person says that they show, as a source of its own kind, and verify', async () => {
    const path = figureCaptionsPath(folder);
    const file = openFigureCaptions(path);
    file.save({ figureId: idOf(3), caption: 'Wrong', signs: [], diagnosisId: null });
    file.save({
      figureId: idOf(3),
      caption: 'Plaques on the elbow, no crust',
      signs: ['silvery-scale', 'not-a-sign'],
      diagnosisId: null,
    });
    file.save({ figureId: idOf(0), caption: 'Taken back below', signs: [], diagnosisId: null });
    file.save({ figureId: idOf(0), caption: '', signs: [], diagnosisId: null });
    const captions = openFigureCaptions(path).captions();
    expect(captions).toHaveLength(1);
    const { records, trajectories, rejected, documents, cards } = build({ captions });
    const record = records.get(idOf(3));
    expect(record).toMatchObject({
      basis: 'reviewer',
      shown: ['silvery-scale', 'scale', 'plaque'],
    });
    expect(rejected).toEqual([]);
    const own = trajectories.filter(({ recordId }) => recordId === idOf(3));
    expect(own.map(({ basis }) => basis)).toContain('reviewer');
    const verify = createVerifier({ documents, ontology, cards, graph: { edges: [] } as never });
    expect(verify(own[0]!, { record: record! }).reasons).toEqual([]);
  });

  it('names the line of a damaged list of captions', async () => {
    const path = join(folder, 'damaged.jsonl');
    writeFileSync(path, '{"figureId":"a","caption":"","signs":[]}\n{"figureId":');
    expect(() => openFigureCaptions(path)).toThrow(InvalidInputError);
    expect(() => openFigureCaptions(path)).toThrow(/damaged\.jsonl, line 2/);
  });

  it('outside every disease are used where a person names sign and diagnosis', () => {
    const page = html(`<h1>Preface</h1><img src="p.jpg"><p class="caption">Plate I.</p>
<h1>Psoriasis</h1><h2>Morphology</h2><p>Red plaques with silvery scale.</p>`);
    const figures = page.figures.map((figure) => ({ ...figure, path: '/books/p.jpg' }));
    const figureId = `${page.id.slice(0, 8)}-figure-0`;
    const captioned = (diagnosisId: string | null): CorpusBuild =>
      build({
        documents: [{ ...page, figures }],
        captions: [{ figureId, caption: 'Plaques', signs: [], diagnosisId }],
      });
    expect(captioned(null).dropped).toEqual([
      {
        recordId: figureId,
        cause: 'figure outside the disease sections',
        reason: 'its reviewer names no diagnosis',
      },
    ]);
    const { records, trajectories } = captioned('psoriasis');
    expect(records.get(figureId)).toMatchObject({ basis: 'reviewer', diagnosisId: 'psoriasis' });
    expect(trajectories.length).toBeGreaterThan(0);
  });
});

describe('what a caption affirms', () => {
  const signsOf = (caption: string, disease = 'Syphilis'): readonly string[] => {
    const page = html(`<h1>${disease}</h1><h2>Morphology</h2><p>Papules and nodules.</p>
<img src="a.jpg"><p class="caption">${caption}</p>`);
    const { cards } = extractCards(page, { ontology });
    return cards[0]?.figures[0]?.signs ?? [];
  };

  it('is what the picture shows, not what the disease does in general', () => {
    expect(signsOf('Papules on the palm.')).toEqual(['papules']);
    expect(signsOf('Syphilis is characterized by papules and nodules.')).toEqual([]);
    expect(signsOf('Usually papules are seen.')).toEqual([]);
    expect(signsOf('Syphilis may form nodules. Papules on the palm.')).toEqual(['papules']);
  });

  it('is none of several by “or”', () => {
    expect(signsOf('Papules or nodules on the palm.')).toEqual([]);
    expect(signsOf('Scab or crust on the palm.')).toEqual(['crust']);
  });

  it('is what a variety is named by, in the caption or by the ontology, and not the disease', () => {
    expect(signsOf('Large pustular syphiloderm.')).toEqual(['pustules']);
    expect(signsOf('Tubercular syphiloderm.')).toEqual(['nodule']);
    expect(signsOf('Nodular melanoma of the back.', 'Melanoma')).toEqual(['nodule']);
    expect(signsOf('Nodular melanoma of the back.', 'Nodular melanoma')).toEqual([]);
    expect(signsOf('Bullous pemphigoid of the leg.', 'Bullous pemphigoid')).toEqual([]);
  });

  it('is of another disease where an adjective names that', () => {
    const page = html(`<h1>Psoriasis</h1><p>Plaques with ulcers.</p>
<img src="a.jpg"><p class="caption">Syphilitic ulcers about the knee.</p>`);
    expect(extractCards(page, { ontology }).cards[0]?.figures[0]?.otherDisease).toBe('syphilis');
  });
});

describe('words of figures', () => {
  it('name diseases of the ontology', () => {
    for (const id of Object.values(words.adjectives)) expect(ontology.has(id), id).toBe(true);
  });
});

describe('images of a build', () => {
  it('are each listed with the cause where nothing is made of them', () => {
    const records = [1, 2, 3].map((at) => caseOf(`p${at}`, 'psoriasis', ['plaque']));
    const shows = caseOf('n', 'psoriasis', ['pustule']);
    const { dropped, trajectories } = build({
      figures: false,
      records: [...records, shows],
      perDiagnosisAndType: 1,
      types: ['direct'],
    });
    expect(trajectories).toHaveLength(1);
    expect(summarizeDropped(dropped).map(({ cause, count }) => [cause, count])).toEqual([
      ['more images of the diagnosis than trajectories asked for', 2],
      ['no sign both shown and in the card', 1],
    ]);
  });
});

describe('plates bound at the end', () => {
  const bound = html(`<h1>Skin</h1><h2>Psoriasis</h2><p>Red plaques with silvery scale.</p>
<h2>Lichen planus</h2><p>Flat violet papules. Scale is thin.</p>
<h2>List of Plates</h2><p>Plate I. Psoriasis: scale on the elbow.</p><p>Plate II. Lichen planus
with papules.</p><p>Plate III. Eczema and psoriasis with scale.</p><p>Plate IV. A knee with scale.</p>
<h2>Plates</h2><h3>Plate I</h3><img src="1.jpg"><h3>Plate II</h3><img src="2.jpg">
<h3>Plate III</h3><img src="3.jpg"><h3>Plate IV</h3><img src="4.jpg">`);
  it('show the one disease that their caption in the list names', () => {
    const { cards } = extractCards(bound, { ontology });
    const shown = cards.map(({ ontologyId, figures }) => [
      ontologyId,
      figures.map(({ number, signs }) => [number, signs]),
    ]);
    expect(shown).toEqual([
      ['psoriasis', [['I', ['scale']]]],
      ['lichen-planus', [['II', ['papules']]]],
    ]);
  });
});

describe('what a caption says that its figure shows', () => {
  it.each([
    ['Scabies of the hand, burrows', 'clinical'],
    ['Wing veins of a fly', 'organism'],
    ['Pustular lesions in a horse', 'animal'],
    ['Photomicrograph of the scale', 'microscopic view'],
    ['Needle-holder and forceps', 'instrument'],
    ['Schematic view of the layers of the skin', 'scheme or anatomy'],
    ['A street in the town', 'portrait or place'],
    ['Mapped plaques', 'clinical'],
    ['Fig. 1.—Psoriasis with scale. Fig. 2.—Eczema with crusts.', 'several pictures'],
    ['(a) Cellulitis is red. (b) Erythema nodosum shows nodules.', 'several pictures'],
  ])('%s: %s', (caption, kind) => {
    expect(figureKind(caption)).toBe(kind);
  });
});
