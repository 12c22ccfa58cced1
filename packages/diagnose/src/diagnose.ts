import { createHash } from 'node:crypto';
import { versionOf } from '@skinr1/autograd';
import {
  type Answer,
  checkWholeNumber,
  createRandom,
  type ImageSource,
  parseOpenAnswer,
  researchUseOnly,
  UsageError,
} from '@skinr1/core';
import { diseaseProfiles } from '@skinr1/datasets';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import { isSameLine, openQuestion } from '@skinr1/rationale';
import { decideAbstention } from './abstain.ts';
import type { Calibration } from './calibration.ts';
import type { Diagnosis, RankedDiagnosis } from './diagnosis.ts';
import type { DiagnosisModel } from './diagnosis-model.ts';
import { scoreCandidates } from './differential.ts';
import { pixelHash, prepareImage } from './prepare-image.ts';
import { assessQuality } from './quality/assess-quality.ts';
import { malignancyOf, pathTo, rank } from './rank.ts';
import { countVotes, readAnswer } from './read-answers.ts';

/** Options of {@link diagnose}. */
export interface DiagnoseOptions {
  readonly model: DiagnosisModel;
  /** What is asked; answered in the method's open form. @defaultValue the method's open question */
  readonly question?: string;
  /** Ontology ids to tell apart. @defaultValue those of the calibration, else of the embedded textbook */
  readonly candidates?: readonly string[];
  /** Answers drawn for self-consistency, and whose reasonings the differential is over. @defaultValue 8 */
  readonly samples?: number;
  /** Token budget of an answer. @defaultValue 256 */
  readonly maxTokens?: number;
  /** Fixes the samples. @defaultValue 1 */
  readonly seed?: number | string;
  /** What the model's probabilities are worth; see `fitCalibration`. @defaultValue none, which the result says */
  readonly calibration?: Calibration | null;
  /** Goes into the provenance: hashes of weights, adapter and tokenizer, device, type. */
  readonly identity?: Readonly<Record<string, string>>;
  /** @defaultValue the embedded one */
  readonly ontology?: Ontology;
  readonly signal?: AbortSignal;
}

/**
 * What a model makes of an image, with all that a reader needs to doubt it: reasoning as steps, a ranked
 * differential with probabilities, agreement of sampled answers, the way down the hierarchy, malignancy summed over
 * the differential, whether to abstain and why, the picture's quality, and where all of it comes from.
 *
 * The greedy answer is the one shown; the differential is over the reasonings of the samples ({@link
 * scoreCandidates}), or over that of the greedy answer where there are none. Only pixels leave the image file.
 *
 * Research use only. Not a medical device; not for diagnosis or treatment.
 *
 * @throws NotFoundError or InvalidInputError for an image that cannot be read, UsageError for a calibration of
 *   another model or other candidates, the signal's reason when aborted
 */
export async function diagnose(image: ImageSource, options: DiagnoseOptions): Promise<Diagnosis> {
  const { model, calibration = null, samples = 8, seed = 1, identity = {}, signal } = options;
  const ontology = options.ontology ?? loadOntology();
  const candidates = candidatesOf(options);
  checkWholeNumber('samples', samples, 0);
  checkCalibration(calibration, candidates, identity);
  signal?.throwIfAborted();
  const pixels = await prepareImage(image);
  signal?.throwIfAborted();
  const quality = assessQuality(pixels);
  const question = { text: options.question ?? openQuestion, images: [pixels] };
  const { greedy, drawn } = await askModel(question, { ...options, samples, seed });
  const reasonings = [drawn, [greedy]]
    .map((answers) => answers.flatMap(({ text }) => parseOpenAnswer(text)?.thinking ?? []))
    .find(({ length }) => length > 0) ?? [noReasoning];
  const raw = await scoreCandidates(model, question, reasonings, { candidates, ontology, signal });
  const differential = rank(candidates, raw, calibration, ontology);
  const [first] = differential as [RankedDiagnosis, ...RankedDiagnosis[]];
  const answer = readAnswer(greedy, ontology);
  const isAgreed = isSameLine(ontology, answer.diagnosisId, first.id);
  return {
    notice: researchUseOnly,
    question: question.text,
    answer,
    differential,
    selfConsistency: samples === 0 ? null : countVotes(drawn, ontology),
    path: pathTo(first.id, differential, ontology),
    malignancy: malignancyOf(differential),
    abstention: decideAbstention({ quality, answer, first, isAgreed }, calibration),
    quality,
    provenance: {
      image: pixelHash(pixels),
      prompt: createHash('sha256').update(question.text).digest('hex'),
      seed,
      samples,
      version: versionOf('@skinr1/diagnose', import.meta.url),
      model: identity,
    },
  };
}

/** What stands for reasoning where no answer has any that can be read. */
const noReasoning = 'The lesion is looked at.';

/** The candidates that are told apart. Throws UsageError for none, or one that stands twice. */
export function candidatesOf({
  candidates,
  calibration,
}: Pick<DiagnoseOptions, 'candidates' | 'calibration'>): readonly string[] {
  const ids =
    candidates ?? calibration?.candidates ?? diseaseProfiles.map((each) => each.diseaseId);
  if (ids.length > 0 && new Set(ids).size === ids.length) return ids;
  throw new UsageError('the candidates are none, or one of them stands twice.', {
    mend: 'Give ids of the ontology, each once.',
  });
}

/** A calibration says nothing of another model, or of other candidates. */
function checkCalibration(
  calibration: Calibration | null,
  candidates: readonly string[],
  identity: Readonly<Record<string, string>>,
): void {
  if (calibration === null) return;
  const isSame = calibration.candidates.join() === candidates.join();
  const differs = Object.entries(calibration.model).find(([name, is]) => identity[name] !== is);
  if (isSame && !differs) return;
  const what = differs ? `another model: '${differs[0]}' differs` : 'other candidates';
  throw new UsageError(`the calibration is of ${what}.`, {
    mend: 'Fit one for this model and these candidates, or leave it out.',
  });
}

async function askModel(
  question: Parameters<DiagnosisModel['generate']>[0][number],
  options: DiagnoseOptions & Required<Pick<DiagnoseOptions, 'samples' | 'seed'>>,
): Promise<{ readonly greedy: Answer; readonly drawn: readonly Answer[] }> {
  const { model, samples, seed, maxTokens = 256, signal } = options;
  const shared = { maxTokens, ...(signal ? { signal } : {}) };
  const [[greedy] = []] = await model.generate([question], { ...shared, temperature: 0 });
  if (!greedy) throw new UsageError('the model gave no answer.');
  if (samples === 0) return { greedy, drawn: [] };
  const random = createRandom(seed).fork('diagnose');
  const drawing = { ...shared, temperature: 1, topK: 0, topP: 1, groupSize: samples, random };
  const [drawn = []] = await model.generate([question], drawing);
  return { greedy, drawn };
}
