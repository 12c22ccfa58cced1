import type { Ontology } from '@skinr1/ontology';
import { areKin } from '../language/sign-kinship.ts';
import { alternativesOf } from './alternatives.ts';
import type { SupportedSign } from './card-signs.ts';
import type { ExclusionContext } from './exclusion-context.ts';
import { isKnownAbsent } from './records.ts';

/**
 * Typical signs of the considered disease, not of the final one, whose lack is an argument: the image is known to
 * show neither them nor their kin, nor any that the passage gives as an alternative; no condition is set ("brown
 * after healing"); and of colors, the image shows none that the disease may have.
 */
export function missingSigns(context: ExclusionContext): SupportedSign[] {
  const { considered, final, ontology } = context;
  const lacking = [...considered.signs.present.values()].filter(
    (sign) =>
      sign.frequency === 'typical' &&
      final.signs.present.get(sign.termId)?.frequency !== 'typical' &&
      isLacking(sign.termId, context) &&
      !conditions.test(sign.span.quote) &&
      lacksAlternatives(sign, context),
  );
  const colors = lacking.filter(({ termId }) => isColor(termId, ontology));
  if (colors.length === 0 || lacksAllColors(context)) return lacking;
  return lacking.filter(({ termId }) => !isColor(termId, ontology));
}

/** A sign of one kind, stage or time of the disease only. */
const conditions =
  /\b(?:where|when|after|once|if|unless|in (?:the )?[a-z-]+ (?:types?|forms?|stages?|cases|lesions|skin|morphea)|types?|forms?|stages?|at first|then|early|late|later|fresh|old)\b/i;

function isLacking(termId: string, { record, ontology }: ExclusionContext): boolean {
  return (
    isKnownAbsent(termId, record) &&
    // Color words overlap (erythema is red): one that is not listed is absent only if measured to be.
    (!isColor(termId, ontology) || record.absent.includes(termId)) &&
    !record.shown.some((shown) => areKin(shown, termId, ontology))
  );
}

function lacksAlternatives(
  { termId, span, at }: SupportedSign,
  context: ExclusionContext,
): boolean {
  const { termIds, open } = alternativesOf(span.quote, termId, at, context.ontology);
  return !open && termIds.every((other) => isLacking(other, context));
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
