import { describeMeasurement } from '@skinr1/datasets';
import { splitWords } from '@skinr1/ontology';
import type { Claim, FactClaim, QualifierClaim, WordClaim } from '../claims/claim.ts';
import type { StatedFrequency } from '../language/stated-frequency.ts';
import type { TrajectoryRecord } from '../trajectories/types.ts';
import type { CardEvidence } from './evidence.ts';
import { fewOrHardlyAny } from './faults/few-or-hardly-any.ts';
import { invariably } from './faults/invariably.ts';
import { inventedAge } from './faults/invented-age.ts';
import { inventedCause } from './faults/invented-cause.ts';
import { inventedColor } from './faults/invented-color.ts';
import { inventedDuration } from './faults/invented-duration.ts';
import { inventedHistology } from './faults/invented-histology.ts';
import { inventedLaboratoryResult } from './faults/invented-laboratory-result.ts';
import { inventedMeasure } from './faults/invented-measure.ts';
import { inventedNumber } from './faults/invented-number.ts';
import { inventedSex } from './faults/invented-sex.ts';
import { inventedSide } from './faults/invented-side.ts';
import { inventedSite } from './faults/invented-site.ts';
import { inventedSize } from './faults/invented-size.ts';
import { inventedSymptom } from './faults/invented-symptom.ts';
import { inventedTreatment } from './faults/invented-treatment.ts';
import { proves } from './faults/proves.ts';
import { NameWords } from './name-words.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

const codes = ['certainty_wrong', 'unlicensed'] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * The closed world: every word has a license, or the text is turned away. Signs, diseases and malignancies
 * are licensed by checks of their own, connecting words by being listed. Anything else (a number, a site, a
 * symptom, a word that no list knows) is licensed by the record's measurement, or where it is said of a
 * disease, by the cited passage that says it of that disease in the same sense. How firmly and how often is
 * licensed likewise.
 */
export const licenses: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [
    fewOrHardlyAny,
    invariably,
    inventedAge,
    inventedCause,
    inventedColor,
    inventedDuration,
    inventedHistology,
    inventedLaboratoryResult,
    inventedMeasure,
    inventedNumber,
    inventedSex,
    inventedSide,
    inventedSite,
    inventedSize,
    inventedSymptom,
    inventedTreatment,
    proves,
  ],
};

function check(
  checks: Checks,
  { readings, record, evidence, trajectory, ontology }: RuleSubject,
): void {
  for (const reading of readings) {
    const measured = measuredRanges(reading, record);
    const names = new NameWords(reading, trajectory, ontology);
    for (const claim of reading.claims) {
      if (claim.kind === 'fact' || claim.kind === 'word') {
        const inMeasurement = measured.some(
          ({ start, end }) => start <= claim.start && claim.end <= end,
        );
        const isOfName = names.has(wordsOf(reading, claim), claim.kind === 'fact');
        if (!inMeasurement && !isOfName) checkFact(checks, reading, claim, evidence);
      } else if (claim.kind === 'qualifier') {
        checkQualifier(checks, reading, claim, evidence);
      } else if (claim.kind === 'remark') {
        checks.expect(
          false,
          'unlicensed',
          () => `says ${wordsOf(reading, claim)}, of which nobody can tell what it claims`,
          reading.index,
          claim,
        );
      }
    }
  }
}

/** Where the text repeats a measurement of the record, letter for letter. */
function measuredRanges(
  { step }: StepReading,
  { measurement }: TrajectoryRecord,
): { start: number; end: number }[] {
  if (measurement === null) return [];
  return step.claims.flatMap(({ termId }) => {
    const words = describeMeasurement(measurement, termId);
    const start = words === null ? -1 : step.text.indexOf(words);
    return words === null || start < 0 ? [] : [{ start, end: start + words.length }];
  });
}

function checkFact(
  checks: Checks,
  reading: StepReading,
  claim: FactClaim | WordClaim,
  evidence: CardEvidence,
): void {
  const topic = claim.kind === 'fact' ? ` (${claim.topic})` : '';
  checks.expect(
    isSaidOfDisease(reading, claim, evidence),
    'unlicensed',
    () =>
      `says ${claim.denied ? 'no ' : ''}${wordsOf(reading, claim)}${topic}, which neither image nor cited passage says`,
    reading.index,
    claim,
  );
}

/** True if a passage cited from the disease's card has the words, and does not deny them where the text does not. */
function isSaidOfDisease(
  { step }: StepReading,
  { start, end, diseaseId, denied }: FactClaim | WordClaim,
  evidence: CardEvidence,
): boolean {
  if (diseaseId === null || denied) return false;
  const spans = evidence.get(diseaseId)?.affirming;
  if (!spans) return false;
  const forms = splitWords(step.text.slice(start, end)).map(({ form }) => form);
  return step.citations.some((citation) => {
    if (!spans.has(citation)) return false;
    const quoted = splitWords(citation.quote).map(({ form }) => form);
    const at = quoted.indexOf(forms[0] as string);
    const run = at >= 0 && forms.every((form, offset) => quoted[at + offset] === form);
    return run && !deniers.has(quoted[at - 1] ?? '') && !deniers.has(quoted[at - 2] ?? '');
  });
}

const deniers: ReadonlySet<string> = new Set(['no', 'not', 'never', 'without', 'nor', 'lack']);

/**
 * True if a card states such a frequency of each sign that a word of frequency can be said of: those that its sentence
 * names, or all that the step claims where it names none and calls them typical ("the classic picture").
 */
function isStatedOfAll(
  reading: StepReading,
  claim: QualifierClaim,
  evidence: CardEvidence,
  frequencies: readonly StatedFrequency[] = ['typical'],
): boolean {
  const { step } = reading;
  const named = signsBeside(reading, claim);
  const isOfPicture = named.length === 0 && claim.says === 'typical';
  const meant = step.claims.filter(({ termId }) => isOfPicture || named.includes(termId));
  return (
    meant.length > 0 &&
    meant.every(({ diseaseId, termId }) =>
      frequencies.some((each) => evidence.get(diseaseId)?.signs.get(termId)?.frequencies.has(each)),
    )
  );
}

/** Signs that a word of frequency can be said of: those between the same pauses, or else the nearest of its sentence. */
function signsBeside({ step, claims }: StepReading, { start, sentence }: QualifierClaim): string[] {
  const signs = claims.flatMap((claim) =>
    claim.sentence === sentence && 'termId' in claim ? [claim] : [],
  );
  const isBeside = (sign: { readonly start: number }): boolean => {
    const [from, to] = sign.start < start ? [sign.start, start] : [start, sign.start];
    return !/[,;:\u2013\u2014]/.test(step.text.slice(from, to));
  };
  const beside = signs.filter(isBeside);
  const nearest = signs.filter((sign) => sign.start < start).at(-1) ?? signs[0];
  const found = beside.length > 0 ? beside : nearest === undefined ? [] : [nearest];
  return found.map(({ termId }) => termId);
}

/**
 * "Always", "proves" and the like are turned away: neither a picture nor a passage's sign says so much. "Often"
 * belongs to what a disease has, where its frequency is compared with the card's. A hedge belongs to what is
 * thought of a disease, a denial to what it denies.
 */
function checkQualifier(
  checks: Checks,
  reading: StepReading,
  claim: QualifierClaim,
  evidence: CardEvidence,
): void {
  const { step, index, claims } = reading;
  const sentence = claims.filter((other) => other.sentence === claim.sentence);
  const has = (kind: Claim['kind']): boolean => sentence.some((other) => other.kind === kind);
  const words = step.text.slice(claim.start, claim.end).toLowerCase();
  const fits: Readonly<Record<QualifierClaim['says'], () => boolean>> = {
    sure: () => false,
    always: () => false,
    denial: () => false,
    typical: () =>
      has('disease sign') || (step.kind !== 'observe' && isStatedOfAll(reading, claim, evidence)),
    sometimes: () =>
      has('disease sign') || isStatedOfAll(reading, claim, evidence, ['possible', 'rare']),
    rare: () =>
      has('disease sign') || (step.kind === 'exclude' && has('stance') && !words.startsWith('in ')),
    hedge: () =>
      step.kind !== 'observe' &&
      step.kind !== 'conclude' &&
      (has('stance') || isStatedOfAll(reading, claim, evidence, ['typical', 'possible', 'rare'])),
  };
  checks.expect(
    fits[claim.says](),
    claim.says === 'denial' ? 'unlicensed' : 'certainty_wrong',
    () => `${wordsOf(reading, claim)} says more, or less, than image and cited passages do`,
    index,
    claim,
  );
}
