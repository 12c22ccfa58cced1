import { type ByteAutomaton, compilePattern } from './automaton.ts';
import { type JsonSchema, schemaPattern } from './json-schema.ts';
import type { Pattern } from './pattern.ts';
import { parseExpression } from './regular-expression.ts';

/** The texts that an answer may be. */
export interface Grammar {
  /** The name under which it stands in `sampling.processors`. */
  readonly name: string;
  readonly automaton: ByteAutomaton;
  /** Whether a text is one of them. */
  fits(text: string): boolean;
}

/**
 * Makes a grammar of a pattern.
 *
 * @throws InvalidInputError when no text fits, or it needs too many states
 */
export function grammarOf(name: string, pattern: Pattern): Grammar {
  const automaton = compilePattern(pattern);
  return {
    name,
    automaton,
    fits(text) {
      let state = 0;
      for (const byte of new TextEncoder().encode(text)) state = automaton.next(state, byte);
      return automaton.accepts[state] === 1;
    },
  };
}

/**
 * JSON that fits a schema, without line breaks, with a space or none behind commas and colons and members in the
 * order of `properties`. A schema is read by these words: `type`, `properties`, `required`,
 * `additionalProperties` (of objects that name no properties), `items`, `prefixItems`, `minItems`, `maxItems`,
 * `minLength`, `maxLength`, `pattern`, `format` (dates, times, uuid), whole-number `minimum` and `maximum`, `enum`,
 * `const`, `anyOf`, `$ref` inside the schema, which may contain itself up to three times.
 *
 * @throws InvalidInputError naming a word that is not supported and its place, when no value fits, or for a schema
 *   that needs too many states
 */
export function jsonSchemaGrammar(schema: JsonSchema): Grammar {
  // Read first: what is too deep to be read is too deep to be written down.
  const pattern = schemaPattern(schema);
  return grammarOf(`jsonSchemaGrammar(${JSON.stringify(schema)})`, pattern);
}

/**
 * Texts that a regular expression fits as a whole, in JavaScript's syntax: characters, classes, groups,
 * alternatives and quantifiers.
 *
 * @throws InvalidInputError naming what is not supported and its place, or for one that needs too many states
 */
export function regularExpressionGrammar(source: string): Grammar {
  return grammarOf(`regularExpressionGrammar(${source})`, parseExpression(source).pattern);
}
