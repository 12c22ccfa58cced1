import type { SourceSpan, TextRange } from '@skinr1/core';
import { lesionNouns } from '../language/sentence-words.ts';

/** A sign of one kind, stage, time, place or group of people only, or the commonest of several. */
const condition =
  /\b(?:where|when|in (?:the )?case of|after|once|if|unless|being|inflamed|pigmented (?:forms?|ones?|lesions)|(?:genital|oral|mucosal|facial|acral|nail|scalp) (?:lesions?|forms?|ones)|in (?:the )?[a-z-]+ (?:types?|forms?|stages?|cases|lesions|skin|morphea|disease|variety|eruption|phases?)|acute (?:flares?|attacks?)|years|types?|forms?|stages?|variants?|in (?:other|some|certain) instances|in others|at first|then|earl(?:y|iest)|late|later|fresh|old|children|infants|adults|women|men|severe cases|most (?:common|frequent)|commonest|majority|in the mouth|marks?|afterwards?|secondarily|subsequent(?:ly)?|follows?|exposed to|eventually|finally|in time|over the years)\b/i;

/** Said of some lesions only, by what heads the clause: "amelanotic tumors are pink", "solitary ones are red". */
const someOnly =
  /^[^\w-]*(?!(?:the|these|its|their|all|most|typical|individual|characteristic|single|such|many|several|skin)\b)[\w-]+ (?:tumou?rs|lesions|ones|nevi|cases|forms|growths) (?:may|are|have|show|lose|turn|take|present|become)\b/i;

/** "Crusted scabies shows crusts": the disease in one form. */
const formAsSubject =
  /^[^\w-]*\p{Lu}\p{Ll}+ed (?!vesicles|papules|plaques|patches|macules|nodules)[a-z]+ (?:shows?|has|have|is|are)\b/u;

/** "Chronic disease shows lichenification"; not "a chronic disease with plaques". */
const stageAsSubject = /^[^\w-]*(?:acute|subacute|chronic|advanced) disease\b/i;

/** "…; kerion is a boggy plaque": what follows a semicolon may be of a form with a name. */
const namedForm = /^\s*\p{Ll}{4,} is an?\b/u;

/** Goes on with the part of the clause before it: "red, where it is inflamed". */
const continues = /^\s*(?:where|when|after|once|if|unless|in|on|at)\b/i;

/** True for a passage that gives its signs under a condition: "brown after healing", "an inflamed one is red". */
export function isConditional(passage: string): boolean {
  return condition.test(passage) || isOfSome(passage);
}

/** True if what heads a passage or clause are some lesions, one form or one stage only. */
function isOfSome(said: string): boolean {
  return [someOnly, formAsSubject, stageAsSubject].some((each) => each.test(said));
}

/**
 * True if a passage gives the sign at a place under a condition. What heads a clause holds for all of it ("early
 * lesions are red, flat"), what follows in a part of its own for that part: of "brown and black, red where inflamed"
 * only red is conditional.
 */
export function isConditionalAt(passage: string, at: TextRange): boolean {
  const clause = clauseAt(passage, at);
  const said = passage.slice(clause.start, clause.end);
  if (isOfSome(said) || namedForm.test(said)) return true;
  const parts = said.split(',');
  let end = clause.start;
  for (const [index, part] of parts.entries()) {
    end += part.length + 1;
    if (at.start >= end) continue;
    const next = parts[index + 1];
    const goesOn = next !== undefined && continues.test(next);
    const told = [parts[0], part, goesOn ? next : ''];
    return told.some((text) => text !== undefined && condition.test(text));
  }
  return false;
}

/** The clause around a place: what stands between stops, semicolons, colons and brackets. */
export function clauseAt(passage: string, at: TextRange): TextRange {
  const before = passage.slice(0, at.start);
  const start = Math.max(...[...'.;:()'].map((mark) => before.lastIndexOf(mark))) + 1;
  const after = passage.slice(at.end).search(/[.;:()]/);
  return { start, end: after < 0 ? passage.length : at.end + after };
}

const formHeading =
  /\b(?:(?:this|these|the (?:[\w-]+ ){1,3})(?:type|form|variety|stage|eruption|lesion)s?|varieties|forms|types|kinds|variants)\b/i;

/** "Gummatous infiltration of the skin". */
const namedLesion = /(?:ous|ar|ing|ed|ic) (?:infiltration|eruption|ulceration)\b/i;

/** "…, leaving faint reddish spots", "heals with a scar": what is there once the lesion is gone. */
const sequel =
  /\b(?:leav(?:es?|ing)(?:\s+behind)?|heal(?:s|ed|ing)?\s+(?:with|by))\b[^,;.]{0,60}$/i;

/**
 * True for a passage under a heading for one form of its disease, or for its varieties: "Describe the annular eruption
 * of syphilis", "What varieties are met with?", "The symptoms of papular eczema".
 */
export function ofOneForm({ headingPath, quote }: SourceSpan): boolean {
  const heading = headingPath.at(-1) ?? '';
  return (
    formHeading.test(heading) ||
    namedLesion.test(heading) ||
    narrowsName(heading, headingPath.slice(0, -1)) ||
    namesForm(quote, headingPath)
  );
}

/** "Describe papular eczema", under "Eczema": an adjective narrows the name. */
function narrowsName(heading: string, above: readonly string[]): boolean {
  const words = heading.toLowerCase().split(/\W+/);
  const known = new Set(above.flatMap((each) => each.toLowerCase().split(/\W+/)));
  return words.some((word, at) => {
    const before = words[at - 1] ?? '';
    return (
      word.length > 3 &&
      known.has(word) &&
      !known.has(before) &&
      /(?:ous|ar|ic|ed|al)$/.test(before)
    );
  });
}

/** "The alveolar sarcoma commences as a lump", under "Sarcoma": a form is its subject; not "the central ulcer", under "Rodent ulcer". */
function namesForm(quote: string, headingPath: readonly string[]): boolean {
  const name = /^[^\p{L}]*(?:The|An?)\s[\w-]+\s([\p{Ll}-]{4,})/u.exec(quote)?.[1];
  return (
    name !== undefined &&
    !lesionNouns.has(name) &&
    headingPath.some((heading) => heading.toLowerCase().split(/\W+/).includes(name))
  );
}

/** True for a sign that a lesion leaves behind, which is none of it. */
export function isSequelAt(passage: string, { start }: TextRange): boolean {
  return sequel.test(passage.slice(Math.max(0, start - 80), start));
}
