import { describe, expect, it } from 'vitest';
import { lip, weigh } from './weighed.ts';

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
    expect(claims('Plaques with white to yellow keratin.', signs)).toEqual(['plaque']);
    expect(claims('White plaques beneath scale.', signs)).toEqual(['plaque', 'white-color']);
    const other = (name: string): number =>
      weigh(`# Psoriasis\n\nPlaques.\n\n# ${name}\n\nVesicles.\n`, 'psoriasis', ['plaque']).weighed
        .length;
    expect([other('Scabies'), other('Tinea capitis')]).toEqual([1, 0]);
  });

  it('is neither what the lesion leaves behind, nor what is told of one variety', () => {
    const claims = (book: string, signs: readonly string[]): readonly string[] =>
      weigh(book, 'psoriasis', signs).built.trajectories[0]?.steps[0]?.claims.map(
        ({ termId }) => termId ?? '',
      ) ?? [];
    const healed = '# Psoriasis\n\nScale; it drops off, leaving faint reddish spots.\n';
    expect(claims(healed, ['scale', 'red-color'])).toEqual(['scale']);
    const scar = '# Psoriasis\n\nScale. It heals with pitted scars.\n';
    expect(claims(scar, ['scale', 'scarring'])).toEqual(['scale']);
    const nose = '# Psoriasis\n\nScale. In the nose patches form.\n';
    expect(claims(nose, ['scale', 'patch'])).toEqual(['scale']);
    const named = '# Psoriasis\n\nScale.\n\n## Pustular eruption\n\nA patch is seen.\n';
    expect(claims(named, ['scale', 'patch'])).toEqual(['scale']);
    const narrowed =
      '# Psoriasis\n\nScale.\n\n## The symptoms of follicular psoriasis\n\nA patch is seen.\n';
    expect(claims(narrowed, ['scale', 'patch'])).toEqual(['scale']);
    const ulcer = '# Pyoderma gangrenosum (Gangrenous ulcer)\n\nThe central ulcer is deep.\n';
    expect(weigh(ulcer, 'pyoderma-gangrenosum', ['ulceration']).built.trajectories).not.toEqual([]);
    const varieties =
      '# Psoriasis\n\nScale.\n\n## Describe the clinical varieties of psoriasis.\n\nA diffuse patch is seen.\n';
    expect(claims(varieties, ['scale', 'patch'])).toEqual(['scale']);
    const form = '# Psoriasis\n\nScale.\n\nThe diffuse psoriasis begins as a patch.\n';
    expect(claims(form, ['scale', 'patch'])).toEqual(['scale']);
    const joined = '# Psoriasis\n\nScale, and a patch where lesions merge.\n';
    expect(claims(joined, ['scale', 'patch'])).toEqual(['scale']);
  });

  it('sets nothing aside by what is of mucous membranes, here and there, or known by its consistence', () => {
    const against = (other: string): number =>
      weigh(`# Psoriasis\n\nScale and papules.\n\n# Impetigo\n\n${other}\n`, 'psoriasis', [
        'scale',
        'papules',
      ]).weighed.length;
    expect(against('Patches.')).toBe(1);
    expect(against('Mucous patches.')).toBe(0);
    expect(against('The skin presents here and there blisters.')).toBe(0);
    expect(against('Nodules, and of a firm consistence.')).toBe(0);
  });

  it('cites what holds at any time before what the disease begins with', () => {
    const book = '# Psoriasis\n\nIt begins with scale. Plaques with scale.\n';
    const [direct] = weigh(book, 'psoriasis', ['scale']).built.trajectories;
    expect(direct?.steps[0]?.citations.map(({ quote }) => quote)).toEqual(['Plaques with scale.']);
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

  it('is no reason to think of an unrelated disease by a color alone', () => {
    const considered = (scabies: string, signs: readonly string[]): readonly string[] =>
      weigh(
        `# Psoriasis\n\nA red plaque with scale.\n\n# Scabies\n\n${scabies}\n`,
        'psoriasis',
        signs,
      )
        .weighed[0]?.steps.find(({ kind }) => kind === 'consider')
        ?.claims.map(({ termId }) => termId ?? '') ?? [];
    const signs = ['plaque', 'scale', 'red-color'];
    expect(considered('Burrows, red.', signs)).toEqual([]);
    expect(considered('Red, scaly burrows.', signs)).toContain('red-color');
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
