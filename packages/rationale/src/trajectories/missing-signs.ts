import type { Ontology } from '@skinr1/ontology';
import { areKin } from '../language/sign-kinship.ts';
import type { SupportedSign } from './card-signs.ts';
import type { ExclusionContext } from './exclusion-context.ts';
import { isKnownAbsent } from './records.ts';

/**
 * Typical signs of the considered disease, not of the final one, whose lack is an argument: the image is known to
 * show neither them nor their kin, nor any that the passage gives as an alternative; and of colors, the image shows
 * none that the disease may have. In groups: alternatives are named together, so that one of them does not stand for
 * the others.
 */
export function missingSigns(context: ExclusionContext): SupportedSign[][] {
  const { considered, final, ontology, order } = context;
  const lacking = considered.arguable
    .filter(
      ({ sign: { termId } }) =>
        final.signs.present.get(termId)?.frequency !== 'typical' && isLacking(termId, context),
    )
    .sort((a, b) => order(a.sign, b.sign));
  if (lacking.length === 0) return [];
  const groups = new Map<string, SupportedSign[]>();
  for (const { termIds, open } of lacking.map(({ alternatives }) => alternatives)) {
    const group = lacking.flatMap(({ sign }) => (termIds.includes(sign.termId) ? [sign] : []));
    const hasColor = group.some(({ termId }) => isColor(termId, ontology));
    if (open || group.length < termIds.length || (hasColor && !lacksAllColors(context))) continue;
    groups.set([...termIds].sort().join(' '), group);
  }
  return [...groups.values()];
}

function isLacking(termId: string, { record, ontology }: ExclusionContext): boolean {
  return (
    isKnownAbsent(termId, record) &&
    // Color words overlap (erythema is red): one that is not listed is absent only if measured to be.
    (!isColor(termId, ontology) || record.absent.includes(termId)) &&
    !record.shown.some((shown) => areKin(shown, termId, ontology))
  );
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
