import { InvalidInputError } from '@skinr1/core';
import { anyCodePoint, type CodePointRange, complement, union } from './code-points.ts';
import { character, choice, literal, type Pattern, repeated, sequence } from './pattern.ts';

/** How the characters of an expression are written in the text; in a string of JSON some need a backslash. */
export type WriteCharacter = (ranges: readonly CodePointRange[]) => Pattern;

/** An expression as a pattern, and whether it says where its text begins and ends. */
export interface ParsedExpression {
  readonly pattern: Pattern;
  readonly isFromStart: boolean;
  readonly isToEnd: boolean;
}

/**
 * Reads a regular expression in JavaScript's syntax with the flag `u`: characters, classes, `.`, groups, `|` and
 * quantifiers. `^` and `$` may stand at the ends. What an automaton cannot hold, such as looking around or
 * back, is refused.
 *
 * @throws InvalidInputError naming the place in the expression
 */
export function parseExpression(
  source: string,
  write: WriteCharacter = character,
): ParsedExpression {
  const isFromStart = source.startsWith('^');
  const isToEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(source);
  const body = source.slice(isFromStart ? 1 : 0, isToEnd ? -1 : undefined);
  const parser = new ExpressionParser(source, body, isFromStart ? 1 : 0, write);
  return { pattern: parser.parse(), isFromStart, isToEnd };
}

const digits: readonly CodePointRange[] = [[0x30, 0x39]];
const wordCharacters: readonly CodePointRange[] = [
  ...digits,
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: readonly CodePointRange[] = [
  ...([
    [0x09, 0x0d],
    [0x20, 0x20],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
  ] as const),
  ...([
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
  ] as const),
  ...([
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ] as const),
];
const lineEnds: readonly CodePointRange[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

const classes: Readonly<Record<string, readonly CodePointRange[]>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: spaces,
  S: complement(spaces),
};
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

/** Most groups inside each other. */
const mostDepth = 200;

class ExpressionParser {
  private readonly source: string;
  private readonly characters: readonly string[];
  private readonly shift: number;
  private readonly write: WriteCharacter;
  private place = 0;
  private depth = 0;

  constructor(source: string, body: string, shift: number, write: WriteCharacter) {
    this.source = source;
    this.characters = Array.from(body);
    this.shift = shift;
    this.write = write;
  }

  parse(): Pattern {
    const pattern = this.alternatives();
    if (this.place < this.characters.length) this.refuse("an unmatched ')'");
    return pattern;
  }

  private get current(): string | undefined {
    return this.characters[this.place];
  }

  private take(text: string): boolean {
    if (!text.split('').every((each, i) => this.characters[this.place + i] === each)) return false;
    this.place += text.length;
    return true;
  }

  private alternatives(): Pattern {
    if (++this.depth > mostDepth) this.refuse(`more than ${mostDepth} groups inside each other`);
    const options: Pattern[] = [];
    do {
      const terms: Pattern[] = [];
      while (this.current !== undefined && this.current !== '|' && this.current !== ')') {
        terms.push(this.quantified());
      }
      options.push(sequence(...terms));
    } while (this.take('|'));
    this.depth--;
    return choice(...options);
  }

  private quantified(): Pattern {
    const atom = this.atom();
    const range = this.quantifier();
    // A lazy quantifier fits the same texts.
    if (range) this.take('?');
    return range ? repeated(atom, range[0], range[1]) : atom;
  }

  private quantifier(): readonly [number, number] | null {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    if (!this.take('{')) return null;
    const least = this.number();
    const most = this.take(',') ? (this.number() ?? Number.POSITIVE_INFINITY) : least;
    if (least === null || most === null || !this.take('}')) this.refuse('a count that is none');
    if (most < least) this.refuse('a count whose end is before its start');
    return [least, most];
  }

  private number(): number | null {
    let text = '';
    while (this.current !== undefined && /[0-9]/.test(this.current) && text.length < 9) {
      text += this.current;
      this.place++;
    }
    return text === '' ? null : Number(text);
  }

  private atom(): Pattern {
    if (this.take('(')) return this.group();
    if (this.take('[')) return this.write(this.characterClass());
    if (this.take('.')) return this.write(complement(lineEnds));
    if (this.take('\\')) return this.write(this.escape());
    const symbol = this.current as string;
    if ('*+?{}]^$'.includes(symbol)) this.refuse(`a '${symbol}' that has no meaning here`);
    this.place++;
    return this.write(one(symbol.codePointAt(0) as number));
  }

  private group(): Pattern {
    if (this.take('?') && !this.take(':')) {
      const isNamed =
        this.current === '<' && /[\p{L}_$]/u.test(this.characters[this.place + 1] ?? '');
      if (!isNamed) this.refuse('a group that looks around');
      while (this.current !== undefined && !this.take('>')) this.place++;
    }
    const pattern = this.alternatives();
    if (!this.take(')')) this.refuse("a '(' without its ')'");
    return pattern;
  }

  private characterClass(): readonly CodePointRange[] {
    const isNegated = this.take('^');
    const ranges: CodePointRange[] = [];
    while (!this.take(']')) {
      const first = this.classMember();
      const isRange = this.current === '-' && (this.characters[this.place + 1] ?? ']') !== ']';
      if (!isRange) {
        ranges.push(...first);
        continue;
      }
      this.place++;
      const [from, to] = [singleOf(first), singleOf(this.classMember())];
      if (from === null || to === null || to < from) this.refuse('a range that is none');
      ranges.push([from, to]);
    }
    return isNegated ? complement(ranges) : union(ranges);
  }

  private classMember(): readonly CodePointRange[] {
    if (this.current === undefined) this.refuse("a '[' without its ']'");
    if (this.take('\\')) return this.take('b') ? one(8) : this.escape();
    const symbol = this.current as string;
    this.place++;
    return one(symbol.codePointAt(0) as number);
  }

  private escape(): readonly CodePointRange[] {
    const symbol = this.current;
    if (symbol === undefined) this.refuse("a '\\' at the end");
    this.place++;
    if (Object.hasOwn(classes, symbol)) return classes[symbol] as readonly CodePointRange[];
    if (Object.hasOwn(controls, symbol)) return one(controls[symbol] as number);
    if (symbol === 'x') return one(this.hexadecimal(2));
    if (symbol === 'u') return one(this.take('{') ? this.braced() : this.hexadecimal(4));
    if (/[\^$\\.*+?()[\]{}|/-]/.test(symbol)) return one(symbol.codePointAt(0) as number);
    this.place--;
    return this.refuse(`'\\${symbol}'`);
  }

  private hexadecimal(length: number): number {
    const text = this.characters.slice(this.place, this.place + length).join('');
    if (text.length !== length || !/^[0-9a-f]+$/i.test(text)) this.refuse('a code that is none');
    this.place += length;
    return Number.parseInt(text, 16);
  }

  private braced(): number {
    const end = this.characters.indexOf('}', this.place);
    const code = end < 0 || end - this.place > 6 ? Number.NaN : this.hexadecimal(end - this.place);
    if (!(code <= 0x10ffff)) this.refuse('a code that is none');
    this.place++;
    return code;
  }

  private refuse(what: string): never {
    throw new InvalidInputError(`has ${what}, which is not supported.`, {
      source: `the expression ${this.source.length > 80 ? `${this.source.slice(0, 80)}…` : this.source}`,
      place: `character ${this.place + this.shift + 1}`,
      mend: 'Use characters, classes, groups, alternatives and quantifiers.',
    });
  }
}

function one(codePoint: number): readonly CodePointRange[] {
  return [[codePoint, codePoint]];
}

function singleOf(ranges: readonly CodePointRange[]): number | null {
  const [range] = ranges;
  return ranges.length === 1 && range && range[0] === range[1] ? range[0] : null;
}

/** A pattern that an expression fits anywhere in, unless the expression says where it begins and ends. */
export function anywhere(
  { pattern, isFromStart, isToEnd }: ParsedExpression,
  write: WriteCharacter,
): Pattern {
  const anything = repeated(write(anyCodePoint), 0);
  const nothing = literal('');
  return sequence(isFromStart ? nothing : anything, pattern, isToEnd ? nothing : anything);
}
