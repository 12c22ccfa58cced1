import { describe, expect, it } from 'vitest';
import {
  buildTrajectories,
  createVerifier,
  type GroundedTrajectory,
  type TrajectoryBuild,
} from '../src/index.ts';
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

describe('the last sentence of a note', () => {
  it('calls an infection not neoplastic, and the answer keeps its label', () => {
    const { built } = weigh(lip, 'impetigo', ['vesicles', 'crust']);
    const [note] = built.trajectories;
    expect(note?.steps.at(-1)?.text).toMatch(/impetigo.*, not neoplastic\.$/);
    expect(note?.thinking).not.toMatch(/benign/);
    expect(note?.malignancy).toBe('benign');
  });
});
