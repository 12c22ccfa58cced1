import { malignancyText, type TextRange } from '@skinr1/core';
import { type Ontology, PhraseIndex, type PhraseMatch } from '@skinr1/ontology';
import { diseaseIndex, findNamedThings } from '../language/named-things.ts';
import { signIndex } from '../language/sign-index.ts';
import type { MalignancyClaim } from './claim.ts';
import { findIdioms } from './word-roles.ts';

/** Names of diseases, groups of diseases, signs and malignancies in a text; no two of them overlap. */
export interface Mentions {
  /** Values are ontology ids; `null` for a disease that a book names and the ontology does not know. */
  readonly diseases: readonly PhraseMatch<string | null>[];
  /** Values are ids of morphology terms. */
  readonly signs: readonly PhraseMatch<string>[];
  readonly malignancies: readonly PhraseMatch<MalignancyClaim['says']>[];
}

const malignancies = new PhraseIndex<MalignancyClaim['says']>();
for (const [says, text] of Object.entries(malignancyText)) {
  malignancies.add(text, says as MalignancyClaim['says']);
}
for (const word of [
  'in situ',
  'premalignant',
  'precancerous',
  'precancer',
  'precursor of cancer',
]) {
  malignancies.add(word, 'precancerous_in_situ');
}
for (const word of ['cancerous', 'cancer', 'malignancy']) malignancies.add(word, 'malignant');
for (const word of ['neoplastic', 'neoplasm', 'neoplasia', 'tumor', 'tumorous']) {
  malignancies.add(word, 'neoplastic');
}

/**
 * What a text names. `expected` diseases are looked for by their preferred names even where these are
 * ordinary words ("corn", "scar"), which otherwise do not count as diseases.
 */
export function findMentions(
  text: string,
  ontology: Ontology,
  expected: readonly string[] = [],
): Mentions {
  const whole = { start: 0, end: text.length };
  const idioms = findIdioms(text);
  const isMeant = (match: TextRange): boolean => !idioms.some((idiom) => overlaps(match, idiom));
  const named = findNamedThings(text, whole, ontology);
  const diseases: PhraseMatch<string | null>[] = named.diseases.map(({ start, end, value }) => ({
    start,
    end,
    value: value.ontologyId,
  }));
  const groups = groupIndex(ontology).find(text);
  for (const match of groups) addApart(diseases, match);
  for (const id of expected) {
    for (const match of ordinaryName(ontology, id)?.find(text) ?? []) {
      if (!isInside(match, named.signs)) addApart(diseases, match);
    }
  }
  const meant = diseases.filter(isMeant).sort((a, b) => a.start - b.start);
  const signs = named.signs
    .filter(isMeant)
    .map((sign) => withoutDenial(sign, text, ontology))
    .filter((sign) => !meant.some((other) => overlaps(sign, other)));
  return {
    diseases: meant,
    signs,
    malignancies: malignancies
      .find(text)
      .filter(isMeant)
      .filter((match) => ![...meant, ...signs].some((other) => overlaps(match, other))),
  };
}

const denying = /^(?:absence|lack|loss) of /i;

/** "Absence of pigment" is a sign of its own, but in "absence of pigment network" another one is denied. */
function withoutDenial(
  sign: PhraseMatch<string>,
  text: string,
  ontology: Ontology,
): PhraseMatch<string> {
  const denial = denying.exec(text.slice(sign.start, sign.end));
  if (denial === null) return sign;
  const start = sign.start + denial[0].length;
  // A name of a sign is never so long.
  const [inner] = signIndex(ontology).find(text, {
    start,
    end: Math.min(text.length, sign.end + 40),
  });
  return inner?.start === start && inner.end > sign.end ? inner : sign;
}

/** Adds a match, in the place of shorter ones; not where a longer one is. */
function addApart(matches: PhraseMatch<string | null>[], match: PhraseMatch<string | null>): void {
  const rivals = matches.filter((other) => overlaps(match, other));
  if (rivals.some(({ start, end }) => end - start >= match.end - match.start)) return;
  for (const rival of rivals) matches.splice(matches.indexOf(rival), 1);
  matches.push(match);
}

/** True for a word that is a part of a longer name: the striae of "Wickham striae". */
function isInside({ start, end }: TextRange, names: readonly TextRange[]): boolean {
  return names.some(
    (name) => name.start <= start && end <= name.end && end - start < name.end - name.start,
  );
}

function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start < b.end && b.start < a.end;
}

const groupIndexes = new WeakMap<Ontology, PhraseIndex<string>>();

/** Branches of the hierarchy ("infections"), which are no diseases but may be named as a disease's group. */
function groupIndex(ontology: Ontology): PhraseIndex<string> {
  const known = groupIndexes.get(ontology);
  if (known) return known;
  const index = new PhraseIndex<string>();
  for (const { id, name } of ontology.nodes()) {
    if (ontology.depth(id) < 2) index.add(name, id);
  }
  groupIndexes.set(ontology, index);
  return index;
}

/** Those of some diseases whose preferred names are ordinary words: only for these it matters that they are expected. */
export function ordinaryDiseases(ids: readonly string[], ontology: Ontology): string[] {
  return ids.filter((id) => ordinaryName(ontology, id) !== null);
}

const ordinaryNames = new WeakMap<Ontology, Map<string, PhraseIndex<string> | null>>();

/** The preferred name of a disease as an index of its own; `null` if running text is searched for it anyway. */
function ordinaryName(ontology: Ontology, id: string): PhraseIndex<string> | null {
  const ofOntology = ordinaryNames.get(ontology) ?? new Map<string, PhraseIndex<string> | null>();
  ordinaryNames.set(ontology, ofOntology);
  const known = ofOntology.get(id);
  if (known !== undefined) return known;
  let index: PhraseIndex<string> | null = null;
  if (ontology.has(id)) {
    const { name } = ontology.get(id);
    if (diseaseIndex(ontology).get(name)?.ontologyId !== id) {
      index = new PhraseIndex<string>();
      index.add(name, id);
    }
  }
  ofOntology.set(id, index);
  return index;
}
