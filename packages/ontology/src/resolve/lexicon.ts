import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { words } from '../text/normalize.ts';
import type { DiseaseNode } from '../types.ts';
import { formsOf, hasKind, kind, silent } from './word-kinds.ts';

/*
 * What words around a name do to it beyond their kind: where on the body, whether a list is wider than its
 * names, what negates or doubts.
 */

/** The regions that each word names; read when first asked for. */
let regionsByWord: ReadonlyMap<string, ReadonlySet<number>> | undefined;

function regionsNamed(word: string): ReadonlySet<number> | undefined {
  regionsByWord ??= readRegions();
  return regionsByWord.get(word);
}

function readRegions(): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  for (const [region, names] of labelWords.regions.entries()) {
    for (const word of formsOf(names)) found.set(word, (found.get(word) ?? new Set()).add(region));
  }
  return found;
}

/** True if the condition's name has a region of the body and the word another: "oral leukoplakia", "penis". */
export function contradictsSite(node: DiseaseNode, word: string): boolean {
  const other = regionsNamed(word);
  if (!other) return false;
  const named = regionsOf(node);
  return named.length > 0 && !named.some((region) => other.has(region));
}

/** The regions of names asked for before. */
const regionsMet = new WeakMap<DiseaseNode, readonly number[]>();

function regionsOf(node: DiseaseNode): readonly number[] {
  let named = regionsMet.get(node);
  if (!named) {
    named = words(node.name).flatMap((form) => [...(regionsNamed(form) ?? [])]);
    regionsMet.set(node, named);
  }
  return named;
}

/** Conditions with a name of one word that stay what they are under any descriptive word. */
export const sturdyConditions: ReadonlySet<string> = new Set(labelWords.sturdy);

/** Conditions whose name may begin with any cause: "nickel allergic contact dermatitis". */
export const namedByCause: ReadonlySet<string> = new Set(labelWords.namedByCause);

/** True if a member after "and" speaks of a class of conditions: the label is wider than its one name. */
export function hasWideMember(leftover: readonly string[]): boolean {
  let isMember = false;
  let isWide = false;
  for (const form of leftover) {
    if (hasKind(form, kind.listConjunction)) {
      if (isWide) return true;
      isMember = true;
    } else if (isMember && hasKind(form, kind.place)) {
      isMember = false;
      isWide = false;
    } else if (isMember && hasKind(form, kind.widener)) isWide = true;
  }
  return isWide;
}

/** What the words around a name do to it. */
export type Caution = 'negated' | 'uncertain';

/** What the first word that negates or doubts does; what cannot be excluded is in doubt. */
export function findCaution(forms: readonly string[]): Caution | null {
  const first = forms.findIndex((form) => hasKind(form, kind.negation | kind.doubt));
  if (first < 0) return null;
  const cautious = forms[first] as string;
  if (hasKind(cautious, kind.doubt)) return 'uncertain';
  if (!forms.some((form) => hasKind(form, kind.exclusion))) return 'negated';
  return forms.some((form) => hasKind(form, kind.inability)) ? 'uncertain' : 'negated';
}

const denyingHeadings = formsOf(labelWords.headings.negated);
const doubtingHeadings = formsOf(labelWords.headings.uncertain);

/** What a word does that denies or doubts only as a heading: "None: melanoma", "normal skin (melanoma patient)". */
export function denialByHeading(forms: readonly string[]): Caution | null {
  if (forms.some((form) => denyingHeadings.has(form))) return 'negated';
  const telling = forms.filter((form) => !hasKind(form, silent));
  const isDoubt = telling.length > 0 && telling.every((form) => doubtingHeadings.has(form));
  return isDoubt ? 'uncertain' : null;
}
