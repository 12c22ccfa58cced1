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

/** Whole numbers this far from zero are listed one by one. */
const mostListed = 4096;

/** Whole numbers from one to another, null where there is no bound; null if a bound is too far from zero to list. */
export function integersBetween(least: number | null, most: number | null): Pattern {
  const listed = listedNumbers(least, most);
  if (listed === null) return null;
  return choice(...listed.map((number) => literal(String(number))), ...beyond(least, most, ''));
}

/** Numbers from a whole one to another, with digits behind the point; bounds as for whole numbers. */
export function numbersBetween(least: number | null, most: number | null): Pattern {
  const listed = listedNumbers(least, most);
  if (listed === null) return null;
  const fraction = optional(ofExpression('\\.[0-9]{1,15}'));
  const zeros = optional(ofExpression('\\.0{1,15}'));
  const inside = listed.map((number) => {
    // What stands behind the point leads away from zero: not over the bounds.
    const isBound = number === (number < 0 ? least : most);
    return sequence(literal(String(number)), isBound ? zeros : fraction);
  });
  const isBelowZero = (least ?? -1) < 0 && (most ?? 0) >= 0;
  const belowZero = isBelowZero ? [sequence(literal('-0'), fraction)] : [];
  return choice(...inside, ...belowZero, ...beyond(least, most, '(\\.[0-9]{1,15})?'));
}

/** From a bound to the other or, where there is none, to the first number that has more digits than any bound. */
function listedNumbers(least: number | null, most: number | null): number[] | null {
  const edge = roundEdge(least, most);
  const [from, to] = [least ?? -edge, most ?? edge];
  if (Math.max(Math.abs(from), Math.abs(to)) > mostListed && to - from > mostListed) return null;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** 9, 99, 999, …: all numbers with as many digits as the bounds. */
function roundEdge(least: number | null, most: number | null): number {
  return 10 ** String(Math.max(Math.abs(least ?? 0), Math.abs(most ?? 0))).length - 1;
}

/** Numbers with more digits than the bounds, on the sides where there is none. */
function beyond(least: number | null, most: number | null, fraction: string): Pattern[] {
  const digits = String(roundEdge(least, most)).length;
  if (digits > 14) return [];
  const more = `[1-9][0-9]{${digits},14}${fraction}`;
  return [
    ...(most === null ? [ofExpression(more)] : []),
    ...(least === null ? [ofExpression(`-${more}`)] : []),
  ];
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

/** An array of so many items of one kind, behind others, of which there are no more than `most` either. */
export function jsonArray(
  leading: readonly Pattern[],
  item: Pattern,
  least: number,
  most: number,
): Pattern {
  const [head, ...others] = leading.slice(0, most);
  if (head === undefined) {
    return sequence(literal('['), separated(item, least, most), literal(']'));
  }
  const behind = others.map((other) => sequence(comma, other));
  const rest = repeated(
    item && sequence(comma, item),
    Math.max(0, least - others.length - 1),
    most - others.length - 1,
  );
  return sequence(literal('['), head, ...behind, rest, literal(']'));
}

function separated(item: Pattern, least: number, most = Number.POSITIVE_INFINITY): Pattern {
  if (least === 0 && most === 0) return literal('');
  const some =
    item && sequence(item, repeated(sequence(comma, item), Math.max(0, least - 1), most - 1));
  return least === 0 ? optional(some) : some;
}
