import type { Ontology } from '@skinr1/ontology';
import type { Claim, ComparisonClaim, KinshipClaim, StanceClaim } from './claim.ts';
import { denialsOf } from './denial.ts';
import { droppingBehind } from './left-over-denials.ts';
import { certaintyIn, clauseOf, cueStance, stanceOn } from './stances.ts';
import { placeOf, type Sentence, type Token } from './tokens.ts';

/** What a sentence says of the disease at an index: a stance, a comparison, or that it is another's group. */
export function diseaseClaims(
  sentence: Sentence,
  index: number,
  premises: StanceClaim['premises'],
  used: Set<number>,
  ontology: Ontology,
): Claim[] {
  const token = sentence[index] as Token;
  const kinship = kinshipOf(sentence, index, ontology);
  if (kinship) return [kinship];
  const { stance, cue, denials } = stanceOn(sentence, index);
  for (const at of denials) used.add(at);
  if (cue !== null) used.add(cue);
  const certainty = certaintyIn(sentence, index);
  const claims: Claim[] = [
    {
      kind: 'stance',
      ...placeOf(token),
      diseaseId: token.id,
      named: true,
      stance,
      certainty,
      premises,
    },
  ];
  const comparison = comparisonAt(sentence, index, used);
  if (comparison) claims.push(comparison);
  return claims;
}

/** "Psoriasis, a form of …", or a disease followed by the name of a group that it belongs to. */
function kinshipOf(sentence: Sentence, index: number, ontology: Ontology): KinshipClaim | null {
  const token = sentence[index] as Token;
  const { id } = token;
  const earlier = sentence.slice(0, index).findLast(({ role }) => role === 'disease');
  if (earlier === undefined) return null;
  const said = saysKinship(sentence, index);
  const isGroup =
    id !== null &&
    earlier.id !== null &&
    ontology.has(id) &&
    ontology.has(earlier.id) &&
    ontology.isAncestor(id, earlier.id);
  if (!said && !isGroup) return null;
  return { kind: 'kinship', ...placeOf(token), diseaseId: earlier.id, groupId: id };
}

function saysKinship(sentence: Sentence, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 4); at--) {
    const { role } = sentence[at] as Token;
    if (role === 'kinship') return true;
    if (role !== 'grammar' && role !== 'scene') return false;
  }
  return false;
}

/** Words that set what stands before them above what stands behind them. */
const above: ReadonlySet<string> = new Set(['likelier', 'against', 'over']);

/** "A is likelier than B", "A rather than B"; `index` is that of B. */
function comparisonAt(
  sentence: Sentence,
  index: number,
  used: Set<number>,
): ComparisonClaim | null {
  const { end, id } = sentence[index] as Token;
  const clause = clauseOf(sentence, index);
  for (let at = index - 1; at > clause.start; at--) {
    const { role } = sentence[at] as Token;
    if (role === 'disease') return preferredAt(sentence, at, index);
    const isAbove = above.has(role);
    if (!isAbove && role !== 'againstBefore') continue;
    // "Psoriasis wins, and psoriasis is benign" compares nothing.
    if (
      role === 'likelier' &&
      sentence.slice(at + 1, index).some((token) => token.role === 'and')
    ) {
      return null;
    }
    const first = sentence.slice(clause.start, at).findLast((token) => token.role === 'disease');
    if (!first || first.id === null || id === null) return null;
    const denials = denialsOf(sentence, at);
    for (const each of denials) used.add(each);
    used.add(at);
    const wins = isAbove === (denials.length % 2 === 0);
    const [likelierId, thanId] = wins ? [first.id, id] : [id, first.id];
    return {
      kind: 'comparison',
      ...placeOf(first),
      end,
      likelierId,
      thanId,
    };
  }
  return null;
}

/** "More in keeping with A than with B", where A stands at `first` and B at `second`. */
function preferredAt(sentence: Sentence, first: number, second: number): ComparisonClaim | null {
  const between = sentence.slice(first + 1, second);
  const isThan = between[0]?.word === 'than' && between.every(({ role }) => linking.has(role));
  const { start } = clauseOf(sentence, first);
  const isLikelier = sentence.slice(start, first).some(({ role }) => role === 'likelier');
  const { id: likelierId } = sentence[first] as Token;
  const { id: thanId, end } = sentence[second] as Token;
  if (!isThan || !isLikelier || likelierId === null || thanId === null) return null;
  return { kind: 'comparison', ...placeOf(sentence[first] as Token), end, likelierId, thanId };
}

const linking: ReadonlySet<string> = new Set(['grammar', 'premise']);

const strongCues: ReadonlySet<string> = new Set(['against', 'againstBefore', 'exclude', 'adverse']);

/** "Scale is not part of it", "does not belong to it": the disease named before is meant. */
function speaksOfIt(sentence: Sentence, index: number): boolean {
  const { word } = sentence[index] as Token;
  const next = sentence[index + 1];
  const isOfPronoun = next?.role === 'pronoun' && next.separator === '';
  if (!isOfPronoun && !/ (?:it|them)$/.test(word)) return false;
  return sentence.slice(0, index).some(({ role }) => role === 'disease');
}

/** "Not psoriasis, and makes it impossible": a denial of the name before reaches no further thought. */
function impliedStance(sentence: Sentence, index: number): ReturnType<typeof cueStance> {
  const found = cueStance(sentence, index);
  const isSpent = found.denials.some((at) => {
    const named = sentence.slice(at, index).findIndex(({ role }) => role === 'disease');
    return named >= 0 && sentence.slice(at + named, index).some(({ role }) => role === 'and');
  });
  const isExclusion = sentence[index]?.role === 'exclude';
  return isSpent && isExclusion ? { ...found, stance: 'excluded', denials: [] } : found;
}

/** Stances on what "it" means, or on nothing that is named: "this rules it out". */
export function impliedStances(
  sentence: Sentence,
  lastDisease: string | null,
  premises: StanceClaim['premises'],
  used: Set<number>,
): StanceClaim[] {
  const named = sentence.some(({ role }) => role === 'disease');
  const claims: StanceClaim[] = [];
  sentence.forEach((token, index) => {
    const { role } = token;
    const isOfIt = role === 'for' && named && speaksOfIt(sentence, index);
    const counts =
      strongCues.has(role) || isOfIt || (role === 'for' && !named && lastDisease !== null);
    if (!counts || used.has(index)) return;
    // "I would hesitate to leave it out" turns nothing.
    if (role === 'adverse' && droppingBehind(sentence, index) !== null) return;
    const { stance, denials } = impliedStance(sentence, index);
    const before = sentence.slice(0, index).findLast((other) => other.role === 'disease');
    const diseaseId = before?.id ?? lastDisease;
    // "Difficult to see" speaks of no disease; what is left over is told as a word that nothing accounts for.
    if (role === 'adverse' && diseaseId === null && before === undefined) return;
    used.add(index);
    for (const at of denials) used.add(at);
    const certainty = certaintyIn(sentence, index);
    const said = { diseaseId, named: false, stance, certainty, premises };
    claims.push({ kind: 'stance', ...placeOf(token), ...said });
  });
  return claims;
}
