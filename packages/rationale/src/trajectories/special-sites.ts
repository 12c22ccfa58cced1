import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';

/** Name a place where skin is another than elsewhere, or none: what sits there is not weighed for a lesion of the skin at large. */
const specialSites: WordSet = wordSet(
  'mucosa mucosal mucous oral mouth lip labial tongue genital vulvar penile nail nails ungual subungual paronychia onychia onycho* scalp capitis pedis manuum manus cruris barbae unguium cheilitis eyelid conjunctival ear hair',
);

/** True if a name places its disease at such a site. */
export function isOfSpecialSite(name: string): boolean {
  return formsOf(name).some((form) => specialSites.has(form));
}
