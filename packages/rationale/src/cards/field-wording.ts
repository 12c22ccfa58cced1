import {
  causeWords,
  histologyWords,
  laboratoryWords,
  treatmentWords,
} from '../language/sentence-words.ts';
import { inOrder, type TextPattern } from '../text-patterns.ts';
import type { CardField } from './card.ts';

/** Words that put a descriptive sentence into a field. A sentence may belong to several. */
const wordings: readonly (readonly [CardField, RegExp])[] = [
  [
    'color',
    /\b(?:colou?r\w*|tint\w*|hue|red|reddish|pink\w*|brown\w*|black\w*|blu(?:e|ish)\w*|white|whitish|yellow\w*|viol\w+|purpl\w+|livid|pale|copper\w*|gr[ae]y\w*|pigment\w*|erythem\w*|hyper(?:a)?emic)\b/i,
  ],
  [
    'surface',
    /\b(?:scal[eyi]\w*|crust\w*|smooth|rough\w*|wart[sy]\w*|verruc\w*|greasy|oily|moist\w*|dry|dryness|shin(?:y|ing)|glazed|ulcer\w*|eroded|erosion\w*|excoriat\w*|exud\w*|ooz\w*|keratin\w*|horny|fissur\w*)\b/i,
  ],
  [
    'border',
    /\b(?:border\w*|margin\w*|edge\w*|outline\w*|defined|circumscribed|demarcat\w*|rounded|oval|ring\w*|annular|circinate|serpiginous)\b/i,
  ],
  [
    'size',
    /\b(?:\d+\s*(?:mm|cm|millimet\w+|centimet\w+|inch\w*)|pin-?(?:head|point)\w*|pea-?sized?|pea\b|size\b|sized\b|diameter|coin|dime|silver dollar|walnut|hazel-?nut|egg|millet\w*|large|small|tiny|minute)\b/i,
  ],
  [
    'distribution',
    /\b(?:face|facial|scalp|trunk|extremit\w+|limbs?|hands?|feet|foot|palms?|soles?|elbows?|knees?|arms?|forearms?|legs?|thighs?|back|chest|neck|nose|cheeks?|lips?|ears?|eyelids?|groin|genital\w*|axill\w+|flex(?:or|ure)\w*|extensor\w*|fingers?|toes?|nails?|abdomen|shoulders?|buttocks?|wrists?|ankles?|forehead|beard\w*|general(?:ized)? surface|symmetrical\w*|sun-exposed|exposed (?:skin|parts))\b/i,
  ],
  [
    'symptoms',
    /\b(?:itch\w*|burning|pain\w*|tender\w*|sting\w*|prick\w*|prurit\w*|sore\w*|tingl\w*|ana?esthe\w*)\b/i,
  ],
  [
    'course',
    /\b(?:chronic\w*|acute\w*|course|days?|weeks?|months?|years?|recur\w*|relaps\w*|disappear\w*|persist\w*|slow\w*|rapid\w*|sudden\w*|gradual\w*|permanent\w*)\b/i,
  ],
  [
    'population',
    /\b(?:child\w*|adults?|infan\w+|women|woman|men|male|female|age\b|aged|elderly|old people|young|adolescen\w*|puberty|sex(?:es)?)\b/i,
  ],
];

/** "Due to", "caused by": what they tell is a cause. */
const cause = /\b(?:due to|caused by|cause[sd]?|causing|produced by|result(?:s|ing) from)\b/i;
/** "The term is applied to" and "after cure": idioms that the words alone would file wrongly. */
const term: TextPattern = inOrder(/\b(?:term|name|title|word)\b/i, /\bappli/i);
const afterCure =
  /\b(?:after|following|upon) (?:the )?(?:cure|healing|treatment|operation|recovery)\b/i;

/** Fields that a descriptive sentence belongs to by its words; `morphology` where none fits better. */
export function fieldsByWording(sentence: string): CardField[] {
  const fields = wordings.filter(([, pattern]) => pattern.test(sentence)).map(([field]) => field);
  const visible = fields.some((field) => field !== 'course' && field !== 'population');
  return visible ? ['morphology', ...fields] : fields.length > 0 ? fields : ['morphology'];
}

/** What a sentence in a description is about, if not about what is seen. */
export function sentenceTopic(
  sentence: string,
): 'treatment' | 'histology' | 'laboratory' | 'etiology' | null {
  if (afterCure.test(sentence)) return 'treatment';
  if (treatmentWords.in(sentence) && !term.test(sentence)) return 'treatment';
  if (histologyWords.in(sentence) || /\bcut surface\b/i.test(sentence)) return 'histology';
  if (laboratoryWords.in(sentence)) return 'laboratory';
  const causes = cause.test(sentence) || causeWords.in(sentence);
  return causes && sentence.length < 200 ? 'etiology' : null;
}
