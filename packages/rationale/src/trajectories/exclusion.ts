import type { SourceSpan } from '@skinr1/core';
import type { SupportedSign } from './card-signs.ts';
import type { Discriminator } from './discriminators.ts';
import type { ImageSigns } from './image-signs.ts';
import type { PlannedDisease } from './planned-diseases.ts';
import type { ExclusionLicense } from './types.ts';

/** What an exclusion is argued from. */
export interface ExclusionContext {
  readonly image: ImageSigns;
  readonly final: PlannedDisease;
  readonly considered: PlannedDisease;
  /** Signs that the image shows and the final disease's card affirms. */
  readonly observed: readonly SupportedSign[];
  readonly discriminators: readonly Discriminator[];
  /** Most signs that one exclusion names. */
  readonly limit: number;
}

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
function denied({ observed, considered, limit }: ExclusionContext): Exclusion | null {
  const { denials } = considered;
  if (denials.size === 0) return null;
  const signs = observed.filter(({ termId }) => denials.has(termId)).slice(0, limit);
  const spans = signs.flatMap(({ termId }) => denials.get(termId)?.span ?? []);
  return signs.length === 0 ? null : exclusion('denied', signs, spans);
}

/** Signs on view by which a passage tells the two apart, and that the considered disease's card does not have. */
function discriminating(context: ExclusionContext): Exclusion | null {
  const { observed, considered, final, discriminators, limit } = context;
  for (const { span, owners } of discriminators) {
    const signs = observed.filter(
      ({ termId }) => owners.get(termId) === final.id && !considered.kin.has(termId),
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

/**
 * Typical signs of the considered disease, not of the final one, whose lack is an argument: the image is known to
 * show neither them nor their kin, nor any that the passage gives as an alternative; and of colors, the image shows
 * none that the disease may have; of what the dermatoscope shows, it is no plain photograph. In groups of alternatives.
 */
export function missingSigns({
  image,
  considered,
  final,
}: Pick<ExclusionContext, 'image' | 'considered' | 'final'>): (readonly SupportedSign[])[] {
  const { present } = final.signs;
  return considered.absenceArguments
    .filter(
      ({ signs, ofColor, magnified }) =>
        !(magnified && image.isPlain) &&
        signs.every(
          ({ termId }) => image.lacks(termId) && present.get(termId)?.frequency !== 'typical',
        ) &&
        !(ofColor && considered.colors.some((color) => image.showsKin(color))),
    )
    .map(({ signs }) => signs);
}

function exclusion(
  basis: ExclusionLicense['basis'],
  signs: readonly SupportedSign[],
  spans: readonly SourceSpan[],
): Exclusion {
  return { license: { basis, termIds: signs.map(({ termId }) => termId), spans }, signs };
}
