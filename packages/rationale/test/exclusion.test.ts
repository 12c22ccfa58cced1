import { describe, expect, it } from 'vitest';
import { missingSigns } from '../src/trajectories/exclusion.ts';
import { ImageSigns } from '../src/trajectories/image-signs.ts';
import { type PlannedDisease, plannedDiseases } from '../src/trajectories/planned-diseases.ts';
import { ontology, world } from './books.ts';
import { lip, weigh } from './weighed.ts';

describe('what sets a disease aside', () => {
  it('is never the silence of its card, and a vesicle is a blister', () => {
    const { weighed, built, failed } = weigh(lip, 'impetigo', ['vesicles', 'crust', 'red-color']);
    expect(failed).toEqual([]);
    expect(built.trajectories.length).toBeGreaterThan(0);
    expect(weighed).toEqual([]);
  });

  it('is a sign that its card denies, also by a wider name', () => {
    const book = `${lip}
# Psoriasis

Psoriasis shows plaques with scale. There are no blisters.
`;
    const { weighed, failed } = weigh(book, 'impetigo', [
      'vesicles',
      'crust',
      'red-color',
      'scale',
      'plaque',
    ]);
    expect(failed).toEqual([]);
    expect(weighed.length).toBeGreaterThan(0);
    for (const { exclusion, consideredId } of weighed) {
      expect(consideredId).toBe('psoriasis');
      expect(exclusion).toMatchObject({ basis: 'denied', termIds: ['vesicles'] });
      expect(exclusion?.spans.map(({ quote }) => quote)).toEqual(['There are no blisters.']);
    }
  });

  it('is a typical sign of it that the image is known to lack', () => {
    const book =
      '# Psoriasis\n\nPlaques with scale.\n\n# Scabies\n\nScabies shows burrows and papules.\n';
    const { weighed, failed } = weigh(book, 'psoriasis', ['plaque', 'scale']);
    expect(failed).toEqual([]);
    expect(weighed[0]?.exclusion).toMatchObject({
      basis: 'missing',
      termIds: ['burrows', 'papules'],
    });
  });

  it('is not a sign that it may have but need not, nor a kin of one on view', () => {
    const may = '# Psoriasis\n\nPlaques with scale.\n\n# Scabies\n\nScabies may show burrows.\n';
    expect(weigh(may, 'psoriasis', ['plaque', 'scale']).weighed).toEqual([]);
    const kin = '# Psoriasis\n\nPlaques with scale.\n\n# Vitiligo\n\nVitiligo shows patches.\n';
    expect(weigh(kin, 'psoriasis', ['plaque', 'scale']).weighed).toEqual([]);
  });

  it('is a passage that tells the two apart by a sign on view, read the right way round', () => {
    const book = `# Psoriasis

## Morphology

Plaques with silvery scale.

## Differential diagnosis

- **Lichen planus**: violaceous papules with Wickham striae in place of silvery scale.

# Lichen planus

## Morphology

Violaceous papules and Wickham striae.
`;
    const psoriasis = weigh(book, 'psoriasis', [
      'plaque',
      'silvery-scale',
      'papules',
      'wickham-striae',
    ]);
    expect(psoriasis.failed).toEqual([]);
    expect(psoriasis.weighed[0]?.exclusion).toMatchObject({
      basis: 'discriminating',
      termIds: ['silvery-scale'],
    });
    const lichen = weigh(book, 'lichen-planus', ['violaceous-color', 'papules', 'wickham-striae']);
    expect(lichen.failed).toEqual([]);
    expect(lichen.weighed[0]?.exclusion).toMatchObject({ basis: 'discriminating' });
    expect(lichen.weighed[0]?.exclusion?.termIds).not.toContain('silvery-scale');
  });
});

describe('a missing sign', () => {
  const plaques = '# Psoriasis\n\nPlaques with scale.\n\n';
  const weighedOf = (other: string): readonly (readonly string[])[] =>
    weigh(plaques + other, 'psoriasis', ['plaque', 'scale']).weighed.map(
      ({ exclusion }) => exclusion?.termIds ?? [],
    );

  it('is no argument where the book gives it as one of several', () => {
    expect(weighedOf('# Melanoma\n\nA macule, papule or plaque with asymmetry.\n')).toEqual([]);
    expect(weighedOf('# Melanoma\n\nA firm lump or vesicles.\n')).not.toEqual([]);
    expect(weighedOf('# Melanoma\n\nA thickening or vesicles.\n')).toEqual([]);
    expect(weighedOf('# Melanoma\n\nPlaques and vesicles.\n')).toEqual([]);
    expect(weighedOf('# Melanoma\n\nPlaques, papules and soft vesicles.\n')).toEqual([]);
    expect(weighedOf('# Melanoma\n\nPlaques with vesicles.\n')).toHaveLength(1);
    expect(weighedOf('# Acne vulgaris\n\nPlaques and comedones.\n')).toEqual([['comedones']]);
  });

  it('is no argument where it belongs to a form, a stage or a condition', () => {
    for (const text of [
      'Vesicles where it is rubbed.',
      'Vesicles at first.',
      'Vesicles in the acute type.',
      'Children have vesicles.',
      'The most common are vesicles.',
      'Vesicles in lepromatous disease.',
      'Solitary lesions have vesicles.',
      'Slight atrophy.',
      'Spots may merge and give vesicles.',
      'Vesicles about the eyes.',
      'Vesicles felt by touch.',
      'White vesicles.',
      'Rings around follicles.',
      'Sores of the mouth with vesicles.',
      'Crusted melanoma shows vesicles.',
      'Acute flares add vesicles.',
      'Vesicles afterwards.',
      'Secondarily, vesicles, and at times sores, may follow.',
      'Brown; kerion is a plaque with vesicles.',
    ]) {
      expect(weighedOf(`# Melanoma\n\n${text}\n`)).toEqual([]);
    }
    expect(weighedOf('# Melanoma\n\nVesicles all over.\n')).not.toEqual([]);
  });

  it('is no argument where it comes and goes, is made by scratching or by one agent of many, or is only defined', () => {
    for (const text of [
      'It begins as vesicles.',
      'Thick skin, mostly ending in atrophy.',
      'With time vesicles appear.',
      'The earliest are vesicles.',
      'Vesicles soon burst.',
      'Vesicles, and these are scratched.',
      'Vesicles from rubbing.',
      'Vesicles are very suggestive of it.',
      'In the case of many vesicles, it weeps.',
      'Strong acids cause vesicles.',
      'Nails bear vesicles.',
      'Vesicles are small elevations.',
      'Vesicles, or small blisters, are pea-sized elevations with bullae.',
      'The rim, in places even, is a well-defined border.',
      'A well-defined border in patches.',
    ]) {
      expect([text, weighedOf(`# Melanoma\n\n${text}\n`)]).toEqual([text, []]);
    }
    expect(weighedOf('# Melanoma\n\nCrowded vesicles that last.\n')).not.toEqual([]);
  });

  it('is no argument where only a dermatoscope shows it, or the image says nothing of its contrary', () => {
    const against = (other: string, signs: readonly string[]): readonly string[] =>
      weigh(
        `# Psoriasis\n\nPlaques with scale, dotted vessels and a sharp border.\n\n# Melanoma\n\n${other}\n`,
        'psoriasis',
        ['plaque', 'scale', ...signs],
      ).weighed[0]?.exclusion?.termIds ?? [];
    const network = '## Dermoscopy\n\nPigment network.';
    expect(against(network, [])).toEqual([]);
    expect(against(network, ['dotted-vessels'])).toEqual(['pigment-network']);
    const blurred = 'Nodules with an ill-defined border.';
    expect(against(blurred, [])).toEqual(['nodule']);
    expect(against(blurred, ['well-defined-border'])).toContain('ill-defined-border');
  });

  it('of color is one only where the image shows none that the disease may have', () => {
    const measured = (shown: readonly string[], absent: readonly string[], other: string) => {
      const { cards } = world(`# Psoriasis\n\nA red plaque with symmetry.\n\n${other}`);
      const [psoriasis, considered] = [...plannedDiseases(cards, ontology).values()];
      return missingSigns({
        image: new ImageSigns({ shown, absent, complete: false }, ontology),
        final: psoriasis as PlannedDisease,
        considered: considered as PlannedDisease,
      })
        .flat()
        .map(({ termId }) => termId);
    };
    const colors = ['yellow-color', 'white-color', 'blue-color', 'black-color'];
    const milia = '# Milia\n\nPearly white to yellow.\n';
    expect(measured(['red-color'], colors, milia)).toEqual(['white-color', 'yellow-color']);
    expect(measured(['red-color'], ['yellow-color'], milia)).toEqual([]);
    const herpes = '# Herpes zoster\n\nThe base is red. The fluid is yellow.\n';
    expect(measured(['red-color'], colors, herpes)).toEqual([]);
    const drugs = '# Milia\n\nYellow (mepacrine), white (clofazimine).\n';
    expect(measured(['red-color'], colors, drugs)).toEqual([]);
    const manyDrugs = '# Milia\n\nSlate grey to blue (mepacrine), white (clofazimine).\n';
    expect(measured(['red-color'], colors, manyDrugs)).toEqual([]);
    for (const both of ['Nodules with symmetry.', 'They are spread with symmetry.']) {
      expect(measured(['red-color'], ['symmetry'], `# Milia\n\nNodules. ${both}\n`)).toEqual([]);
    }
    const edges = '# Milia\n\nWith thin edges of a yellow color.\n';
    expect(measured(['red-color'], colors, edges)).toEqual([]);
    const fleshy = '# Syringoma\n\nSkin-colored, yellow or white.\n';
    expect(measured(['red-color'], colors, fleshy)).toEqual([]);
  });
});

describe('a sign that a passage narrows', () => {
  it('is not the one on view', () => {
    const book = (words: string): string => `# Lichen planus

## Morphology

Papules with Wickham striae.

## Differential diagnosis

- **Psoriasis**: scale in place of ${words}.

# Psoriasis

## Morphology

Plaques.
`;
    const bases = (words: string): (string | undefined)[] =>
      weigh(book(words), 'lichen-planus', ['papules', 'wickham-striae', 'plaque']).weighed.map(
        ({ exclusion }) => exclusion?.basis,
      );
    expect(bases('several papules')).toContain('discriminating');
    expect(bases('coppery papules')).not.toContain('discriminating');
  });
});
