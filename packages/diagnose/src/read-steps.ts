import type { Ontology } from '@skinr1/ontology';
import { type Claim, readClaims } from '@skinr1/rationale';
import type { ReasoningStep } from './diagnosis.ts';

type Stance = Extract<Claim, { kind: 'stance' }>['stance'];

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** What a sentence does that takes a stance; where it takes several, the first of these decides. */
const kindOfStance: readonly (readonly [ReasoningStep['kind'], readonly Stance[]])[] = [
  ['conclude', ['concluded']],
  ['exclude', ['excluded', 'against']],
  ['match', ['for']],
  ['consider', ['considered', 'mentioned']],
];

/** The reasoning of an answer, sentence by sentence, by what each claims. */
export function readSteps(thinking: string, ontology: Ontology): ReasoningStep[] {
  const claims = readClaims(thinking, { ontology });
  return [...sentences.segment(thinking)].flatMap(({ segment, index }) => {
    const text = segment.trim();
    if (text === '') return [];
    const start = index + segment.indexOf(text);
    const end = start + text.length;
    const own = claims.filter((claim) => claim.start >= start && claim.start < end);
    return [{ kind: kindOf(own), text, start, end, ...namesIn(own) }];
  });
}

function kindOf(claims: readonly Claim[]): ReasoningStep['kind'] {
  const stances = new Set(claims.flatMap((claim) => (claim.kind === 'stance' ? claim.stance : [])));
  const found = kindOfStance.find(([, kinds]) => kinds.some((kind) => stances.has(kind)));
  if (found) return found[0];
  if (claims.some(({ kind }) => kind === 'comparison')) return 'exclude';
  return claims.some(({ kind }) => kind === 'image sign') ? 'observe' : 'note';
}

function namesIn(claims: readonly Claim[]): Pick<ReasoningStep, 'shown' | 'lacked' | 'diseases'> {
  const shown = new Set<string>();
  const lacked = new Set<string>();
  const diseases = new Set<string>();
  for (const claim of claims) {
    if (claim.kind === 'image sign') {
      (claim.polarity === 'shown' ? shown : lacked).add(claim.termId);
    } else if (claim.kind === 'stance' && claim.diseaseId !== null) {
      diseases.add(claim.diseaseId);
    } else if (claim.kind === 'comparison') {
      diseases.add(claim.likelierId).add(claim.thanId);
    }
  }
  return { shown: [...shown], lacked: [...lacked], diseases: [...diseases] };
}
