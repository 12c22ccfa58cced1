import type { TextRange } from '@skinr1/core';
import { innerPlaces, lesionNouns, notSkin, people } from './sentence-words.ts';
import { formsOf } from './word-set.ts';

/** How far about a word its bearer is looked for, in characters. */
const near = 60;

/**
 * True where a word that names a sign means something else: a color of people, organs, animals, drugs or of an
 * author's name; the symmetry of a distribution; a scale that measures; matter that burrows.
 */
export function isOtherSense(
  text: string,
  sentence: TextRange,
  { start, end }: TextRange,
  termId: string,
): boolean {
  const before = text.slice(Math.max(sentence.start, start - near), start);
  const after = text.slice(end, Math.min(sentence.end, end + near));
  const written = text.slice(start, end);
  const color = termId.endsWith('-color');
  if (color && (isName(written, before) || ofPeople(before, after))) return true;
  if ((color || isAdjective(written)) && ofAnotherThing(before, after)) return true;
  if (isCompared(before) || origin.test(before) || healthy.test(before)) return true;
  if (becomesAnother.test(after) || /\bnon-?$/i.test(before) || onlyLooks(before, after))
    return true;
  if (isAreaOnly(written, before)) return true;
  if (ofInnerThing(text.slice(sentence.start, start), termId)) return true;
  if (termId === 'nodule' && isTuberculosis(written, before, after)) return true;
  if (termId === 'pigment-network' && /\b(?:vessels?|capillar|lymph)/i.test(before)) return true;
  if (termId === 'symmetry' || termId === 'asymmetry') {
    return (
      /^(?:ly)?\s+(?:on|over|upon|in|about|distribut|arrang|of the|eruption|rash)/i.test(after) ||
      isOfDistribution(before)
    );
  }
  if (termId === 'scale') return measures.test(after);
  // "A brown-yellow crust" is no honey-colored one.
  if (termId === 'honey-colored-crust') return before.endsWith('-');
  if (termId === 'annular-shape') return ofMagnified.test(after);
  // One red dot is no vessels, and white lines are no streaks of pigment.
  if (termId === 'dotted-vessels') return /\bdot$/i.test(written);
  if (termId === 'streaks') return /\b(?:white|whitish|silvery|shiny)\s+$/i.test(before);
  if (termId === 'burrows') {
    return /^\s+(?:under|along|beneath|into|through|deep\w*|its|towards?|up|down|round|among)\b/i.test(
      after,
    );
  }
  const last = formsOf(before).at(-1);
  return (termId === 'ulceration' || termId === 'vesicles') && !!last && innerPlaces.has(last);
}

/** "Looks vesicular but is solid". */
function onlyLooks(before: string, after: string): boolean {
  return /\b(?:looks?|appears?|seems?)\s+$/i.test(before) && /^,? but (?:is|are)\b/i.test(after);
}

/** "Horny patches", "gangrenous spots and patches": a place where the skin is lost or thick, no flat change of color. */
function isAreaOnly(written: string, before: string): boolean {
  if (!/^(?:spots?|patch(?:es)?)$/i.test(written)) return false;
  return /\b(?:gangrenous|necrotic|sloughing|horny|callous|thickened|bald|hairless|denuded|raw)(?:,|\s+(?:spots?\s+)?(?:and|or))*\s+(?:[\w-]+\s+(?:and\s+)?)?$/i.test(
    before,
  );
}

/** "Ring-like structures", "rings around follicles": seen by the dermatoscope. */
const ofMagnified =
  /^-?(?:\s?like)?\s(?:structures?|globules|vessels|(?:a?round|about) (?:the )?(?:follicles|hairs?|openings))\b/i;

/** "A scale of ten", "on a scale larger than before". */
const measures = /^\s+(?:of\s+\d|bar\b|(?:\w+\s+)?(?:larger|smaller|greater)\s+than\b)/i;

/** "According to White": a capital within a sentence is a name. */
function isName(written: string, before: string): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(written)) return false;
  return /[\p{L}\d,]["”’']?\s+$/u.test(before) && !/[.:;!?–—•-]\s*$/.test(before.trimEnd());
}

function ofPeople(before: string, after: string): boolean {
  const [next, second] = formsOf(after);
  if (!/^\s/.test(after) || next === undefined) return false;
  if (/\b(?:dark|fair)\s+$/i.test(before) && next === 'skin') return true;
  if (/^\s*wine\b/.test(after)) return true;
  return people.has(next) && !(next === 'skin' && isLesionNoun(second));
}

/** "Red skin lesions" are of the skin. */
function isLesionNoun(form: string | undefined): boolean {
  return (
    form !== undefined && /^(?:lesion|eruption|rash|patch|spot|nodule|papule|plaque)/.test(form)
  );
}

function isAdjective(written: string): boolean {
  return /(?:ular|ous|ed|ish|y)$/i.test(written);
}

/** "The sensation has been compared to that of a nodule", "less sensitive than the nodule". */
function isCompared(before: string): boolean {
  const found = /\b(?:compared to|compared with|imparted by|likened to|than the|than that)\b/i.exec(
    before,
  );
  if (found !== null && !/[,;]/.test(before.slice(found.index))) return true;
  return likening.test(before);
}

/** "Like a blister", "resembling those of old scars"; not "like a pea, red papules". */
const likening =
  /\b(?:like|resembl(?:es?|ing)|simulat(?:es?|ing)|similar to|suggesti(?:ng|ve of)|(?:appearance|look) of)\s+(?:(?:an?|the|those|that|of|in)\s+){0,3}(?:[\w-]+\s+)?$/i;

/** Where a disease comes from is not how it looks: "originates in a small ulcer", "in relation to old ulcers". */
const origin =
  /\b(?:originat(?:es?|ed|ing) (?:in|from)|aris(?:es?|ing) (?:in|from|out of)|grow(?:s|ing)? (?:from|out of)|starting-point (?:in|of)|start(?:s|ing)? (?:in|from)|in relation (?:to|with)|secondary to|sequel of|sequel to|supervenes? (?:on|upon)|engrafted (?:on|upon)|complicat(?:es|ing))\s+(?:[\w-]+\s+){0,3}$/i;

/** "Ulcers that become the seat of epithelioma", "a blister caused by a shoe". */
const becomesAnother =
  /^\s+(?:\w+\s+){0,3}becomes? the (?:seat|starting-point|site) of\b|^\s+caused by an?\b/i;

/** "Where the skin is naturally thin and pigmented" tells of no disease. */
const healthy =
  /\b(?:naturally|normally|healthy|ordinarily|unaffected|normal)\s+(?:\w+\s+and\s+)?$/i;

/** Old books call tuberculosis "tubercle": "syphilis and tubercle", "the bacillus of tubercle". */
function isTuberculosis(written: string, before: string, after: string): boolean {
  if (!/^tubercle$/i.test(written)) return false;
  if (/^\s+bacill/i.test(after)) return true;
  return /(?:^|[,;]|\b(?:of|and|or|by|with|from|for|than|to|as|in))\s*$/i.test(before);
}

/** "The blood is dark red", "a bursa, if inflamed", "atrophy of the muscles". */
function ofInnerThing(said: string, termId: string): boolean {
  const [article, noun] = formsOf(said.slice(0, 40));
  const subject = article !== undefined && /^(?:the|a|an)$/.test(article) ? noun : article;
  if (subject !== undefined && (notSkin.has(subject) || subject === 'bursa')) return true;
  if (termId === 'irregular-border' && subject !== undefined && /^nails?$/.test(subject))
    return true;
  return termId === 'atrophy' && /\b(?:muscles?|nerves?|bones?)\b/i.test(said);
}

const linking = /^(?:is|are|was|were|becomes?|turns?|appears?|remains?)$/i;

/** "Yellow purulent discharge", "red and swollen tongue"; a noun of the skin between ends the search. */
function describesAnother(after: string): boolean {
  for (const word of after.trim().split(/\s+/).slice(0, 4)) {
    if (phraseEnds.test(word)) return false;
    for (const form of formsOf(word)) {
      if (notSkin.has(form)) return true;
      if (lesionNouns.has(form)) return false;
    }
    if (/[.,;:()]/.test(word)) return false;
  }
  return false;
}

const phraseEnds =
  /^(?:with|in|on|of|at|by|to|from|for|which|that|is|are|was|were|as|but|when|where|than|over|upon|under|about|around|the|an?|may|can|has|have|containing|filled|covered)$/i;

/** "The brown rat", "the tongue is black". */
function ofAnotherThing(before: string, after: string): boolean {
  if (/^[\s-]/.test(after) && describesAnother(after)) return true;
  const words = before.trimEnd().split(/\s+/).slice(-3);
  const at = words.findIndex((word, index) => index > 0 && linking.test(word));
  const [noun] = formsOf(at > 0 ? (words[at - 1] ?? '') : '');
  return noun !== undefined && notSkin.has(noun);
}

/** "They are rarely symmetrical": of many lesions it is where they stand. */
const ofMany =
  /\b(?:they|lesions|eruptions?|rash|spots|patches|plaques|papules|nodules|tumou?rs) (?:is|are) (?:\w+ )?$/i;

/** True if a symmetry is one of many lesions, or one of the last three words speaks of a distribution: "distributed in a symmetrical …". */
function isOfDistribution(before: string): boolean {
  if (ofMany.test(before)) return true;
  const last = before.trimEnd().split(/\s+/).slice(-3).reverse();
  for (const word of last) {
    if (/\w$/.test(word) && word.toLowerCase().includes('distribut')) return true;
    if (!/^\w+$/.test(word)) return false;
  }
  return false;
}
