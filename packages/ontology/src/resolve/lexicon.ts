import { words } from '../text/normalize.ts';
import type { DiseaseNode } from '../types.ts';

/*
 * Words that stand around a disease name and what each kind of them does to its meaning. Whatever is in
 * none of these lists makes a label unresolved: an unknown word can change a condition altogether
 * ("eczema herpeticum", "lupus vulgaris").
 */

function lexicon(text: string): ReadonlySet<string> {
  return new Set(words(text));
}

/** Say nothing about which condition it is. */
export const emptyWords: ReadonlySet<string> = lexicon(`
  a an skin cutaneous cutis dermatological dermatology lesion lesional disease disorder condition type
  subtype variant form pattern nos unspecified specified other otherwise related etc photo picture image
  case patient clinical dermoscopic dermoscopy histopathology biopsy proven confirmed diagnosis group
  class category label primary idiopathic classic classical typical common usual
  stage grade degree thickness level breslow clark mm cm less more than greater to at by from on in
  site area region part
`);

/** Where on the body, by region. A name that has one region is not qualified by another. */
const regions: readonly string[] = [
  'face facial head scalp forehead temple cheek nose nasal chin',
  'ear auricular auditory canal',
  'eyelid lid canthus periorbital eye ocular',
  'lip perioral mouth oral tongue buccal gingival',
  'neck',
  'trunk torso chest back abdomen abdominal flank body',
  'axilla axillary',
  'inguinal groin',
  'shoulder arm forearm elbow wrist hand finger palm palmar palmoplantar acral',
  'leg thigh knee shin calf ankle foot sole plantar toe heel palmoplantar acral',
  'buttock gluteal hip anal perianal anogenital',
  'genital penile penis scrotal scrotum vulva vulvar vaginal perineal anogenital',
];

const regionsByWord: ReadonlyMap<string, ReadonlySet<number>> = (() => {
  const found = new Map<string, Set<number>>();
  for (const [region, names] of regions.entries()) {
    for (const word of lexicon(names)) found.set(word, (found.get(word) ?? new Set()).add(region));
  }
  return found;
})();

/** True if the condition's name has a region of the body and the word another: "oral leukoplakia", "penis". */
export function contradictsSite(node: DiseaseNode, word: string): boolean {
  const other = regionsByWord.get(word);
  if (!other) return false;
  const named = regionsOf(node);
  return named.length > 0 && !named.some((region) => other.has(region));
}

/** The regions of names asked for before. */
const regionsMet = new WeakMap<DiseaseNode, readonly number[]>();

function regionsOf(node: DiseaseNode): readonly number[] {
  let named = regionsMet.get(node);
  if (!named) {
    named = words(node.name).flatMap((form) => [...(regionsByWord.get(form) ?? [])]);
    regionsMet.set(node, named);
  }
  return named;
}

/** Organs of their own: a tumor of the eye is not the skin's. */
const otherOrgans = lexicon('eye ocular tongue oral buccal gingival');

/** Where on the body, how bad, which course: true of most conditions without making them others. */
export const neutralWords: ReadonlySet<string> = new Set([
  ...[...regionsByWord.keys()].filter((word) => !otherOrgans.has(word)),
  ...lexicon(`
    limb extremity extremities external overlapping upper lower left right lateral medial anterior posterior
    flexural extensor intertriginous
    mild moderate severe mildly moderately severely acute subacute chronic early late recurrent persistent recalcitrant refractory
    stable active inactive bilateral unilateral single multiple few numerous untreated treated extensive
  `),
]);

/** How it looks, at which age, how far spread: kinds of a condition, but some name another one. */
export const descriptiveWords: ReadonlySet<string> = lexicon(`
  regressing resolving small large tiny solitary disseminated generalized generalized widespread diffuse
  localized localised circumscribed universal symmetric asymmetric segmental annular nummular nodular
  papular papulonodular macular plaque patch pustular crusted scaly exudative hyperkeratotic hypertrophic
  ulcerated ulcerative ulcerating eroded erosive bleeding inflamed irritated traumatized pigmented
  nonpigmented hyperpigmented hypopigmented pruritic itchy painful infantile infant childhood pediatric
  juvenile adolescent adult senile elderly congenital familial sporadic autosomal dominant recessive
  linked x flat raised elevated pedunculated sessile exophytic endophytic seasonal
`);

/** Name another condition so often ("giant condyloma", "deep folliculitis") that only a malignant name bears them. */
export const distinguishingWords: ReadonlySet<string> = lexicon(`
  giant verrucous linear zosteriform deep superficial vesicular progressive acquired hereditary inherited
  occupational
`);

/** How a malignant growth, or one in situ, is built; they make it no other condition above its own kind. */
export const growthPatterns: ReadonlySet<string> = lexicon(`
  superficial spreading nodular micronodular lentiginous acral mucosal desmoplastic neurotropic nevoid
  spitzoid spindle clear cell epithelioid acantholytic adenoid adeno squamous sarcomatoid verrucous
  sclerosing morpheaform cystic keratotic bowenoid keratoacanthoma combined mixed heavily pigmented
  amelanotic chronically sun exposed adnexal differentiation moderately well poorly grade predominantly
  extensive focal multifocal multicentric unifocal large pleomorphic folliculotropic transformation rare
`);

/** One-word names that stay what they are under any descriptive word. */
export const sturdyNames: ReadonlySet<string> = lexicon(`
  psoriasis vitiligo scabies rosacea impetigo melanoma dermatofibroma folliculitis sarcoidosis morphea
  porokeratosis keratoacanthoma neurofibroma lipoma syringoma pilomatricoma leiomyoma
`);

/** Conditions whose name may begin with any cause: "nickel allergic contact dermatitis". */
export const namedByCause: ReadonlySet<string> = new Set([
  'allergic-contact-dermatitis',
  'irritant-contact-dermatitis',
  'contact-dermatitis',
  'photoallergic-contact-dermatitis',
  'photoallergic-dermatitis',
  'phototoxic-dermatitis',
]);

/** Join the members of a list. */
export const conjunctions: ReadonlySet<string> = lexicon(
  'and or with plus et und arising including',
);

/** Join a member of a list that may name a whole class of conditions. */
const listWords: ReadonlySet<string> = lexicon('and or plus et und including');

/** After "and": the label holds more than its name says ("melanoma and other tumors", "psoriasis and skin conditions"). */
const wideners: ReadonlySet<string> = lexicon(`
  other related similar etc various miscellaneous
  tumor neoplasm neoplasia growth cancer malignancy disease disorder condition lesion infection
`);

/** Say where, not what: "of other and unspecified sites". */
const places: ReadonlySet<string> = lexicon('part site area region');

/** True if a member after "and" speaks of a class of conditions: the label is wider than its one name. */
export function hasWideMember(leftover: readonly string[]): boolean {
  let isMember = false;
  let isWide = false;
  for (const form of leftover) {
    if (listWords.has(form)) {
      if (isWide) return true;
      isMember = true;
    } else if (isMember && places.has(form)) {
      isMember = false;
      isWide = false;
    } else if (isMember && wideners.has(form)) isWide = true;
  }
  return isWide;
}

/** Say that the condition is absent or only imitated. */
const negations = lexicon(`
  no not non without negative absent absence excluded excluding exclude unlikely mimic mimicker mimicking
  like simulating simulant simulator simulated resembling lookalike pseudo imitating imitator free
  nonspecific anti
`);

/** Say that somebody only thinks so, or that it was so once. */
const doubts = lexicon(`
  suspected suspicious suspicion possible possibly probable probably presumed questionable query rule ruled
  versus vs differential ddx uncertain unsure equivocal history risk previous prior former post after
  excised removed resected screening prevention prophylaxis susceptibility predisposition
`);

/** What the words around a name do to it. */
export type Caution = 'negated' | 'uncertain';

/** The first word that negates or doubts, and which it does. */
export function findCaution(
  forms: readonly string[],
): { readonly caution: Caution; readonly word: string } | null {
  for (const form of forms) {
    if (negations.has(form)) return { caution: 'negated', word: form };
    if (doubts.has(form)) return { caution: 'uncertain', word: form };
  }
  return null;
}

/** True for a number, an ordinal part ("4a", "iib") or a size: says which kind, not which condition. */
export function isEnumerator(form: string): boolean {
  return /^(?:\d{1,4}[a-z]?|[ivx]{1,4}[a-d]?|\d+mm|\d+cm)$/.test(form);
}

/** Every listed word; a word of these is not a misspelling of another. */
export const listedWords: ReadonlySet<string> = new Set([
  ...emptyWords,
  ...neutralWords,
  ...descriptiveWords,
  ...distinguishingWords,
  ...growthPatterns,
  ...conjunctions,
  ...negations,
  ...doubts,
]);
