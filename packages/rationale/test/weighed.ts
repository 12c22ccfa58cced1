import {
  buildTrajectories,
  createVerifier,
  type GroundedTrajectory,
  type TrajectoryBuild,
} from '../src/index.ts';
import { caseOf, ontology, world } from './books.ts';

/** Trajectories that weigh another disease, of one annotated image over a small book. */
export function weigh(
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

/** Two diseases of red, crusted blisters. */
export const lip = `# Herpes labialis

The lesions blister, break and crust on the lip. The skin around is red.

# Impetigo

Impetigo shows vesicles and pustules which dry to honey-colored crusts on red skin.
`;
