import { PhraseIndex, type PhraseMatch } from '@skinr1/ontology';
import connecting from './connecting-words.json' with { type: 'json' };
import ordinary from './ordinary-words.json' with { type: 'json' };
import words from './reasoning-words.json' with { type: 'json' };

/** What a statement that needs a source is about, beside signs, diseases and malignancy. */
export type FactTopic = keyof typeof words.facts;

/**
 * What a word or phrase does in a reasoning text; `reasoning-words.json` says which ones do what, `connecting-words.json`
 * which ones only connect, `ordinary-words.json` which ones may frame a finding (a `deed` is one of them that is a verb).
 */
export type WordRole = FactTopic | keyof typeof words.roles | 'ordinary' | 'deed';

const topics: ReadonlySet<string> = new Set(Object.keys(words.facts));

/** True for roles of words that state something. */
export function isFactTopic(role: string): role is FactTopic {
  return topics.has(role);
}

const index = new PhraseIndex<WordRole>();
for (const [role, entries] of Object.entries({ ...words.roles, ...words.facts })) {
  for (const entry of entries) {
    for (const phrase of inflections(entry)) addPhrase(phrase, role as WordRole);
  }
}

/** Adds a phrase, and with it the forms in which the writer calls a thing his own: "on the list", "on my list". */
function addPhrase(phrase: string, role: WordRole): void {
  index.add(phrase, role);
  if (!phrase.includes(' the ')) return;
  for (const owner of ['my', 'our', 'your']) index.add(phrase.replace(' the ', ` ${owner} `), role);
}

const { verbs, nouns, adjectives, adverbs } = connecting;
// A word keeps its first role: what decides something is never merely a connecting word.
for (const entry of [verbs, nouns, adjectives, adverbs].flat()) {
  for (const phrase of inflections(entry)) index.add(phrase, 'discourse');
}

/** Words in the singular and plural, looked up as they stand in a text. */
function withPlurals(nouns: readonly string[]): ReadonlySet<string> {
  return new Set(nouns.flatMap((noun) => [noun, pluralOf(noun)]));
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (noun.endsWith('sis')) return `${noun.slice(0, -2)}es`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

const thoughts = withPlurals(ordinary.thoughts);

const { thinkers, manners, qualities } = ordinary;
for (const word of [thinkers, ordinary.thoughts, manners, qualities].flat())
  index.add(word, 'ordinary');
for (const verb of ordinary.deeds) {
  for (const form of formsOf(verb)) index.add(form, 'deed');
}

/** True for a word that names something thought or said: "hypothesis", "objections". */
export function isThought(word: string): boolean {
  return thoughts.has(word);
}

const findings = withPlurals(ordinary.findings);

/** True for a word that names what is looked at, so that what describes it states something: "lesion", "skin". */
export function isFinding(word: string): boolean {
  return findings.has(word);
}

/** Words and phrases of a text that have a role, longest first. */
export function findRoles(text: string): PhraseMatch<WordRole>[] {
  return index.find(text);
}

const idiomIndex = new PhraseIndex<'idiom'>();
for (const idiom of words.roles.idiom) idiomIndex.add(idiom, 'idiom');

/** Phrases of a text in which a name means something else: "the scale tips toward", "in terms of malignancy". */
export function findIdioms(text: string): PhraseMatch<'idiom'>[] {
  return idiomIndex.find(text);
}

/** The role that a word has by itself. */
export function roleOfWord(word: string): WordRole | undefined {
  return index.get(word);
}

/** Words that the rules on neighbors look for; `reasoning-words.json` says which, and `context.ts` what for. */
export const contextWords: Readonly<Record<keyof typeof words.context, ReadonlySet<string>>> = {
  superlatives: new Set(words.context.superlatives),
  universals: new Set(words.context.universals),
  speakers: new Set(words.context.speakers),
  others: new Set(words.context.others),
  parting: new Set(words.context.parting.flatMap(inflections)),
  leaving: new Set(words.context.leaving),
  speaking: new Set(words.context.speaking.flatMap(inflections)),
  announcing: new Set(words.context.announcing.flatMap(inflections)),
  agreeing: new Set(words.context.agreeing),
  figurative: new Set(
    words.context.figurative.flatMap((entry) => [...inflections(entry), `${entry}s`]),
  ),
  counted: new Set(words.context.counted),
  listed: new Set(words.context.listed),
  obliging: new Set(words.context.obliging),
  causing: new Set(words.context.causing),
  owing: new Set(words.context.owing),
  associating: new Set(words.context.associating),
  seeking: new Set(words.context.seeking.flatMap(inflections)),
  doubting: new Set(words.context.doubting.flatMap(inflections)),
  nobody: new Set(words.context.nobody),
  numbered: new Set(words.context.numbered),
  harming: new Set(words.context.harming.flatMap(inflections)),
  arranging: new Set(words.context.arranging),
  omitting: new Set(words.context.omitting),
  objecting: new Set(words.context.objecting),
  intending: new Set(words.context.intending),
  distancing: new Set(words.context.distancing),
  movable: new Set(words.context.movable),
  highRanks: new Set(words.context.highRanks),
  lowRanks: new Set(words.context.lowRanks),
  opining: new Set(words.context.opining),
  bearing: new Set(words.context.bearing),
  recounted: new Set(words.context.recounted),
  advised: new Set(words.context.advised),
  explaining: new Set(words.context.explaining),
  escaping: new Set(words.context.escaping.flatMap(inflections)),
  unable: new Set(words.context.unable),
  narrowing: new Set(words.context.narrowing),
  naming: new Set(words.context.naming),
  salient: new Set(words.context.salient),
  characterizing: new Set(words.context.characterizing.flatMap(inflections)),
};

/** An entry that begins with `~` is a verb, inflected in its first word: "~argue against". */
function inflections(entry: string): string[] {
  if (!entry.startsWith('~')) return [entry];
  const [verb = '', ...rest] = entry.slice(1).split(' ');
  return formsOf(verb).map((form) => [form, ...rest].join(' '));
}

function formsOf(verb: string): string[] {
  const irregular: Readonly<Record<string, readonly string[]>> = connecting.irregular;
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb;
  const doubled = /^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb) ? verb.at(-1) : '';
  const endsInY = /[^aeiou]y$/.test(verb);
  const soft = endsInY ? `${verb.slice(0, -1)}ie` : /(?:s|x|ch|sh)$/.test(verb) ? `${verb}e` : verb;
  const past = endsInY ? `${soft}d` : `${stem}${doubled}ed`;
  return [verb, `${soft}s`, ...(irregular[verb] ?? [past, `${stem}${doubled}ing`])];
}
