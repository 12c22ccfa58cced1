import { answerTags, checkWholeNumber, malignancyClasses, malignancyText } from '@skinr1/core';
import { type CodePointRange, complement } from './code-points.ts';
import { type Grammar, grammarOf } from './grammar.ts';
import { character, choice, literal, type Pattern, repeated, sequence } from './pattern.ts';

/** Letters and signs that can be seen, of the scripts that books are written in. */
const visible: readonly CodePointRange[] = [
  [0x21, 0x3a],
  [0x3d, 0x7e],
  [0xc0, 0x52f],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
];
const controls: readonly CodePointRange[] = [
  [0, 0x1f],
  [0x7f, 0x9f],
];
/** Begins a tag. */
const lessThan: readonly CodePointRange[] = [[0x3c, 0x3c]];
/** Parts the names of a path. */
const semicolon: readonly CodePointRange[] = [[0x3b, 0x3b]];

const [think, endThink, choose, endChoose, diagnose, endDiagnose] = answerTags as readonly string[];

/** Reasoning without any tag: what begins with something to see, and holds no `<`. */
const thinking: Pattern = sequence(
  literal(think as string),
  character(visible),
  repeated(character(complement([...lessThan, [0, 8], [0x0b, 0x1f], [0x7f, 0x9f]])), 0),
  literal(endThink as string),
);

const malignancy: Pattern = choice(
  ...malignancyClasses.map((name) => literal(malignancyText[name])),
);

/**
 * Answers to a multiple-choice question in the method's form, as `parseChoiceAnswer` reads them.
 *
 * @param choices how many letters, from A on
 * @throws UsageError unless there are 1 to 26
 */
export function choiceAnswerGrammar(choices = 26): Grammar {
  checkWholeNumber('choices', choices, 1, 26);
  const letter = character([[0x41, 0x40 + choices]]);
  const body = sequence(letter, literal(', '), malignancy);
  return answerGrammar(`choiceAnswerGrammar(${choices})`, [choose, body, endChoose]);
}

/** Answers to an open question in the method's form, as `parseOpenAnswer` reads them. */
export function openAnswerGrammar(): Grammar {
  const nameCharacters = complement([...lessThan, ...semicolon, ...controls]);
  const name = sequence(character(visible), repeated(character(nameCharacters), 0), literal('; '));
  const body = sequence(repeated(name, 1), malignancy);
  return answerGrammar('openAnswerGrammar()', [diagnose, body, endDiagnose]);
}

function answerGrammar(
  name: string,
  [open, body, close]: readonly [string | undefined, Pattern, string | undefined],
): Grammar {
  return grammarOf(
    name,
    sequence(thinking, literal(open as string), body, literal(close as string)),
  );
}
