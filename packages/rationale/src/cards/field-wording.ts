import type { MorphologyGroup, Ontology } from '@skinr1/ontology';
import { bodyPlaces } from '../language/body-places.ts';
import type { FoundSign } from '../language/find-signs.ts';
import {
  causeWords,
  deepOrgans,
  histologyWords,
  laboratoryWords,
  treatmentWords,
} from '../language/sentence-words.ts';
import { formsOf } from '../language/word-set.ts';
import { inOrder, type TextPattern } from '../text-patterns.ts';
import type { CardField } from './card.ts';
import { skinWords } from './heading-words.ts';

/** Words that put a descriptive sentence into a field beside the signs it names. */
const wordings: readonly (readonly [CardField, TextPattern])[] = [
  ['color', /\b(?:colou?r(?!less)\w*|discolou?r\w*|tint\w*|hues?|livid|pallor|dusky)\b/i],
  [
    'surface',
    /\b(?:smooth|rough\w*|greasy|oily|(?:moist|dry)(?!\s+(?:gangrene|types?|forms?|variet\w+|dark|environments?))|dryness|shin(?:y|ing)|glossy|glazed|eroded|erosions?|exud\w*|ooz\w*|weeping|horny|fissured|fissuring|slough\w*|peels?|peeling|shed)\b/i,
  ],
  ['border', { test: isBordered }],
  [
    'size',
    /\b(?:\d+\s*(?:mm|cm|millimet\w+|centimet\w+|inch\w*)|pin-?(?:head|point)s?|pea-?sized?|size of|var(?:y|ies|ying)(?: \w+){0,2} in size|sized|diameter|as large as|(?<!\bscale(?: \w+)? )(?:larger|smaller|bigger) than|inch(?:es)? (?:across|long|wide)|millet-?seeds?|split pea|hazel-?nuts?|walnuts?)\b/i,
  ],
  ['distribution', { test: isPlaced }],
  [
    'symptoms',
    /\b(?:itch\w*|burning|pain(?:s|ful|less|lessness)?|tender\w*|stinging|smarting|pricking|prurit\w*|soreness|tingl\w*|an(?:a|æ)?esthe(?:tic|sia)|numb(?:ness)?)\b/i,
  ],
  [
    'course',
    /\b(?:chronic(?:ity)?|(?:its|a|acute|slow|rapid|the|clinical|protracted) course(?! of (?:the|a) )|recur\w*|relaps\w*|disappear\w*|persist\w*|subsid\w*|heals?|healing|slowly|rapidly|gradually|duration|lasts?|lasting|permanent|incubation|spontaneous\w*|(?:for|after|in|within|during) (?:\w+ ){0,4}(?:hours|days|weeks|months|years)(?! of age| old))\b/i,
  ],
  [
    'population',
    /\b(?:children|childhood|infan(?:ts?|cy)|newborns?|neonat\w+|adults?|women|men|males?|females?|girls?|boys?|elderly|old age|old people|the aged|the young|middle (?:life|age)|years of age|adolescen\w*|puberty|either sex|both sexes)\b/i,
  ],
];

/** A place of the body; "back upon" is no place, nor are the hand of "hand-sized" and mucous glands. */
const place = new RegExp(`\\b${bodyPlaces}\\b(?!-)(?! glands?\\b)(?<!\\bback(?= upon))`, 'gi');
const placing =
  /^(?:on|over|upon|in|of|between|around|about|behind|at|below|above|near|to|from|involv\w{1,5}|affects?|attacks?|especially)$/i;

const outline = /\b(?:borders?|margins?|edges?|outlines?|demarcated)\b/gi;
/** Behind or before a word for an outline: the edge of the nail is a place. */
const ofPlace = new RegExp(
  `^\\s+of\\s+(?:the|his|its)\\s+(?:\\w+\\s+)?(?:${bodyPlaces}|nails?)\\b`,
  'i',
);
/** "Spreads at the margin": where, not what the margin is. */
const atEdge = /\b(?:with|from|at|between|along|to) (?:the|its|their) $/i;
const placesEdge = /\b(?:vermilion|eyelid|lid|nail|alveolar|free)\s+$/i;

/** True if a word for an outline stands in a text that is not that of a place of the body. */
function isBordered(text: string): boolean {
  return [...text.matchAll(outline)].some(
    ({ 0: word, index }) =>
      !ofPlace.test(text.slice(index + word.length, index + word.length + 60)) &&
      !placesEdge.test(text.slice(Math.max(0, index - 20), index)) &&
      !(
        atEdge.test(text.slice(Math.max(0, index - 20), index)) &&
        /^\s*(?:[.,;)]|and\b|$)/.test(text.slice(index + word.length))
      ),
  );
}

/** What a patient feels somewhere says not where the disease sits. */
const complaint =
  /\b(?:complain\w*|sense of|sensations?|feelings?|cramps?|tingling|numbness|cold feet|weight)\b/i;
const sits =
  /\b(?:attack\w*|affect\w*|situat\w*|occurs?|met with|seat of|involv\w*|located|found|appears?)\b/i;

/** True if a place of the body stands within four words after a word that places: "on the upper arms". */
function isPlaced(text: string): boolean {
  if (complaint.test(text) && !sits.test(text)) return false;
  return [...text.matchAll(place)].some(({ index }) =>
    text
      .slice(Math.max(0, index - 70), index)
      .split(' ')
      .slice(-5)
      .some((word) => placing.test(word)),
  );
}

/** Fields that name what is seen, felt at a place, or measured. */
const visible: ReadonlySet<CardField> = new Set(['color', 'surface', 'border', 'size']);

/** What a sentence that describes a look speaks of, if it names no sign. */
const lesion =
  /\b(?:eruptions?|rash(?:es)?|efflorescences?|spots?|blotch(?:es)?|swell(?:ings?|s)?|swollen|lumps?|mass(?:es)?|sores?|indurat\w*|thicken\w*|(?:œ|oe|e)dema\w*|wheals?|outgrowths?|excrescences?|vegetations|haloe?s?|areola)\b/i;

const verb = /\b(?:is|are|was|were|may|can|has|have|shows?|forms?|occurs?)\b/i;

/** A line of contents: "General symptoms, ulcers of the skin, bones, etc." */
function isContents(sentence: string): boolean {
  return /\betc\.?$/i.test(sentence) && sentence.split(',').length > 2 && !verb.test(sentence);
}

/** The field of a sign of each group, beside `morphology`. */
const fieldOfGroup: Readonly<Record<MorphologyGroup, CardField | null>> = {
  color: 'color',
  outline: 'border',
  surface: 'surface',
  'secondary-change': 'surface',
  dermoscopic: 'dermoscopy',
  shape: null,
  'primary-lesion': null,
};

/** "Due to", "caused by": what they tell is a cause. */
const cause =
  /\b(?:due to|caused by|cause[sd]?|causing|produced by|result(?:s|ing) from|aris(?:es|ing) from|originat(?:es?|ing) (?:in|from)|derived from)\b/i;
/** "The term is applied to" and "after cure": idioms that the words alone would file wrongly. */
const term: TextPattern = inOrder(/\b(?:term|name|title|word)\b/i, /\bappli/i);
const afterCure =
  /\b(?:after|following|upon) (?:the )?(?:cure|healing|treatment|operation|recovery)\b/i;
/** What is to be done. */
const advice =
  /\b(?:should|must|ought to) (?:\w+ )?be\b|\b(?:necessary|advisable|best) to\b|\bremoval of\b/i;
/** What may come of it: "the starting-point of cancer". */
const consequence =
  /\b(?:starting-point|seat) of (?:cancer|epithelioma|carcinoma|malignan\w+)|\bmalignant (?:change|transformation|degeneration)\b/i;
/** What the observer does: "if the limb is elevated, the veins empty". */
const maneuver: TextPattern = inOrder(
  /\bif (?:the|an?|pressure)\b/i,
  /\b(?:placed|elevated|percussed|compressed|made over|allowed to stand)\b/i,
);
/** What a sign is worth: "of importance in diagnosis"; and what else it goes with. */
const ofUse =
  /\b(?:in|of|to|for) (?:the )?diagnosis\b|\b(?:common|frequent|usual) accompaniments? of\b/i;
/** What the danger is: "the chief risk is hemorrhage from ulceration". */
const danger = /\b(?:risks?|dangers?|liability) (?:is|are|of|lies)\b/i;
/** Of the book or of terms: "will be described at the end of this chapter", "the above description". */
const ofBook =
  /\b(?:will be|have been|has been|are|is) (?:\w+ )?(?:described|discussed|considered|dealt with|referred to) (?:\w+ )?(?:at|in|under|with|elsewhere|later|below|above|on)\b|\b(?:this|next|preceding|following) (?:chapter|section|article)\b|\b(?:the|our) (?:above|foregoing|preceding) (?:description|account)\b|\babove description\b/i;
/** What makes a microbe the subject: "HSV-1 infects", "S. aureus is carried". */
const ofMicrobe =
  /^\W*(?:(?:however|moreover|both|most|many|some|other|the|these)\W+){0,3}(?:[A-Z]\. [a-z]{4,}|[A-Z]{2,4}V(?:-\d)?|viruses|bacteria|staphylococci|streptococci)\b(?! (?:infections?|lesions?|eruptions?))/;
/** What brings it about: "pressure determines the formation of a sore". */
const brings =
  /\b(?:determin(?:es?|ing) the|predispos\w+ to|favou?rs? the) (?:\w+ )?(?:formation|development|occurrence|onset|production)\b/i;
/** What only the knife shows. */
const onSection =
  /\b(?:cut surface|on section|in section|sections? (?:made|of|from)|when cut|on cutting|post-?mortem|necropsy|macroscopic\w*)\b/i;

/**
 * Fields that a descriptive sentence belongs to, by the signs that it names and by its words; none where it
 * tells nothing of how the disease looks, feels, runs, or whom it takes.
 */
export function fieldsByWording(
  sentence: string,
  signs: readonly FoundSign[],
  ontology: Ontology,
): CardField[] {
  const bySign = signs.flatMap(({ termId }) => {
    const group = ontology.morphologyTerm(termId)?.group;
    return (group && fieldOfGroup[group]) ?? [];
  });
  // A line of two words names a part, unless it names a sign.
  if (signs.length === 0 && formsOf(sentence).length < 4) return [];
  if (isContents(sentence)) return [];
  const byWord = wordings.flatMap(([field, pattern]) => (pattern.test(sentence) ? [field] : []));
  const fields = new Set<CardField>([...bySign, ...byWord]);
  const seen = signs.length > 0 || lesion.test(sentence) || byWord.some((f) => visible.has(f));
  return seen ? ['morphology', ...fields] : [...fields];
}

/**
 * What a sentence in a description is about, if not about what is seen; `inner`: organs beneath the skin, what may
 * come of the disease, or the book itself.
 */
export type SentenceTopic = 'treatment' | 'histology' | 'laboratory' | 'etiology' | 'inner';

/** The {@link SentenceTopic} of a sentence; `null` if it is about what is seen. */
export function sentenceTopic(sentence: string): SentenceTopic | null {
  if (afterCure.test(sentence)) return 'treatment';
  if (treatmentWords.in(sentence) && !term.test(sentence)) return 'treatment';
  if (advice.test(sentence)) return 'treatment';
  if (histologyWords.in(sentence) || onSection.test(sentence)) return 'histology';
  if (laboratoryWords.in(sentence)) return 'laboratory';
  const causes = cause.test(sentence) || causeWords.in(sentence);
  if (causes && sentence.length < 200) return 'etiology';
  if (brings.test(sentence) || ofMicrobe.test(sentence)) return 'etiology';
  const ofElse = [consequence, danger, ofBook, ofUse, maneuver].some((each) => each.test(sentence));
  return ofElse || isOfDeepOrgans(sentence) ? 'inner' : null;
}

/** The topic that keeps a sentence out of a field though the field's own heading stands above it. */
export function headedTopic(sentence: string): 'histology' | 'laboratory' | null {
  if (histologyWords.in(sentence) || onSection.test(sentence)) return 'histology';
  return laboratoryWords.in(sentence) ? 'laboratory' : null;
}

/** Prepositions by which a deep organ only tells where on the skin: "over the joints". */
const beside = new Set('over above near around about behind below upon toward towards'.split(' '));

/** Whether a sentence speaks of organs beneath the skin, and not of the skin. */
function isOfDeepOrgans(sentence: string): boolean {
  const forms = formsOf(sentence);
  if (forms.some((form) => skinWords.has(form))) return false;
  return forms.some(
    (form, at) =>
      deepOrgans.has(form) && !forms.slice(Math.max(0, at - 3), at).some((f) => beside.has(f)),
  );
}
