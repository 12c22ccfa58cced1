import { copiedWording } from './copied-wording.ts';
import { disownedConclusion } from './disowned-conclusion.ts';
import { failsToShow } from './fails-to-show.ts';
import { falseCitation } from './false-citation.ts';
import type { Fault } from './fault.ts';
import { fewOrHardlyAny } from './few-or-hardly-any.ts';
import { foreignDisease } from './foreign-disease.ts';
import { invariably } from './invariably.ts';
import { inventedAge } from './invented-age.ts';
import { inventedCause } from './invented-cause.ts';
import { inventedColor } from './invented-color.ts';
import { inventedDuration } from './invented-duration.ts';
import { inventedHistology } from './invented-histology.ts';
import { inventedLaboratoryResult } from './invented-laboratory-result.ts';
import { inventedMeasure } from './invented-measure.ts';
import { inventedNumber } from './invented-number.ts';
import { inventedSex } from './invented-sex.ts';
import { inventedSide } from './invented-side.ts';
import { inventedSite } from './invented-site.ts';
import { inventedSize } from './invented-size.ts';
import { inventedSymptom } from './invented-symptom.ts';
import { inventedTreatment } from './invented-treatment.ts';
import { leakedLabel } from './leaked-label.ts';
import { proves } from './proves.ts';
import { rulesItOut } from './rules-it-out.ts';
import { selfComparison } from './self-comparison.ts';
import { shownAndDenied } from './shown-and-denied.ts';
import { swappedCertainty } from './swapped-certainty.ts';
import { swappedDifferential } from './swapped-differential.ts';
import { swappedDirection } from './swapped-direction.ts';
import { swappedPolarity } from './swapped-polarity.ts';
import { unseenSign } from './unseen-sign.ts';
import { wrongMalignancy } from './wrong-malignancy.ts';
import { wrongParent } from './wrong-parent.ts';

/** All kinds of fault that are planted; a new one is a file here and a line. */
export const faults: readonly Fault[] = [
  copiedWording,
  disownedConclusion,
  failsToShow,
  falseCitation,
  fewOrHardlyAny,
  foreignDisease,
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
  leakedLabel,
  proves,
  rulesItOut,
  selfComparison,
  shownAndDenied,
  swappedCertainty,
  swappedDifferential,
  swappedDirection,
  swappedPolarity,
  unseenSign,
  wrongMalignancy,
  wrongParent,
];
