import type { SourceSpan } from '@skinr1/core';
import { areKin, impliedSigns } from '../language/sign-kinship.ts';
import type { SupportedSign } from './card-signs.ts';
import type { ExclusionContext } from './exclusion-context.ts';
import { missingSigns } from './missing-signs.ts';
import { isQualified } from './qualified-signs.ts';
import type { ExclusionLicense } from './types.ts';

/** Why a disease is set aside: the license, and the signs with the passages that support each. */
export interface Exclusion {
  readonly license: ExclusionLicense;
  /** Signs of the considered disease where they are missing, else of the final one. */
  readonly signs: readonly SupportedSign[];
}

/** The strongest ground on which a disease may be set aside; `null` if its card gives none. */
export function findExclusion(context: ExclusionContext): Exclusion | null {
  return denied(context) ?? discriminating(context) ?? missing(context);
}

/** Signs on view that the considered disease's card denies, by themselves or by a wider name. */
function denied({ observed, considered, ontology, limit }: ExclusionContext): Exclusion | null {
  const { present, absent } = considered.signs;
  const found = observed.flatMap((sign) => {
    if (present.has(sign.termId)) return [];
    const names = [sign.termId, ...impliedSigns(sign.termId, ontology)];
    const denial = names.map((name) => absent.get(name)).find((each) => each !== undefined);
    return denial && !isQualified(denial.span.quote, denial.at) ? [{ sign, denial }] : [];
  });
  const chosen = found.slice(0, limit);
  return chosen.length === 0
    ? null
    : exclusion(
        'denied',
        chosen.map(({ sign }) => sign),
        chosen.map(({ denial }) => denial.span),
      );
}

/** Signs on view by which a passage tells the two apart, and that the considered disease's card does not have. */
function discriminating(context: ExclusionContext): Exclusion | null {
  const { observed, considered, final, discriminators, ontology, limit } = context;
  const theirs = [...considered.signs.present.keys()];
  for (const { span, owners } of discriminators) {
    const signs = observed.filter(
      ({ termId }) =>
        owners.get(termId) === final.id && !theirs.some((other) => areKin(termId, other, ontology)),
    );
    if (signs.length > 0) return exclusion('discriminating', signs.slice(0, limit), [span]);
  }
  return null;
}

/** Typical signs of the considered disease, not of the final one, that the image is known not to show. */
function missing(context: ExclusionContext): Exclusion | null {
  const signs: SupportedSign[] = [];
  for (const group of missingSigns(context)) {
    const added = group.filter((sign) => !signs.includes(sign));
    if (signs.length === 0 || signs.length + added.length <= context.limit) {
      for (const sign of added) signs.push(sign);
    }
  }
  const spans = signs.map(({ span }) => span);
  return signs.length === 0 ? null : exclusion('missing', signs, spans);
}

function exclusion(
  basis: ExclusionLicense['basis'],
  signs: readonly SupportedSign[],
  spans: readonly SourceSpan[],
): Exclusion {
  return { license: { basis, termIds: signs.map(({ termId }) => termId), spans }, signs };
}
