import type { ClaimedFrequency, DiseaseSignClaim, ImageSignClaim } from './claim.ts';
import { denialsOf } from './denial.ts';
import { certaintyIn, clauseOf } from './stances.ts';
import { placeOf, type Sentence, type Token } from './tokens.ts';
import { isFactTopic } from './word-roles.ts';

/** What a sentence says of the sign at an index: that the image shows or lacks it, or that a disease has it. */
export function signClaim(
  sentence: Sentence,
  index: number,
  lastDisease: string | null,
  used: Set<number>,
): ImageSignClaim | DiseaseSignClaim {
  const token = sentence[index] as Token;
  const place = placeOf(token);
  const termId = token.id as string;
  const denials = denialsOf(sentence, index);
  for (const at of denials) used.add(at);
  const denied = denials.length % 2 === 1;
  const diseaseId = bearerOf(sentence, index, lastDisease);
  if (diseaseId !== null) {
    const frequency = denied ? 'never' : frequencyIn(sentence, index);
    return { kind: 'disease sign', ...place, termId, diseaseId, frequency };
  }
  return {
    kind: 'image sign',
    ...place,
    termId,
    polarity: denied ? 'lacked' : 'shown',
    certainty: certaintyIn(sentence, index),
    narrowed: denied && isNarrowed(sentence, index),
  };
}

/** True if a fact or an unknown word stands before the sign in its phrase, or behind it before the next pause. */
function isNarrowed(sentence: Sentence, index: number): boolean {
  const before = sentence[index - 1];
  if (before && narrows(before) && sentence[index]?.separator === '') return true;
  for (let at = index + 1; at < sentence.length; at++) {
    const token = sentence[at] as Token;
    if (token.separator !== '' || ends.has(token.role)) return false;
    if (narrows(token)) return true;
  }
  return false;
}

const ends: ReadonlySet<string> = new Set(['sign', 'disease', 'break', 'and', 'or']);

function narrows({ role }: Token): boolean {
  return role === 'unknown' || isFactTopic(role);
}

const blocking: ReadonlySet<string> = new Set([
  'for',
  'against',
  'againstBefore',
  'exclude',
  'premise',
  'conclude',
]);

/** The disease that has what stands at an index, in the words of the text: "psoriasis shows scale", "it shares scale". */
export function bearerOf(
  sentence: Sentence,
  index: number,
  lastDisease: string | null,
): string | null {
  const { start } = clauseOf(sentence, index);
  let hasVerb = false;
  for (let at = index - 1; at >= start; at--) {
    const { role, id, separator } = sentence[at] as Token;
    if (blocking.has(role)) return null;
    if (role === 'show' || role === 'has') hasVerb = true;
    else if (role === 'disease') return hasVerb ? id : null;
    else if (role === 'pronoun' && hasVerb) return diseaseBefore(sentence, at) ?? lastDisease;
    else if (role === 'scene' && hasVerb) return null;
    else if (role === 'break' && hasVerb && separator === ',') return diseaseBefore(sentence, at);
  }
  return null;
}

function diseaseBefore(sentence: Sentence, index: number): string | null {
  for (let at = index - 1; at >= 0; at--) {
    const { role, id } = sentence[at] as Token;
    if (role === 'disease') return id;
  }
  return null;
}

const frequencies: Readonly<Partial<Record<Token['role'], ClaimedFrequency>>> = {
  always: 'always',
  sure: 'always',
  typical: 'typical',
  sometimes: 'sometimes',
  rare: 'rare',
  hedge: 'possible',
  modal: 'possible',
};

function frequencyIn(sentence: Sentence, index: number): ClaimedFrequency {
  const { start, end } = clauseOf(sentence, index);
  let found: ClaimedFrequency = 'plain';
  for (let at = start; at < end; at++) {
    const says = frequencies[(sentence[at] as Token).role];
    if (says !== undefined && (found === 'plain' || found === 'possible')) found = says;
  }
  return found;
}
