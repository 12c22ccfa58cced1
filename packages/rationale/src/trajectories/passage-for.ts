import { formsOf } from '../language/word-set.ts';
import type { SupportedSign } from './card-signs.ts';
import type { PlannedDisease } from './planned-diseases.ts';

/**
 * The passage on a sign that speaks most of what a figure's caption names: under "Ulcerating tubercular syphilid"
 * that of the tubercular eruption, not of the pustular one, even if it says that the sign may be. Without a caption, or
 * words in common, the card's best.
 */
export function passageFor(
  caption: string | null,
  best: SupportedSign,
  { signs }: PlannedDisease,
): SupportedSign {
  if (caption === null) return best;
  const words = new Set(formsOf(caption).filter((form) => form.length > 4));
  const inCommon = ({ span: { quote, headingPath } }: SupportedSign): number =>
    new Set(formsOf(`${headingPath.at(-1) ?? ''} ${quote}`).filter((form) => words.has(form))).size;
  const isAlike = ({ frequency, conditional }: SupportedSign): boolean =>
    frequency === best.frequency && conditional === best.conditional;
  const told = (signs.passages.get(best.termId) ?? []).filter(
    ({ frequency }) => frequency !== 'rare',
  );
  const alikeFirst = [...told.filter(isAlike), ...told.filter((sign) => !isAlike(sign))];
  return alikeFirst.reduce(
    (chosen, each) => (inCommon(each) > inCommon(chosen) ? each : chosen),
    best,
  );
}
