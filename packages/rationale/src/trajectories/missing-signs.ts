import type { Ontology } from '@skinr1/ontology';
import { areKin } from '../language/sign-kinship.ts';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import { alternativesOf } from './alternatives.ts';
import type { SupportedSign } from './card-signs.ts';
import { isConditional } from './conditional.ts';
import type { ExclusionContext } from './exclusion-context.ts';
import { isKnownAbsent } from './records.ts';

/**
 * Typical signs of the considered disease, not of the final one, whose lack is an argument: the image is known to
 * show neither them nor their kin, nor any that the passage gives as an alternative; no condition is set ("brown
 * after healing"); and of colors, the image shows none that the disease may have. In groups: alternatives are named
 * together, so that one of them does not stand for the others.
 */
export function missingSigns(context: ExclusionContext): SupportedSign[][] {
  const { considered, ontology, order } = context;
  const lacking = [...considered.signs.present.values()]
    .filter((sign) => isArgument(sign, context))
    .sort(order);
  const colorsCount = lacksAllColors(context);
  const groups = new Map<string, SupportedSign[]>();
  for (const sign of lacking) {
    const { termIds, open } = alternativesOf(sign.span.quote, sign.termId, sign.at, ontology);
    const group = lacking.filter(({ termId }) => termIds.includes(termId));
    const hasColor = group.some(({ termId }) => isColor(termId, ontology));
    if (open || group.length < termIds.length || (hasColor && !colorsCount)) continue;
    groups.set([...termIds].sort().join(' '), group);
  }
  return [...groups.values()];
}

function isArgument(sign: SupportedSign, context: ExclusionContext): boolean {
  const { termId, frequency, span } = sign;
  return (
    frequency === 'typical' &&
    context.final.signs.present.get(termId)?.frequency !== 'typical' &&
    isLacking(termId, context) &&
    !isConditional(span.quote) &&
    !isOfAnother(sign, context.ontology)
  );
}

function isLacking(termId: string, { record, ontology }: ExclusionContext): boolean {
  return (
    isKnownAbsent(termId, record) &&
    // Color words overlap (erythema is red): one that is not listed is absent only if measured to be.
    (!isColor(termId, ontology) || record.absent.includes(termId)) &&
    !record.shown.some((shown) => areKin(shown, termId, ontology))
  );
}

/** Nouns of lesions: an outline of anything else ("a circumscribed area") is none of the disease. */
const lesions: WordSet = wordSet(
  'lesion plaque patch papule nodule macule spot vesicle blister bulla pustule mole nevus tumor growth border margin edge outline rim ulcer ring eruption wheal and or with in by on from but which',
);

/** True for an outline that is said of something else than a lesion. */
function isOfAnother({ termId, span, at }: SupportedSign, ontology: Ontology): boolean {
  if (ontology.morphologyTerm(termId)?.group !== 'outline') return false;
  const after = span.quote.slice(at.end, at.end + 30);
  const next = /^\s+\p{L}/u.test(after) ? formsOf(after)[0] : undefined;
  return next !== undefined && !lesions.has(next);
}

/** True if the image shows no color that the considered disease may have. */
function lacksAllColors({ considered, record, ontology }: ExclusionContext): boolean {
  const { present } = considered.signs;
  return [...present.keys()].every(
    (termId) =>
      !isColor(termId, ontology) || !record.shown.some((shown) => areKin(shown, termId, ontology)),
  );
}

function isColor(termId: string, ontology: Ontology): boolean {
  return ontology.morphologyTerm(termId)?.group === 'color';
}
