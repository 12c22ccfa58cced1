import type { Claim, DiseaseSignClaim, ImageSignClaim } from './claim.ts';
import { isDenial } from './denying-words.ts';
import { isQuestion, type Sentence, type Token } from './tokens.ts';

type SignClaim = ImageSignClaim | DiseaseSignClaim;

/** What a writer is known to argue from, where he sets a disease aside. */
export interface Argument {
  readonly diseaseId: string;
  /** Signs that he says are not there, though the disease would have them. */
  readonly missing: readonly string[];
}

/**
 * Claims of a text that sets a disease aside, where its grammar leaves open what a denial denies. "That condition comes in
 * patches, and with neither before me it drops", "Do I see a patch? I don't": a denial that denies nothing that is named
 * denies the signs that the argument misses, unless the text plainly shows them. No denial is made up, and one that the
 * grammar has given to something else stays there.
 */
export function readArgument(
  sentences: readonly Sentence[],
  claims: readonly Claim[],
  argument: Argument,
): readonly Claim[] {
  return withOpenDenials(sentences, withoutBearer(sentences, claims, argument), argument);
}

/** "It does not show scale": where no disease stands before, and scale is missed, "it" is the picture. */
function withoutBearer(
  sentences: readonly Sentence[],
  claims: readonly Claim[],
  { missing }: Argument,
): readonly Claim[] {
  return claims.map((claim) => {
    if (claim.kind !== 'disease sign' || claim.frequency !== 'unlikely') return claim;
    if (!missing.includes(claim.termId)) return claim;
    const sentence = sentences.find((tokens) => isIn(claim.start, tokens)) ?? [];
    const isNamed = sentence.some(({ role, start }) => role === 'disease' && start < claim.start);
    return isNamed ? claim : lacked(claim);
  });
}

function withOpenDenials(
  sentences: readonly Sentence[],
  claims: readonly Claim[],
  { missing, diseaseId }: Argument,
): readonly Claim[] {
  const mentions = claims.flatMap((claim) =>
    'termId' in claim && missing.includes(claim.termId) ? [claim] : [],
  );
  const shown = mentions.filter((claim) => !isLacked(claim));
  const open = claims.filter((claim) => claim.kind === 'qualifier' && claim.says === 'denial');
  const denying = [...open, ...mentions.filter(isLacked)];
  const isAllSaid = shown.length === 0 && open.length === 0;
  if (mentions.length === 0 || isAllSaid || denying.length === 0 || open.length > 2) return claims;
  if (shown.some((claim) => isShown(sentences, claim, denying))) return claims;
  const denied = claims
    .filter((claim) => !open.includes(claim))
    .map((claim) => ('termId' in claim && missing.includes(claim.termId) ? lacked(claim) : claim));
  const [{ start, end, sentence }] = mentions as [SignClaim, ...SignClaim[]];
  const premises = missing.map((termId) => ({ termId, polarity: 'lacked' as const }));
  const against = { stance: 'against', certainty: 'plain', named: false, diseaseId } as const;
  return [...denied, { kind: 'stance', start, end, sentence, ...against, premises }];
}

function lacked({ start, end, sentence, termId }: SignClaim): ImageSignClaim {
  const said = { polarity: 'lacked', certainty: 'plain', narrowed: false } as const;
  return { kind: 'image sign', start, end, sentence, termId, ...said };
}

/** True if an argument leaves open what a sentence denies: it names a sign that is missing. */
export function isOfMissing(sentence: Sentence, argument: Argument | null): boolean {
  if (argument === null) return false;
  return sentence.some(({ role, id }) => role === 'sign' && argument.missing.includes(id ?? ''));
}

function isLacked(claim: Claim): claim is ImageSignClaim {
  return claim.kind === 'image sign' && claim.polarity === 'lacked';
}

/**
 * True where a sign is said to be there: in a sentence that neither asks nor denies, nor speaks of what a disease has, or
 * expects; and where no denial follows in the next one.
 */
function isShown(
  sentences: readonly Sentence[],
  { start, kind }: SignClaim,
  open: readonly Claim[],
): boolean {
  const at = sentences.findIndex((tokens) => isIn(start, tokens));
  const sentence = sentences[at];
  if (sentence === undefined) return true;
  const denies = (tokens: Sentence | undefined): boolean =>
    tokens !== undefined && open.some((claim) => isIn(claim.start, tokens));
  const isAnswered = denies(sentence) || denies(sentences[at + 1]) || denies(sentences[at + 2]);
  if (!isAnswered) return true;
  if (isQuestion(sentence) || kind === 'disease sign') return false;
  const sign = sentence.findIndex((token) => token.start === start);
  if (isAsserted(sentence, sign)) return true;
  return !sentence.some(({ role }) => conditional.has(role)) && !denies(sentence);
}

function isIn(place: number, tokens: Sentence): boolean {
  const [first] = tokens;
  return first !== undefined && first.start <= place && place < (tokens.at(-1) as Token).end;
}

/** Words by which a sentence tells what a disease has, or what one would see. */
const conditional: ReadonlySet<Token['role']> = new Set([
  'expect',
  'typical',
  'sometimes',
  'condition',
  'counterfactual',
] as Token['role'][]);

/** "I see scale", "scale is seen": between two pauses a word of seeing stands with the sign, no denial and no condition. */
function isAsserted(sentence: Sentence, sign: number): boolean {
  let start = sign;
  while (start > 0 && sentence[start]?.separator === '') start--;
  let end = sign + 1;
  while (end < sentence.length && sentence[end]?.separator === '') end++;
  const clause = sentence.slice(start, end);
  const isOther = ({ role }: Token): boolean =>
    isDenial(role) || role === 'absent' || conditional.has(role);
  return (
    !clause.some(isOther) && clause.some(({ role, word }) => role === 'show' || word === 'there')
  );
}
