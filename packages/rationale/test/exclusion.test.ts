import { describe, expect, it } from 'vitest';
import {
  buildTrajectories,
  createVerifier,
  type GroundedTrajectory,
  type TrajectoryBuild,
} from '../src/index.ts';
import { missingSigns } from '../src/trajectories/exclusion.ts';
import { ImageSigns } from '../src/trajectories/image-signs.ts';
import { type PlannedDisease, plannedDiseases } from '../src/trajectories/planned-diseases.ts';
import { caseOf, ontology, world } from './books.ts';

/** Trajectories that weigh another disease, of one annotated image over a small book. */
function weigh(
  book: string,
  diagnosisId: string,
  signs: readonly string[],
): { weighed: readonly GroundedTrajectory[]; built: TrajectoryBuild; failed: readonly string[] } {
  const { document, cards, graph } = world(book);
  const records = [caseOf('a', diagnosisId, signs)];
  const built = buildTrajectories({ cards, records, ontology, graph, seed: 1 });
  const verify = createVerifier({ documents: [document], ontology, cards, graph });
  const failed = built.trajectories.flatMap((each) =>
    verify(each, { record: built.records.get(each.recordId)! }).reasons.map((one) => one.message),
  );
  return { weighed: built.trajectories.filter(({ type }) => type !== 'direct'), built, failed };
}

const lip = `# Herpes labialis

The lesions blister, break and crust on the lip. The skin around is red.

# Impetigo

Impetigo shows vesicles and pustules which dry to honey-colored crusts on red skin.
`;

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
      'Brown; kerion is a plaque with vesicles.',
    ]) {
      expect(weighedOf(`# Melanoma\n\n${text}\n`)).toEqual([]);
    }
    expect(weighedOf('# Melanoma\n\nVesicles all over.\n')).not.toEqual([]);
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

describe('what is seen', () => {
  it('is no finding where it is a color or an outline alone', () => {
    const book = '# Psoriasis\n\nA red plaque with symmetry.\n';
    expect(weigh(book, 'psoriasis', ['red-color']).built.dropped).toMatchObject([
      { cause: 'nothing but a color or an outline both shown and in the card' },
    ]);
    expect(weigh(book, 'psoriasis', ['red-color', 'symmetry']).built.trajectories).not.toEqual([]);
  });

  it('of color and outline is one only where no condition is set and nothing of it is left over', () => {
    const finds = (text: string, signs: readonly string[]): boolean =>
      weigh(`# Psoriasis\n\n${text}\n`, 'psoriasis', signs).built.trajectories.length > 0;
    expect(finds('Red and brown.', ['red-color', 'brown-color'])).toBe(false);
    expect(finds('Symmetry, red where it is rubbed.', ['red-color', 'symmetry'])).toBe(false);
    expect(finds('Symmetry, red, white where it is rubbed.', ['red-color', 'symmetry'])).toBe(true);
    const blue = ['red-color', 'blue-color', 'symmetry'];
    expect(finds('Red with symmetry.', blue)).toBe(false);
    expect(finds('Red with symmetry. It is seldom blue.', blue)).toBe(true);
  });

  it('is not of a color that the image is known to lack', () => {
    const { built } = weigh('# Psoriasis\n\nWhite patches. A brown plaque.\n', 'psoriasis', [
      'brown-color',
      'patch',
      'plaque',
    ]);
    const [direct] = built.trajectories;
    expect(direct?.steps[0]?.claims.map(({ termId }) => termId)).not.toContain('patch');
  });

  it('is no color of a part, and no first thought of a site of its own', () => {
    const claims = (text: string, signs: readonly string[]): readonly string[] =>
      weigh(
        `# Psoriasis\n\n${text}\n`,
        'psoriasis',
        signs,
      ).built.trajectories[0]?.steps[0]?.claims.map(({ termId }) => termId) ?? [];
    const signs = ['plaque', 'white-color'];
    expect(claims('Plaques, each ringed by a white halo.', signs)).toEqual(['plaque']);
    expect(claims('Plaques, white from scale.', signs)).toEqual(['plaque']);
    expect(claims('White plaques beneath scale.', signs)).toEqual(['plaque', 'white-color']);
    const other = (name: string): number =>
      weigh(`# Psoriasis\n\nPlaques.\n\n# ${name}\n\nVesicles.\n`, 'psoriasis', ['plaque']).weighed
        .length;
    expect([other('Scabies'), other('Tinea capitis')]).toEqual([1, 0]);
  });

  it('is told first by what is typical', () => {
    const book = '# Psoriasis\n\nPlaques with scale. Burrows may be seen.\n';
    const { built } = weigh(book, 'psoriasis', ['plaque', 'scale', 'burrows']);
    expect(built.trajectories[0]?.steps[1]?.claims.map(({ termId }) => termId)).toEqual([
      'plaque',
      'scale',
    ]);
  });

  it('is compatible with a disease where it is one sign, or none that is typical', () => {
    const match = (book: string, signs: readonly string[]): string | undefined =>
      weigh(book, 'psoriasis', signs).built.trajectories[0]?.steps[1]?.text;
    const book = '# Psoriasis\n\nPlaques with scale.\n';
    expect(match(book, ['plaque'])).toMatch(/compatible with psoriasis/i);
    expect(match(book, ['plaque', 'scale'])).not.toMatch(/compatible/i);
    const looks = '# Psoriasis\n\nA red plaque with symmetry.\n';
    expect(match(looks, ['red-color', 'symmetry'])).toMatch(/compatible with psoriasis/i);
    const may = '# Psoriasis\n\nThere may be plaques. Scale is possible.\n';
    expect(match(may, ['plaque', 'scale'])).toMatch(/compatible with psoriasis/i);
  });

  it('is a reason for every first thought', () => {
    const types = (scabies: string): Set<string> => {
      const book = `# Psoriasis\n\nPlaques with scale and a sharp border.\n\n# Scabies\n\nBurrows${scabies}.\n`;
      const { weighed } = weigh(book, 'psoriasis', ['plaque', 'scale', 'well-defined-border']);
      return new Set(weighed.map(({ type }) => type));
    };
    expect(types('')).toEqual(new Set(['contrast_kept']));
    expect(types(' with a sharp border')).toEqual(new Set(['contrast_kept']));
    expect(types('. Scale and plaques where it is rubbed')).toEqual(new Set(['contrast_kept']));
    expect(types(' with scale and plaques')).toContain('contrast_switched');
  });

  it('is not what a sentence says of organs within, or of diseases that are told apart', () => {
    const book = (text: string): string => `# Psoriasis\n\nPlaques with scale. ${text}\n`;
    const observed = (text: string): readonly string[] =>
      weigh(book(text), 'psoriasis', [
        'plaque',
        'scale',
        'ulceration',
        'nodule',
      ]).built.trajectories[0]?.steps[0]?.claims.map(({ termId }) => termId) ?? [];
    expect(observed('Nodules of the liver occur.')).not.toContain('nodule');
    expect(observed('It is to be diagnosed from the ulcers of the leg.')).not.toContain(
      'ulceration',
    );
  });
});

describe('the last sentence of a note', () => {
  it('calls an infection not neoplastic, and the answer keeps its label', () => {
    const { built } = weigh(lip, 'impetigo', ['vesicles', 'crust']);
    const [note] = built.trajectories;
    expect(note?.steps.at(-1)?.text).toMatch(/impetigo.*, not neoplastic\.$/);
    expect(note?.thinking).not.toMatch(/benign/);
    expect(note?.malignancy).toBe('benign');
  });
});
