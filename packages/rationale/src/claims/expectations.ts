import type { Claim, DiseaseSignClaim, ImageSignClaim, StanceClaim } from './claim.ts';
import { isDenial } from './denying-words.ts';
import { clauseOf } from './stances.ts';
import { isQuestion, placeOf, type Sentence, type Token } from './tokens.ts';
import { isContrary } from './unmet-conditions.ts';
import { contextWords } from './word-roles.ts';

/**
 * What a sentence says by an expectation that is not met: "eczema would show crust, which this image does not"
 * says that the image lacks crust, and that this speaks against eczema. The denial may leave the sign unnamed
 * ("but there is none") or name it again. `signs` are the claims of the sentence's signs.
 */
export function unmetExpectations(
  sentence: Sentence,
  signs: readonly (ImageSignClaim | DiseaseSignClaim | null)[],
  used: Set<number>,
): Claim[] {
  const expected = signs.flatMap((claim, index) =>
    claim?.kind === 'disease sign' && !denied.has(claim.frequency) ? [{ claim, index }] : [],
  );
  const last = expected.at(-1);
  if (!last) return expectedInVain(sentence, signs);
  const denial = unnamedDenial(sentence, last.index, used);
  if (denial !== null) used.add(denial);
  const isUnmet = denial !== null || isContrary(sentence);
  const unnamed = expected
    .filter(() => isUnmet)
    .map(
      ({ claim: { start, end, sentence: of, termId } }): ImageSignClaim => ({
        kind: 'image sign',
        start,
        end,
        sentence: of,
        termId,
        polarity: 'lacked',
        certainty: 'plain',
        narrowed: false,
      }),
    );
  const named = signs.filter((claim) => claim?.kind === 'image sign');
  const lacked = [...unnamed, ...named].filter(({ polarity }) => polarity === 'lacked');
  const unmet = new Set(lacked.map(({ termId }) => termId));
  const stances = expected
    .filter(({ claim }) => unmet.has(claim.termId))
    .map(({ claim, index }): StanceClaim => {
      const { diseaseId, termId } = claim;
      return {
        kind: 'stance',
        ...placeOf(sentence[index] as Token),
        diseaseId,
        named: false,
        stance: 'against',
        certainty: 'plain',
        premises: [{ termId, polarity: 'lacked' }],
      };
    });
  return [...unnamed, ...stances];
}

/** Claims in which what speaks for a disease is only considered where its own expectation is not met. */
export function withDoubt(claims: readonly Claim[], unmet: readonly Claim[]): readonly Claim[] {
  const doubted = new Set(
    unmet.flatMap((claim) => (claim.kind === 'stance' ? [claim.diseaseId] : [])),
  );
  return claims.map((claim) =>
    claim.kind === 'stance' &&
    (claim.stance === 'for' || claim.stance === 'concluded') &&
    doubted.has(claim.diseaseId)
      ? { ...claim, stance: 'considered' }
      : claim,
  );
}

const denied: ReadonlySet<string> = new Set(['unlikely', 'never']);

/** "No crust, which one would expect in eczema": what is lacked is said to be expected of a disease. */
function expectedInVain(
  sentence: Sentence,
  signs: readonly (ImageSignClaim | DiseaseSignClaim | null)[],
): StanceClaim[] {
  const expectation = sentence.findIndex(
    ({ role, word }, at) => role === 'expect' || (relative.has(word) && isBehindLack(signs, at)),
  );
  if (expectation < 0) return [];
  const { end } = clauseOf(sentence, expectation);
  const disease = sentence.slice(expectation, end).find(({ role }) => role === 'disease');
  const isShown = signs.some(
    (claim) => claim !== null && (claim.kind === 'disease sign' || claim.polarity === 'shown'),
  );
  const isSupport = sentence
    .slice(expectation, disease === undefined ? undefined : sentence.indexOf(disease))
    .some(({ role, word }) => role === 'for' && !contextWords.characterizing.has(word));
  if (!disease || isShown || isSupport) return [];
  const premises = signs
    .flatMap((claim) =>
      claim?.kind === 'image sign' && claim.polarity === 'lacked' ? [claim] : [],
    )
    .map(({ termId, polarity }) => ({ termId, polarity }));
  if (premises.length === 0) return [];
  const { id: diseaseId } = disease;
  const stance = {
    stance: 'against',
    certainty: 'plain',
    named: false,
    diseaseId,
    premises,
  } as const;
  return [{ kind: 'stance', ...placeOf(disease), ...stance }];
}

const relative: ReadonlySet<string> = new Set(['that', 'which', 'as']);

/** "… no crust that eczema usually brings": the word stands right behind a sign that is lacked. */
function isBehindLack(
  signs: readonly (ImageSignClaim | DiseaseSignClaim | null)[],
  at: number,
): boolean {
  const claim = signs[at - 1];
  return claim?.kind === 'image sign' && claim.polarity === 'lacked';
}

/**
 * Claims of a sentence that takes back what it speaks of: "crust would support eczema, but there is none" shows no
 * crust and speaks against eczema.
 */
export function withoutUnmetSupport(
  sentence: Sentence,
  claims: readonly Claim[],
  used: Set<number>,
): readonly Claim[] {
  const supported = supportedPart(sentence);
  if (supported === null) return claims;
  const { start, last } = supported;
  const denial = unnamedDenial(sentence, last, used);
  if (denial === null) return claims;
  used.add(denial);
  const from = (sentence[start] as Token).start;
  const to = (sentence[denial] as Token).start;
  return claims.map((claim): Claim => {
    if (claim.start < from || claim.start >= to) return claim;
    if (claim.kind === 'image sign') return { ...claim, polarity: 'lacked' };
    const takesBack =
      claim.kind === 'stance' && (claim.stance === 'for' || claim.stance === 'mentioned');
    if (!takesBack) return claim;
    const premises = claim.premises.map(({ termId }) => ({ termId, polarity: 'lacked' as const }));
    return { ...claim, stance: 'against', premises };
  });
}

/**
 * Where a sentence speaks of what would support a disease: from `start` to its `last` sign. "Likelier if scale were
 * seen" says so from the first word on, and so does what "they are lacking" takes back whatever it was.
 */
function supportedPart(sentence: Sentence): { start: number; last: number } | null {
  const support = sentence.findIndex(({ role }) => role === 'for' || role === 'expect');
  if (support >= 0) {
    const { start, end } = clauseOf(sentence, support);
    const last = sentence.slice(start, end).findLastIndex(({ role }) => role === 'sign');
    if (last >= 0) return { start, last: start + last };
  }
  const last = sentence.findLastIndex(({ role }) => role === 'sign');
  const isTakenBack = sentence
    .slice(last + 1)
    .some((token) => token.role === 'pronoun' || token.word === 'none' || isThis(token));
  const names = sentence.slice(0, last + 1).some(({ role }) => role === 'disease');
  return last >= 0 && isTakenBack && names ? { start: 0, last } : null;
}

/** Index of a denial behind the sign at an index that names nothing: "which is missing here", "but I see none". */
function unnamedDenial(
  sentence: Sentence,
  index: number,
  used: ReadonlySet<number>,
): number | null {
  for (let tail = index + 1; tail < sentence.length; tail++) {
    const { role, separator } = sentence[tail] as Token;
    if (role === 'sign') continue;
    const goesOn = role === 'and' && sentence[tail + 1]?.role !== 'sign';
    if (separator === '' && role !== 'break' && !goesOn) continue;
    const found = denialFrom(sentence, tail, used);
    if (found !== null) return found;
  }
  return null;
}

/** Index of the only denial of a clause that begins at an index and names nothing. */
function denialFrom(sentence: Sentence, tail: number, used: ReadonlySet<number>): number | null {
  let found: number | null = null;
  for (let at = tail; at < sentence.length; at++) {
    const { role, separator } = sentence[at] as Token;
    const denies = isDenial(role) || role === 'absent';
    const ends = found !== null && (separator !== '' || role === 'break');
    if (ends) return found;
    if (denies && !used.has(at)) {
      if (found !== null) return null;
      // "Without it psoriasis is weak": what follows is not denied.
      if (sentence[at]?.word === 'without' && sentence[at + 1]?.role === 'pronoun') return at;
      found = at;
    } else if (!silent.has(role) && !isThis(sentence[at] as Token)) {
      return null;
    }
  }
  return found;
}

/** "It is", which concludes where a name follows. */
function isThis({ role, word }: Token): boolean {
  return role === 'conclude' && word.endsWith(' is');
}

/** What may stand in such a clause beside the denial. */
const silent: ReadonlySet<string> = new Set([
  'break',
  'grammar',
  'scene',
  'discourse',
  'inert',
  'expect',
  'show',
  'has',
  'copula',
  'modal',
  'pronoun',
  'premise',
  'and',
]);

/** Sentences, where one that begins with a denial that names nothing is read with what it answers: "Where is the scale? None." */
export function withAnswers(sentences: readonly Sentence[]): Sentence[] {
  const joined: Sentence[] = [];
  for (const sentence of sentences) {
    const before = joined.at(-1);
    const isAsked = before !== undefined && (asks(before) || asksMalignancy(before));
    if (before && isAsked && deniesFirst(sentence)) {
      const of = before[0]?.sentence ?? 0;
      const [first, ...rest] = sentence as [Token, ...Token[]];
      const answer = [{ ...first, separator: ';' as const }, ...rest];
      joined[joined.length - 1] = [
        ...before,
        ...answer.map((token) => ({ ...token, sentence: of })),
      ];
    } else {
      joined.push(sentence);
    }
  }
  return joined;
}

/** "Neoplastic?" */
function asksMalignancy(sentence: Sentence): boolean {
  return isQuestion(sentence) && sentence.some(({ role }) => role === 'malignancy');
}

/** True for a sentence that expects a sign and denies nothing. */
function asks(sentence: Sentence): boolean {
  const roles = new Set(sentence.map(({ role }) => role));
  const denies = roles.has('not') || roles.has('without') || roles.has('absent');
  const expects =
    roles.has('expect') || (roles.has('disease') && (roles.has('has') || roles.has('show')));
  return expects && roles.has('sign') && !denies;
}

function deniesFirst(sentence: Sentence): boolean {
  for (const [at, { role, separator, word }] of sentence.entries()) {
    if (at > 0 && separator !== '') return false;
    if (word === 'without' && sentence[at + 1]?.role === 'pronoun') return true;
    if (isDenial(role) || role === 'absent') return !namesMore(sentence, at);
    if (!silent.has(role)) return false;
  }
  return false;
}

/** True if the clause of a denial goes on to name what it denies. */
function namesMore(sentence: Sentence, denial: number): boolean {
  for (const { role, separator } of sentence.slice(denial + 1)) {
    if (separator !== '' || role === 'break') return false;
    if (!silent.has(role)) return true;
  }
  return false;
}
