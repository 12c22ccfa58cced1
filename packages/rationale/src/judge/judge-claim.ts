import type { ClaimVerdict } from '@skinr1/core';
import type { Claim, DiseaseSignClaim, ImageSignClaim, StanceClaim } from '../claims/claim.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { impliedSigns, withImplied } from '../language/sign-kinship.ts';
import type { StatedFrequency } from '../language/stated-frequency.ts';
import { isKnownAbsent } from '../trajectories/records.ts';
import type { TrajectoryRecord } from '../trajectories/types.ts';
import type { JudgeKnowledge } from './knowledge.ts';

/** How a claim stands, and why. */
export interface Finding {
  readonly verdict: ClaimVerdict;
  readonly reason: string;
}

/** How a claim stands; `null` for one that only names something and asserts nothing. */
export function judgeClaim(
  claim: Claim,
  knowledge: JudgeKnowledge,
  record: TrajectoryRecord,
): Finding | null {
  const { ontology } = knowledge;
  switch (claim.kind) {
    case 'image sign':
      return judgeImageSign(claim, knowledge, record);
    case 'disease sign':
      return judgeDiseaseSign(claim, knowledge);
    case 'stance':
      return judgeStance(claim, knowledge, record);
    case 'comparison': {
      const { likelierId, thanId } = claim;
      const fits = isSameLine(ontology, likelierId, record.diagnosisId);
      const other = isSameLine(ontology, thanId, record.diagnosisId);
      if (fits === other) return finding('unverifiable', 'the label decides neither way');
      return fits
        ? finding('supported', 'the likelier disease is the labeled one')
        : finding('contradicted', 'the labeled disease is called less likely');
    }
    case 'malignancy': {
      const known = ontology.malignancyClass(record.diagnosisId);
      if (known === null) return finding('unverifiable', 'the malignancy is not known');
      const { malignancy } = ontology.get(record.diagnosisId);
      const isNeoplastic = malignancy !== 'not_neoplastic';
      const holds = claim.says === 'neoplastic' ? isNeoplastic : claim.says === known;
      const reason = `the labeled disease is ${isNeoplastic ? known : 'not neoplastic'}`;
      return finding(holds === claim.denied ? 'contradicted' : 'supported', reason);
    }
    case 'kinship': {
      const { diseaseId, groupId } = claim;
      if (diseaseId === null || groupId === null) return unknownDisease;
      return ontology.isAncestor(groupId, diseaseId)
        ? finding('supported', `${diseaseId} is a kind of ${groupId}`)
        : finding('contradicted', `${diseaseId} is no kind of ${groupId}`);
    }
    case 'qualifier':
      return claim.says === 'sure' || claim.says === 'always'
        ? finding('unlicensed', 'nothing makes this so sure')
        : null;
    case 'remark':
      return null;
    case 'fact':
      return finding('unlicensed', `nothing known of the image says this ${claim.topic}`);
    case 'word':
      return finding('unlicensed', 'a word that nothing licenses');
  }
}

/** A name that the hierarchy does not have. */
const unknownDisease: Finding = {
  verdict: 'unlicensed',
  reason: 'the hierarchy has no such disease',
};

function finding(verdict: ClaimVerdict, reason: string): Finding {
  return { verdict, reason };
}

/** What a record says of a sign: there, known not to be there, or not known. */
function signInImage(
  termId: string,
  record: TrajectoryRecord,
  ontology: JudgeKnowledge['ontology'],
): 'shown' | 'lacked' | 'unknown' {
  if (withImplied(record.shown, ontology).includes(termId)) return 'shown';
  const known = [termId, ...impliedSigns(termId, ontology)];
  return known.some((sign) => isKnownAbsent(sign, record)) ? 'lacked' : 'unknown';
}

function judgeImageSign(
  { termId, polarity, narrowed }: ImageSignClaim,
  { ontology }: JudgeKnowledge,
  record: TrajectoryRecord,
): Finding {
  const known = signInImage(termId, record, ontology);
  if (known === 'unknown') return finding('unverifiable', `${termId} is not known of this image`);
  if (known === 'shown' && narrowed) {
    return finding('unverifiable', `which ${termId} the image shows is not known`);
  }
  return known === polarity
    ? finding('supported', `the image is known to have ${termId} ${known}`)
    : finding('contradicted', `the image is known to have ${termId} ${known}`);
}

function judgeDiseaseSign(
  { termId, diseaseId, frequency }: DiseaseSignClaim,
  { signsOf }: JudgeKnowledge,
): Finding {
  const signs = signsOf.get(diseaseId);
  if (!signs) return finding('unverifiable', `no card describes ${diseaseId}`);
  const affirmed = signs.present.get(termId);
  if (!affirmed) {
    if (!signs.absent.has(termId)) {
      return finding('unlicensed', `the card of ${diseaseId} does not speak of ${termId}`);
    }
    return allowed.absent.includes(frequency)
      ? finding('supported', `the card of ${diseaseId} denies ${termId}`)
      : finding('contradicted', `the card of ${diseaseId} denies ${termId}`);
  }
  const says = `the card of ${diseaseId} calls ${termId} ${affirmed.frequency}`;
  if (frequency === 'never' || (frequency === 'unlikely' && affirmed.frequency !== 'rare')) {
    return finding('contradicted', says);
  }
  return allowed[affirmed.frequency].includes(frequency)
    ? finding('supported', says)
    : finding('unlicensed', says);
}

/** How a text may speak of a sign that a card calls so frequent. */
const allowed: Readonly<Record<StatedFrequency, readonly DiseaseSignClaim['frequency'][]>> = {
  typical: ['typical', 'plain', 'possible', 'sometimes'],
  possible: ['possible', 'sometimes', 'plain'],
  rare: ['rare', 'possible', 'sometimes', 'unlikely'],
  absent: ['never', 'unlikely'],
};

/** A stance stands or falls with the disease it is taken on, then with the signs it rests on. */
function judgeStance(
  { stance, diseaseId, premises }: StanceClaim,
  { ontology, signsOf }: JudgeKnowledge,
  record: TrajectoryRecord,
): Finding | null {
  if (stance === 'mentioned' || stance === 'considered') return null;
  if (diseaseId === null) return unknownDisease;
  const isLabel = isSameLine(ontology, diseaseId, record.diagnosisId);
  if (stance === 'concluded') {
    return isLabel
      ? finding('supported', 'the labeled disease, or one above or below it')
      : finding('contradicted', `the label is ${record.diagnosisId}`);
  }
  if (stance === 'excluded' && isLabel) {
    return finding('contradicted', 'the labeled disease is excluded');
  }
  const signs = signsOf.get(diseaseId);
  if (!signs) return finding('unverifiable', `no card describes ${diseaseId}`);
  if (premises.length === 0) {
    return stance === 'for' && isLabel
      ? finding('supported', 'the labeled disease')
      : finding('unverifiable', 'no sign is named');
  }
  const verdicts = premises.map(({ termId, polarity }) => {
    const favors = signs.present.has(termId) ? 1 : signs.absent.has(termId) ? -1 : 0;
    const weight = polarity === 'shown' ? favors : -favors;
    return stance === 'for' ? weight : -weight;
  });
  if (verdicts.some((weight) => weight < 0)) {
    return finding('contradicted', `the card of ${diseaseId} says the opposite of a sign named`);
  }
  return verdicts.some((weight) => weight > 0)
    ? finding('supported', `the card of ${diseaseId} says so of a sign named`)
    : finding('unlicensed', `the card of ${diseaseId} is silent on the signs named`);
}
