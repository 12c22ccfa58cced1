import { anyCodePoint, type CodePointRange, complement, intersection } from './code-points.ts';
import {
  character,
  choice,
  literal,
  optional,
  type Pattern,
  repeated,
  sequence,
} from './pattern.ts';
import { parseExpression } from './regular-expression.ts';

/** Characters that a string of JSON may hold as they are. */
const plainCharacters = complement([
  [0, 0x1f],
  [0x22, 0x22],
  [0x5c, 0x5c],
]);

const escapes: Readonly<Record<string, number>> = {
  '\\"': 0x22,
  '\\\\': 0x5c,
  '\\b': 8,
  '\\f': 12,
  '\\n': 10,
  '\\r': 13,
  '\\t': 9,
};

/** Characters inside a string of JSON: as they are, or with a backslash where they must have one. */
export function jsonCharacter(ranges: readonly CodePointRange[]): Pattern {
  const escaped = Object.entries(escapes).filter(
    ([, code]) => intersection(ranges, [[code, code]]).length > 0,
  );
  return choice(
    character(intersection(ranges, plainCharacters)),
    ...escaped.map(([text]) => literal(text)),
  );
}

/** A string of so many characters. */
export function jsonString(least = 0, most: number = Number.POSITIVE_INFINITY): Pattern {
  return quoted(repeated(jsonCharacter(anyCodePoint), least, most));
}

/** What stands in a string, with its quotes. */
export function quoted(content: Pattern): Pattern {
  return sequence(literal('"'), content, literal('"'));
}

const ofExpression = (source: string): Pattern => parseExpression(source).pattern;

/** Numbers of at most 15 digits, which every reader of JSON holds as they are. */
export const jsonInteger: Pattern = ofExpression('-?(0|[1-9][0-9]{0,14})');
export const jsonNumber: Pattern = ofExpression(
  '-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?',
);
export const jsonBoolean: Pattern = choice(literal('true'), literal('false'));
export const jsonNull: Pattern = literal('null');

/** Whole numbers from one to another. */
export function integersBetween(least: number, most: number): Pattern {
  return choice(...wholeNumbers(least, most).map((number) => literal(String(number))));
}

/** Numbers from a whole one to another, with digits behind the point. */
export function numbersBetween(least: number, most: number): Pattern {
  const fraction = optional(ofExpression('\\.[0-9]{1,15}'));
  const zeros = optional(ofExpression('\\.0{1,15}'));
  const inside = wholeNumbers(least, most).map((number) => {
    // What stands behind the point leads away from zero: not over the bounds.
    const isBound = number === (number < 0 ? least : most);
    return sequence(literal(String(number)), isBound ? zeros : fraction);
  });
  const belowZero = least < 0 && most >= 0 ? [sequence(literal('-0'), fraction)] : [];
  return choice(...inside, ...belowZero);
}

function wholeNumbers(least: number, most: number): number[] {
  return Array.from({ length: Math.max(0, most - least + 1) }, (_, i) => least + i);
}

/** Behind a comma or a colon models write a space, or do not. */
const space = optional(literal(' '));
export const comma: Pattern = sequence(literal(','), space);
export const colon: Pattern = sequence(literal(':'), space);

/** A member of an object: its name with the colon behind, and its value. */
export interface JsonMember {
  readonly name: string;
  readonly value: Pattern;
  readonly isRequired: boolean;
}

/** An object of these members in this order. */
export function jsonObject(members: readonly JsonMember[]): Pattern {
  if (members.some(({ value, isRequired }) => value === null && isRequired)) return null;
  const possible = members.filter(({ value }) => value !== null);
  return (states, next) => {
    // Of what follows a member: as the first of the object, and behind another.
    let first = states.add();
    states.read(first, [0x7d, 0x7d], next);
    let later = first;
    for (const { name, value, isRequired } of [...possible].reverse()) {
      const member = sequence(literal(JSON.stringify(name)), colon, value);
      const start = member?.(states, later) as number;
      const [asFirst, asLater] = [states.add(), states.add()];
      states.skip(asFirst, start);
      states.skip(asLater, comma?.(states, start) as number);
      if (!isRequired) {
        states.skip(asFirst, first);
        states.skip(asLater, later);
      }
      [first, later] = [asFirst, asLater];
    }
    const open = states.add();
    states.read(open, [0x7b, 0x7b], first);
    return open;
  };
}

/** An object of any names, with values of one kind. */
export function jsonMap(value: Pattern): Pattern {
  const member = value && sequence(jsonString(), colon, value);
  return sequence(literal('{'), separated(member, 0), literal('}'));
}

/** An array of so many items of one kind, behind others. */
export function jsonArray(
  leading: readonly Pattern[],
  item: Pattern,
  least: number,
  most: number,
): Pattern {
  if (leading.length === 0)
    return sequence(literal('['), separated(item, least, most), literal(']'));
  const [head, ...others] = leading;
  const behind = others.map((other) => sequence(comma, other));
  const rest = repeated(
    item && sequence(comma, item),
    Math.max(0, least - leading.length),
    Math.max(0, most - leading.length),
  );
  return sequence(literal('['), head as Pattern, ...behind, rest, literal(']'));
}

function separated(item: Pattern, least: number, most = Number.POSITIVE_INFINITY): Pattern {
  if (most === 0) return literal('');
  const some =
    item && sequence(item, repeated(sequence(comma, item), Math.max(0, least - 1), most - 1));
  return least === 0 ? optional(some) : some;
}
