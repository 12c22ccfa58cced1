import type { ClaimedFrequency, DiseaseSignClaim, ImageSignClaim } from './claim.ts';
import { denialsOf } from './denial.ts';
import { isAbsence, isDenial, isOfList } from './denying-words.ts';
import { certaintyIn, clauseOf } from './stances.ts';
import { placeOf, type Sentence, type Token } from './tokens.ts';
import { isContrary } from './unmet-conditions.ts';
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
  const denied = (denials.length % 2 === 1) !== isUnreal(sentence, index);
  const diseaseId = bearerOf(sentence, index, lastDisease);
  if (diseaseId !== null && !(denied && isExpectedFind(sentence, index, denials))) {
    const frequency = denied ? deniedFrequency(sentence, denials) : frequencyIn(sentence, index);
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

/** "Had it been psoriasis, scale would have been seen": what would be there is not. */
function isUnreal(sentence: Sentence, index: number): boolean {
  if (!isContrary(sentence)) return false;
  if (sentence.some((token) => isDenial(token.role) || isAbsence(token))) return false;
  const { end } = clauseOf(sentence, index);
  return sentence.slice(index, end).some(({ word }) => unreal.test(word));
}

const unreal = /^(?:would|should|ought)\b/;

/** "Against psoriasis: expected scale not visible": what is expected by name is denied of the image. */
function isExpectedFind(sentence: Sentence, index: number, denials: readonly number[]): boolean {
  let at = index - 1;
  while (at > 0 && isOfList(sentence, at)) at--;
  return sentence[at]?.word === 'expected' && denials.every((denial) => denial > index);
}

/** "Never shows" says more than "does not show". */
function deniedFrequency(sentence: Sentence, denials: readonly number[]): ClaimedFrequency {
  return denials.some((at) => sentence[at]?.word === 'never') ? 'never' : 'unlikely';
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

/**
 * The disease that has what stands at an index, in the words of the text: "psoriasis shows scale", "it shares
 * scale", "if it were psoriasis, one would expect scale".
 */
export function bearerOf(
  sentence: Sentence,
  index: number,
  lastDisease: string | null,
): string | null {
  const { start } = clauseOf(sentence, index);
  const lacking = lackingDisease(sentence, index);
  if (lacking !== null) return lacking;
  const expectation = expectedOf(sentence, index, lastDisease) ?? bearerBehind(sentence, index);
  if (expectation !== null) return expectation;
  let hasVerb = false;
  let isSeen = false;
  for (let at = index - 1; at >= start; at--) {
    const { role, id, separator, word } = sentence[at] as Token;
    // "…, and I see no scale": the image lacks it, whatever stood before.
    if (isSeen && (role === 'and' || separator !== '')) return null;
    isSeen ||= role === 'show' && seers.has(sentence[at - 1]?.word ?? '');
    if (blocking.has(role) || (role === 'adverse' && !hasVerb)) return null;
    if (role === 'show' || role === 'has') hasVerb = true;
    else if (role === 'disease') return hasVerb ? id : null;
    else if (role === 'pronoun' && hasVerb) return diseaseBefore(sentence, at) ?? lastDisease;
    else if (role === 'scene' && hasVerb) return null;
    else if (relative.has(word) && hasVerb && separator === ',') return diseaseBefore(sentence, at);
  }
  return null;
}

/** "Psoriasis lacks vesicles, which we see here": what lacks it is the disease. */
function lackingDisease(sentence: Sentence, index: number): string | null {
  let at = index - 1;
  while (at > 0 && isOfList(sentence, at)) at--;
  if (!/^lack/.test(sentence[at]?.word ?? '') || sentence[at - 1]?.role !== 'disease') return null;
  const rest = sentence.slice(index + 1);
  const isSeen =
    rest.some(({ role }) => role === 'show') && rest.some(({ separator }) => separator !== '');
  return isSeen && !rest.some(({ role }) => isDenial(role)) ? (sentence[at - 1] as Token).id : null;
}

const seers: ReadonlySet<string> = new Set(['i', 'we']);

/** Words that go on about the disease before them; "but" and "so" begin anew. */
const relative: ReadonlySet<string> = new Set(['which', 'whose', 'as it', 'that']);

/** The disease of which a sign is expected, named before or, "in psoriasis", behind it; `null` if none expects it. */
function expectedOf(sentence: Sentence, index: number, lastDisease: string | null): string | null {
  const { start, end } = clauseOf(sentence, index);
  let at = index - 1;
  while (at >= start && (sentence[at] as Token).role !== 'expect') {
    const { role, separator } = sentence[at] as Token;
    // "One would want crust: no crust" expects the first only.
    const beginsAnew = separator !== '' && isDenial(role);
    if (blocking.has(role) || beginsAnew) return null;
    at--;
  }
  if (at < start) return null;
  const before = diseaseBefore(sentence, at);
  if (before !== null) return before;
  const behind = sentence.slice(index, end).find(({ role }) => role === 'disease');
  return behind?.id ?? lastDisease;
}

const frequent: ReadonlySet<string> = new Set(['typical', 'sometimes', 'rare']);

/** "It is usual to find scale in psoriasis": the disease right behind a list of signs whose frequency is told. */
function bearerBehind(sentence: Sentence, index: number): string | null {
  const { start, end } = clauseOf(sentence, index);
  const before = sentence.slice(start, index);
  if (!before.some(({ role }) => frequent.has(role)) && !isFoundByAnyone(before)) return null;
  for (let at = index + 1; at < end; at++) {
    const { role, id } = sentence[at] as Token;
    if (role === 'disease') return id;
    if (role !== 'sign' && role !== 'and' && role !== 'or' && role !== 'grammar') return null;
  }
  return null;
}

/** "One does not find scale in psoriasis": whoever looks. */
function isFoundByAnyone(before: Sentence): boolean {
  return before[0]?.word === 'one' && before.some(({ role }) => role === 'show');
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
  if (isHardToHave(sentence, index, start)) return 'unlikely';
  let found: ClaimedFrequency = 'plain';
  for (let at = start; at < end; at++) {
    const says = frequencies[(sentence[at] as Token).role];
    if (says !== undefined && (found === 'plain' || found === 'possible')) found = says;
  }
  return found;
}

/** "It would be odd for psoriasis to show crust", "psoriasis is unlikely to give crust". */
function isHardToHave(sentence: Sentence, index: number, start: number): boolean {
  const before = sentence.slice(start, index);
  const verb = before.findLastIndex(({ role }) => role === 'show' || role === 'has');
  const isInfinitive = verb > 0 && before[verb - 1]?.word === 'to';
  const isAsked = before.some(({ role, word }) => role === 'adverse' && asking.test(word));
  return isAsked || (isInfinitive && before.some(({ role }) => unfit.has(role)));
}

/** "I fail to see how psoriasis would give scale." */
const asking = / (?:how|why)$/;

const unfit: ReadonlySet<string> = new Set(['adverse', 'against', 'againstBefore']);
