import { InvalidInputError, SkinR1Error } from '@skinr1/core';
import {
  integersBetween,
  jsonArray,
  jsonBoolean,
  jsonCharacter,
  jsonInteger,
  jsonMap,
  jsonNull,
  jsonNumber,
  jsonObject,
  jsonString,
  numbersBetween,
  quoted,
} from './json-values.ts';
import { choice, literal, type Pattern } from './pattern.ts';
import { anywhere, parseExpression } from './regular-expression.ts';

/** A JSON Schema, read with `JSON.parse` or written as an object. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Which words constrain values of which type. */
const wordsOfType: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  boolean: [],
  null: [],
};

/** Words that say all of a schema: nothing else that constrains may stand beside them. */
const wholeWords = ['$ref', 'const', 'enum', 'anyOf'] as const;

/** Words that constrain values and are not read: refused, so that no constraint is passed over. */
const unreadWords: readonly string[] = [
  ...['allOf', 'oneOf', 'not', 'if', 'then', 'else', '$dynamicRef', '$recursiveRef', 'extends'],
  ...['patternProperties', 'propertyNames', 'minProperties', 'maxProperties', 'disallow'],
  ...['unevaluatedProperties', 'dependencies', 'dependentRequired', 'dependentSchemas'],
  ...['contains', 'minContains', 'maxContains', 'uniqueItems', 'unevaluatedItems'],
  ...['additionalItems', 'multipleOf', 'divisibleBy', 'exclusiveMinimum', 'exclusiveMaximum'],
];

/** All that constrains; any other word is an annotation, as the standard says of those it does not know. */
const constrainingWords = new Set<string>([
  ...Object.values(wordsOfType).flat(),
  ...wholeWords,
  ...unreadWords,
  'type',
]);

/** Days that are there in every year: February has 28. */
const date =
  '[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))';
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])';

const formats: Readonly<Record<string, string>> = {
  date: `^${date}$`,
  time: `^${time}$`,
  'date-time': `^${date}T${time}$`,
  uuid: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
};

/** Whether a value is of a type. */
const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/** How often a schema may contain itself, and any value where a schema says nothing. */
const mostUnrolled = 3;
const mostNested = 100;
const mostSchemas = 20_000;

/** Types in the order in which a schema that names none is tried. */
const allTypes = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const;

/**
 * Values that fit a schema, as JSON without line breaks, members in the order of `properties`. Not every value
 * that fits can be written: members that the schema does not name are left out, and one that contains itself
 * does so three times at most.
 *
 * @throws InvalidInputError naming the word of the schema that is not supported, and its place
 */
export function schemaPattern(schema: JsonSchema): Pattern {
  return new SchemaReader(schema).read(schema, '#', new Map());
}

type Unrolled = ReadonlyMap<string, number>;
type Words = Readonly<Record<string, unknown>>;

class SchemaReader {
  private readonly root: JsonSchema;
  private count = 0;

  constructor(root: JsonSchema) {
    this.root = root;
  }

  read(schema: unknown, place: string, unrolled: Unrolled): Pattern {
    if (++this.count > mostSchemas || place.split('/').length > mostNested) {
      refuse(place, 'the schema is too large or too deep');
    }
    if (schema === true) return this.anyValue(place, unrolled);
    if (schema === false) return null;
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      return refuse(place, 'is no schema');
    }
    const words = schema as Words;
    const constraints = Object.keys(words).filter((word) => constrainingWords.has(word));
    const unread = constraints.find((word) => unreadWords.includes(word) && words[word] !== false);
    if (unread) refuse(place, `'${unread}' is not supported`);
    const whole = wholeWords.find((word) => word in words);
    if (whole) {
      const beside = constraints.find((word) => word !== whole && words[word] !== false);
      // A type beside an enumeration picks among its values.
      if (beside && !(beside === 'type' && (whole === 'enum' || whole === 'const'))) {
        refuse(place, `'${beside}' beside '${whole}' is not supported`);
      }
      return this.whole[whole](words, place, unrolled);
    }
    const types = statedTypes(words, place) ?? typesOf(words);
    return choice(...types.map((type) => this.ofType(type, words, place, unrolled)));
  }

  private readonly whole: Readonly<
    Record<
      (typeof wholeWords)[number],
      (words: Words, place: string, unrolled: Unrolled) => Pattern
    >
  > = {
    $ref: ({ $ref }, place, unrolled) => this.referred($ref, place, unrolled),
    const: (words, place) => oneOf([words.const], words, place),
    enum: (words, place) => oneOf(listOf(words.enum, `${place}/enum`), words, place),
    anyOf: ({ anyOf }, place, unrolled) =>
      choice(
        ...listOf(anyOf, `${place}/anyOf`).map((each, i) =>
          this.read(each, `${place}/anyOf/${i}`, unrolled),
        ),
      ),
  };

  private ofType(type: string, words: Words, place: string, unrolled: Unrolled): Pattern {
    if (type === 'object') return this.object(words, place, unrolled);
    if (type === 'array') return this.array(words, place, unrolled);
    if (type === 'string') return stringOf(words, place);
    if (type === 'boolean') return jsonBoolean;
    if (type === 'null') return jsonNull;
    const isInteger = type === 'integer';
    const [least, most] = [wholeOf(words, 'minimum', place), wholeOf(words, 'maximum', place)];
    if (least === null && most === null) return isInteger ? jsonInteger : jsonNumber;
    if (least !== null && most !== null && least > most) return null;
    const numbers = isInteger ? integersBetween(least, most) : numbersBetween(least, most);
    return numbers ?? refuse(place, 'bounds of numbers this far from zero are not supported');
  }

  private object(words: Words, place: string, unrolled: Unrolled): Pattern {
    const { properties, additionalProperties } = words;
    if (properties === undefined) {
      if (additionalProperties === false) return literal('{}');
      if (words.required !== undefined) refuse(place, "'required' names what 'properties' do not");
      const value = additionalProperties ?? true;
      return jsonMap(this.read(value, `${place}/additionalProperties`, unrolled));
    }
    if (typeof properties !== 'object' || properties === null) {
      return refuse(`${place}/properties`, 'is no object');
    }
    const required = new Set(
      words.required === undefined ? [] : listOf(words.required, `${place}/required`),
    );
    for (const name of required) {
      if (!Object.hasOwn(properties, String(name))) {
        refuse(place, `'required' names '${name}', which 'properties' do not`);
      }
    }
    const members = Object.entries(properties).map(([name, schema]) => ({
      name,
      value: this.read(schema, `${place}/properties/${name}`, unrolled),
      isRequired: required.has(name),
    }));
    return jsonObject(members);
  }

  private array(words: Words, place: string, unrolled: Unrolled): Pattern {
    const leading = words.prefixItems === undefined ? [] : listOf(words.prefixItems, place);
    const [least, most] = [wholeOf(words, 'minItems', place), wholeOf(words, 'maxItems', place)];
    const first = leading.map((each, i) => this.read(each, `${place}/prefixItems/${i}`, unrolled));
    const isOpen = words.items !== undefined || leading.length === 0;
    const item = isOpen ? this.read(words.items ?? true, `${place}/items`, unrolled) : null;
    return jsonArray(first, item, least ?? 0, most ?? Number.POSITIVE_INFINITY);
  }

  private referred(reference: unknown, place: string, unrolled: Unrolled): Pattern {
    if (typeof reference !== 'string' || !reference.startsWith('#')) {
      return refuse(place, `'$ref' ${JSON.stringify(reference)} leads out of the schema`);
    }
    const times = unrolled.get(reference) ?? 0;
    if (times >= mostUnrolled) return null;
    let target: unknown = this.root;
    for (const step of reference.slice(1).split('/').filter(Boolean)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const inside = typeof target === 'object' && target !== null && Object.hasOwn(target, name);
      target = inside ? (target as Words)[name] : undefined;
    }
    if (target === undefined) refuse(place, `'$ref' ${reference} leads nowhere`);
    return this.read(target, `${place}/$ref`, new Map(unrolled).set(reference, times + 1));
  }

  private anyValue(place: string, unrolled: Unrolled): Pattern {
    const times = unrolled.get('') ?? 0;
    const inside = new Map(unrolled).set('', times + 1);
    const types = times < mostUnrolled ? allTypes : allTypes.slice(2);
    return choice(...types.map((type) => this.ofType(type, {}, place, inside)));
  }
}

/** One of some values, of a type that is stated beside them. */
function oneOf(values: readonly unknown[], words: Words, place: string): Pattern {
  const types = statedTypes(words, place);
  const fitting = types
    ? values.filter((value) => types.some((type) => isOfType[type]?.(value)))
    : values;
  return choice(...fitting.map((value) => literal(JSON.stringify(value))));
}

/** The types of `type`, null where there is none. */
function statedTypes(words: Words, place: string): string[] | null {
  if (!('type' in words)) return null;
  const stated = [words.type].flat();
  const odd = stated.find((type) => !Object.hasOwn(wordsOfType, String(type)));
  if (odd !== undefined || stated.length === 0) refuse(place, `'type' is ${JSON.stringify(odd)}`);
  return stated.map(String);
}

/** The types that a schema without `type` speaks of: those of its words, or all. */
function typesOf(words: Words): readonly string[] {
  const spoken = allTypes.filter((type) => wordsOfType[type]?.some((word) => word in words));
  return spoken.length > 0 ? spoken : allTypes;
}

function stringOf(words: Words, place: string): Pattern {
  const [least, most] = [wholeOf(words, 'minLength', place), wholeOf(words, 'maxLength', place)];
  const { format } = words;
  if (format !== undefined && !Object.hasOwn(formats, String(format))) {
    refuse(place, `'format' ${JSON.stringify(format)} is not supported`);
  }
  const expression = format === undefined ? words.pattern : formats[String(format)];
  if (expression === undefined) return jsonString(least ?? 0, most ?? undefined);
  if (least !== null || most !== null || (format !== undefined && words.pattern !== undefined)) {
    return refuse(place, "'pattern', 'format' and lengths together are not supported");
  }
  return quoted(anywhere(expressionAt(place, String(expression)), jsonCharacter));
}

function expressionAt(place: string, expression: string): ReturnType<typeof parseExpression> {
  try {
    return parseExpression(expression, jsonCharacter);
  } catch (cause) {
    if (!SkinR1Error.isInstance(cause)) throw cause;
    throw new InvalidInputError(cause.message, { source: 'the JSON Schema', place, cause });
  }
}

function wholeOf(words: Words, word: string, place: string): number | null {
  const value = words[word];
  if (value === undefined) return null;
  const isCount = word.startsWith('min') || word.startsWith('max');
  const isBound = word === 'minimum' || word === 'maximum';
  if (Number.isSafeInteger(value) && (isBound || (isCount && Number(value) >= 0))) {
    return Number(value);
  }
  return refuse(place, `'${word}' must be a whole number, got ${JSON.stringify(value)}`);
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return refuse(place, 'is no list');
}

function refuse(place: string, message: string): never {
  throw new InvalidInputError(`${message}.`, {
    source: 'the JSON Schema',
    place,
    mend: 'Say it with types, properties, items, enum, const, anyOf and $ref.',
  });
}
