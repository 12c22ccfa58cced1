import type { Ontology } from '@skinr1/ontology';
import type { Claim, QualifierClaim, StanceClaim } from './claim.ts';
import { inContext } from './context.ts';
import { denialsOf } from './denial.ts';
import { diseaseClaims, impliedStances } from './disease-claims.ts';
import { unmetExpectations, withAnswers, withDoubt, withoutUnmetSupport } from './expectations.ts';
import { type Argument, isOfMissing, readArgument } from './left-open.ts';
import { useIdleDenials, withDeniedGrade, withLeftOverDenials } from './left-over-denials.ts';
import { malignancyDenials } from './malignancy-denials.ts';
import { findMentions } from './mentions.ts';
import { withNamedAgain } from './named-again.ts';
import { remarksOf } from './remarks.ts';
import { bearerOf, signClaim } from './sign-claim.ts';
import { malignancyOf, placeOf, readTokens, type Sentence, type Token } from './tokens.ts';
import { isFactTopic } from './word-roles.ts';

/** Options of {@link readClaims}. */
export interface ReadClaimsOptions {
  readonly ontology: Ontology;
  /** Ids of diseases whose names count even where they are ordinary words ("corn"). */
  readonly expected?: readonly string[];
  /** Id of the disease that "it" means where the text names none before. @defaultValue none */
  readonly antecedent?: string | null;
  /** What a text that sets a disease aside argues from, for what its grammar leaves open. @defaultValue not known */
  readonly argument?: Argument | null;
}

/**
 * What an English reasoning text claims, in the order of the text: signs that the image shows or lacks, signs
 * that diseases have, what speaks for and against which disease, comparisons, malignancies, facts and words
 * that state none of these, each with its place. It reads what is said and does not judge whether it is so.
 */
export function readClaims(
  text: string,
  { ontology, expected, antecedent = null, argument = null }: ReadClaimsOptions,
): Claim[] {
  const claims: Claim[] = [];
  let lastDisease: string | null = antecedent;
  const tokens = readTokens(text, findMentions(text, ontology, expected)).map(inContext);
  const sentences: Sentence[] = [];
  for (const unnamed of withAnswers(tokens)) {
    const sentence = withNamedAgain(unnamed, lastDisease);
    sentences.push(sentence);
    for (const claim of readSentence(sentence, lastDisease, argument, ontology)) claims.push(claim);
    lastDisease = sentence.findLast(({ role }) => role === 'disease')?.id ?? lastDisease;
  }
  return argument === null ? claims : [...readArgument(sentences, claims, argument)];
}

/** Claims of one sentence; `lastDisease` is what "it" may mean. */
function readSentence(
  sentence: Sentence,
  lastDisease: string | null,
  argument: Argument | null,
  ontology: Ontology,
): Claim[] {
  // Indexes of words that are part of the reading of another claim.
  const used = new Set<number>();
  const signs = sentence.map((token, index) =>
    token.role === 'sign' ? signClaim(sentence, index, lastDisease, used) : null,
  );
  const premises: StanceClaim['premises'][number][] = [];
  for (const claim of signs) {
    if (claim?.kind !== 'image sign') continue;
    premises.push({ termId: claim.termId, polarity: claim.polarity });
  }
  const claims: Claim[] = [];
  sentence.forEach(({ role }, index) => {
    const sign = signs[index];
    if (sign) {
      claims.push(sign);
    } else if (role === 'disease') {
      claims.push(...diseaseClaims(sentence, index, premises, used, ontology));
    } else {
      const other = otherClaim(sentence, index, lastDisease, used);
      if (other !== null) claims.push(other);
    }
  });
  const unmet = unmetExpectations(sentence, signs, used);
  claims.push(...unmet);
  claims.push(...impliedStances(sentence, lastDisease, premises, used));
  useIdleDenials(sentence, used);
  const met = withoutUnmetSupport(sentence, withDoubt(claims, unmet), used);
  const graded = withDeniedGrade(sentence, met, used);
  const isOpen = isOfMissing(sentence, argument) && !met.some(isLacked);
  const said = isOpen ? graded : withLeftOverDenials(sentence, graded, used);
  const remarks = remarksOf(sentence, said);
  return [...said, ...remarks, ...qualifiers(sentence, used)].sort((a, b) => a.start - b.start);
}

function isLacked(claim: Claim): boolean {
  return claim.kind === 'image sign' && claim.polarity === 'lacked';
}

function otherClaim(
  sentence: Sentence,
  index: number,
  lastDisease: string | null,
  used: Set<number>,
): Claim | null {
  const token = sentence[index] as Token;
  const { role } = token;
  const isWord = role === 'unknown';
  if (!isWord && role !== 'malignancy' && !isFactTopic(role)) return null;
  const place = placeOf(token);
  const isGrade = role === 'malignancy';
  const denials = isGrade ? malignancyDenials(sentence, index) : denialsOf(sentence, index);
  for (const at of denials) used.add(at);
  const denied = denials.length % 2 === 1;

  if (isGrade) {
    return { kind: 'malignancy', ...place, says: malignancyOf(token), denied };
  }
  const diseaseId = bearerOf(sentence, index, lastDisease);
  return isWord
    ? { kind: 'word', ...place, diseaseId, denied }
    : { kind: 'fact', ...place, topic: role, diseaseId, denied };
}

const qualifierRoles: ReadonlyMap<Token['role'], QualifierClaim['says']> = new Map([
  ['not', 'denial'],
  ['adverse', 'denial'],
  ['ill', 'denial'],
  ['ignore', 'denial'],
  ['without', 'denial'],
  ['counterfactual', 'denial'],
  ['absent', 'denial'],
  ['hedge', 'hedge'],
  ['sure', 'sure'],
  ['always', 'always'],
  ['typical', 'typical'],
  ['sometimes', 'sometimes'],
  ['rare', 'rare'],
]);

/** Words that say how, except denials that are read as part of another claim. */
function qualifiers(sentence: Sentence, used: ReadonlySet<number>): Claim[] {
  const claims: Claim[] = [];
  sentence.forEach((token, index) => {
    const says = qualifierRoles.get(token.role);
    if (says === undefined || (says === 'denial' && used.has(index))) return;
    if (says === 'typical' && isOfArgument(sentence, index)) return;
    claims.push({ kind: 'qualifier', ...placeOf(token), says });
  });
  return claims;
}

/** "Commonly found in psoriasis", "tends to look so": how often an argument holds, not how common a disease is. */
function isOfArgument(sentence: Sentence, index: number): boolean {
  const next = sentence[index + 1];
  const isArgument = next?.role === 'for' || next?.role === 'discourse' || next?.word === 'look';
  return isArgument && next?.separator === '' && sentence.some(({ role }) => role === 'disease');
}
