/** A sign of one kind, stage, time or group of people only, or the commonest of several. */
const condition =
  /\b(?:where|when|after|once|if|unless|being|inflamed|pigmented (?:forms?|ones?|lesions)|in (?:the )?[a-z-]+ (?:types?|forms?|stages?|cases|lesions|skin|morphea)|types?|forms?|stages?|variants?|at first|then|early|late|later|fresh|old|children|infants|adults|women|men|most (?:common|frequent)|commonest|majority|in the mouth|marks?)\b/i;

/** True for a passage that gives its signs under a condition: "brown after healing", "an inflamed one is red". */
export function isConditional(passage: string): boolean {
  return condition.test(passage);
}
