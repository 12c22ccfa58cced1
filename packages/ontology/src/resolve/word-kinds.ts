import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { words } from '../text/normalize.ts';

/*
 * What each kind of word around a name does to its meaning. The lists are data (`label-words.json`, whose
 * schema explains them); here each word's kinds are one number, asked for with one look-up.
 */

const kindNames = [
  'empty',
  'neutral',
  'descriptive',
  'distinguishing',
  'growthPattern',
  'grade',
  'conjunction',
  'listConjunction',
  'widener',
  'place',
  'negation',
  'doubt',
  // Denies, and with an inability beside it doubts: "cannot be excluded".
  'exclusion',
  'inability',
  'likeness',
  'origin',
  'cause',
  'feature',
  // A number, an ordinal part ("4a", "iib") or a size: says which kind, not which condition.
  'enumerator',
  // Names or implies a malignant growth.
  'malignant',
  // Must be part of the matched name: left over, it could change the class.
  'mustBeRead',
  // A malignant match may leave it over.
  'agreeing',
  'classHeading',
  // Names a class of malignancy, in full or in short.
  'malignancyClass',
  'commonHead',
] as const;

type Kind = (typeof kindNames)[number];

/** Kinds of words, one bit each; a word can be of several. */
export const kind: Readonly<Record<Kind, number>> = Object.fromEntries(
  kindNames.map((name, at) => [name, 1 << at]),
) as Record<Kind, number>;

/** Kinds that are in a list of words around names: such a word is no misspelling of another. */
const listed: number =
  kind.empty |
  kind.neutral |
  kind.descriptive |
  kind.distinguishing |
  kind.growthPattern |
  kind.conjunction |
  kind.negation |
  kind.doubt;

/** Kinds that say nothing of which condition it is. */
export const silent: number = kind.empty | kind.enumerator;
/** Kinds whose words are never a misspelling of others. */
export const wellSpelled: number = listed | kind.enumerator;
/** Kinds that may stand beside any name. */
export const beside: number = silent | kind.neutral;

/** The forms by which words of a list are compared. */
export function formsOf(list: readonly string[]): ReadonlySet<string> {
  return new Set(list.flatMap((word) => words(word)));
}

/** Each list with its kind. */
function kindLists(): readonly (readonly [number, Iterable<string>])[] {
  const organs = formsOf(labelWords.otherOrgans);
  return [
    [kind.empty, formsOf(labelWords.empty)],
    [kind.neutral, formsOf(labelWords.neutral)],
    [kind.neutral, [...formsOf(labelWords.regions.flat())].filter((word) => !organs.has(word))],
    [kind.descriptive, formsOf(labelWords.descriptive)],
    [kind.distinguishing, formsOf(labelWords.distinguishing)],
    [kind.growthPattern, formsOf(labelWords.growthPatterns)],
    [kind.grade, formsOf(labelWords.grades)],
    [kind.conjunction, formsOf(labelWords.conjunctions)],
    [kind.listConjunction, formsOf(labelWords.listConjunctions)],
    [kind.widener, formsOf(labelWords.wideners)],
    [kind.place, formsOf(labelWords.places)],
    [kind.negation, formsOf(labelWords.negations)],
    [kind.doubt, formsOf(labelWords.doubts)],
    [kind.exclusion, formsOf(labelWords.exclusions)],
    [kind.inability, formsOf(labelWords.inabilities)],
    [kind.likeness, formsOf(labelWords.likenesses)],
    [kind.origin, formsOf(labelWords.origins)],
    [kind.cause, formsOf(labelWords.causes)],
    [kind.feature, formsOf(labelWords.features)],
    [kind.mustBeRead, formsOf(['benign', ...labelWords.aggravating])],
    [kind.agreeing, formsOf(labelWords.agreeing)],
    [kind.classHeading, formsOf(labelWords.classHeadings)],
    [kind.malignancyClass, formsOf(Object.values(labelWords.classes).flat())],
    [kind.malignancyClass, formsOf(Object.values(labelWords.classShortForms).flat())],
    [kind.commonHead, formsOf(labelWords.commonHeads)],
  ];
}

/** The kinds of the words of the lists; read for the first label that is not written as a name is. */
let listedKinds: ReadonlyMap<string, number> | undefined;

function readLists(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [bit, list] of kindLists()) {
    for (const form of list) found.set(form, (found.get(form) ?? 0) | bit);
  }
  return found;
}

/** Kinds of words met before, those of no list too. */
const kindsMet = new Map<string, number>();
const maximumMet = 50_000;

/** True if the word is of one of these kinds. */
export function hasKind(form: string, kinds: number): boolean {
  let found = kindsMet.get(form);
  if (found === undefined) {
    found = kindsOf(form);
    if (kindsMet.size >= maximumMet) kindsMet.clear();
    kindsMet.set(form, found);
  }
  return (found & kinds) !== 0;
}

const enumerator = /^(?:\d{1,4}[a-z]?|[ivx]{1,4}[a-d]?|\d+mm|\d+cm)$/;

function kindsOf(form: string): number {
  listedKinds ??= readLists();
  let kinds = listedKinds.get(form) ?? 0;
  if (enumerator.test(form)) kinds |= kind.enumerator;
  if (impliesMalignancy(form)) kinds |= kind.malignant | kind.mustBeRead;
  return kinds;
}

function impliesMalignancy(form: string): boolean {
  const { malignant, notMalignant } = labelWords;
  if (notMalignant.words.includes(form)) return false;
  if (notMalignant.beginnings.some((part) => form.startsWith(part))) return false;
  return malignant.words.includes(form) || malignant.parts.some((part) => form.includes(part));
}
