import { type Case, createRandom, SkinR1Error, UsageError } from '@skinr1/core';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import {
  assessCalibration,
  type Calibration,
  type CalibrationItem,
  type CalibrationSummary,
  type FitOptions,
  fitCalibration,
} from './calibration.ts';
import { candidatesOf, type DiagnoseOptions, diagnose } from './diagnose.ts';

/** Options of {@link calibrate}: the model as `diagnose` will be asked about it. */
export interface CalibrateOptions
  extends Omit<DiagnoseOptions, 'calibration'>,
    Pick<FitOptions, 'targetAccuracy'> {
  /** Told after each case. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A calibration, and what it is worth. */
export interface CalibrateOutcome {
  /** Fitted on half of the lesions. */
  readonly calibration: Calibration;
  /** On the other half. */
  readonly heldOut: CalibrationSummary;
  /** Cases that could not be asked about, and why. */
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Asks a model about cases whose diagnosis is known and of which it has learnt nothing, fits temperature and
 * threshold on half of the lesions ({@link fitCalibration}) and measures them on the other half.
 *
 * A case counts as right for the candidate that is its diagnosis or, if none is, the nearest one above it.
 *
 * @throws UsageError for fewer than two lesions that can be asked about; the signal's reason when aborted
 */
export async function calibrate(
  cases: readonly Case[],
  options: CalibrateOptions,
): Promise<CalibrateOutcome> {
  const { targetAccuracy, onProgress, ...asked } = options;
  const { ontology = loadOntology(), identity = {}, seed = 1 } = asked;
  const candidates = candidatesOf(asked);
  const halves: [CalibrationItem[], CalibrationItem[]] = [[], []];
  const half = halvesByLesion(cases, seed);
  const skipped: { id: string; reason: string }[] = [];
  for (const [index, item] of cases.entries()) {
    const right = rightCandidate(item.diagnosisId, candidates, ontology);
    if (right === -1) skipped.push({ id: item.id, reason: 'no candidate is its diagnosis' });
    else {
      try {
        const { differential } = await diagnose(item.image, { ...asked, candidates, ontology });
        const byId = new Map(differential.map((each) => [each.id, each.rawProbability]));
        halves[half(item)].push({ probabilities: candidates.map((id) => byId.get(id)!), right });
      } catch (error) {
        if (!SkinR1Error.isInstance(error) || error.kind === 'resource') throw error;
        skipped.push({ id: item.id, reason: error.message });
      }
    }
    onProgress?.({ done: index + 1, total: cases.length });
  }
  const [fitting, heldOut] = halves;
  if (fitting.length === 0 || heldOut.length === 0) {
    const why = skipped[0] ? `; of ${skipped.length} left out the first: ${skipped[0].reason}` : '';
    throw new UsageError(`too few lesions to fit on one half and measure on the other${why}.`, {
      mend: 'Give labeled images of at least two lesions, better some hundreds.',
    });
  }
  const target = targetAccuracy === undefined ? {} : { targetAccuracy };
  const calibration = fitCalibration(fitting, { candidates, model: identity, ...target });
  return { calibration, heldOut: assessCalibration(heldOut, calibration), skipped };
}

/** Index of the candidate that is a diagnosis, or of the nearest above it; -1 if there is none. */
function rightCandidate(id: string, candidates: readonly string[], ontology: Ontology): number {
  const nearest = [...ontology.path(id)].reverse().find((node) => candidates.includes(node));
  return nearest === undefined ? -1 : candidates.indexOf(nearest);
}

/** Which half a case is in: images of one lesion are in the same. */
function halvesByLesion(cases: readonly Case[], seed: number | string): (of: Case) => 0 | 1 {
  const lesionOf = ({ id, lesionId }: Case): string => lesionId ?? id;
  const lesions = createRandom(seed)
    .fork('calibrate')
    .shuffle([...new Set(cases.map(lesionOf))]);
  const second = new Set(lesions.slice(0, lesions.length >> 1));
  return (of) => (second.has(lesionOf(of)) ? 1 : 0);
}
