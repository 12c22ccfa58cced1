import { createEngine, type Engine } from '@skinr1/autograd';
import {
  createRandom,
  InvalidInputError,
  parseChoiceAnswer,
  parseOpenAnswer,
  UsageError,
} from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { utf8Sequences } from '../src/grammar/code-points.ts';
import { TokenGrammar } from '../src/grammar/token-grammar.ts';
import { buildTokenTrie } from '../src/grammar/token-trie.ts';
import {
  choiceAnswerGrammar,
  type Grammar,
  type JsonSchema,
  jsonSchemaGrammar,
  type Model,
  openAnswerGrammar,
  regularExpressionGrammar,
} from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { tinyModel, tinyTokenizer } from './support/tiny.ts';

const tokenizer = tinyTokenizer();
const trie = buildTokenTrie(tokenizer.vocabularySize, tokenizer.bytesOf);
const random = createRandom('grammar');

/** A text drawn token by token from logits that know nothing of the grammar. */
function draw(grammar: Grammar, maxTokens: number): { text: string; tokens: number } | null {
  const { endOfTurnId, vocabularySize, bytesOf } = tokenizer;
  const tokens = new TokenGrammar(grammar.automaton, trie, bytesOf, [endOfTurnId]);
  const mask = tokens.within(maxTokens);
  const tokenIds: number[] = [];
  const promptIds = new Int32Array(0);
  const answer = { question: 0, row: 0, promptIds, tokenIds, logProbs: [], text: '' };
  while (tokenIds.length < maxTokens) {
    const logits = Float32Array.from({ length: vocabularySize }, () => random.normal());
    mask(logits, answer);
    const best = logits.reduce((at, logit, id) => (logit > (logits[at] as number) ? id : at), 0);
    if (logits[best] === Number.NEGATIVE_INFINITY) return null;
    tokenIds.push(best);
    if (best === endOfTurnId) {
      return { text: tokenizer.decode(tokenIds), tokens: tokenIds.length };
    }
  }
  return null;
}

describe('ranges of characters', () => {
  it('are read byte by byte as TextEncoder writes them', () => {
    const edges = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
    const codePoint = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 0x10ffff }));
    fc.assert(
      fc.property(codePoint, codePoint, codePoint, (a, b, c) => {
        fc.pre(c < 0xd800 || c > 0xdfff);
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const bytes = new TextEncoder().encode(String.fromCodePoint(c));
        const sequences = utf8Sequences([[first, last]]);
        const fitting = sequences.filter(
          (ranges) =>
            ranges.length === bytes.length &&
            ranges.every(([low, high], i) => low <= bytes[i]! && bytes[i]! <= high),
        );
        expect(fitting.length).toBe(first <= c && c <= last ? 1 : 0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('regular expressions', () => {
  const expressions = [
    '(nevus|melanoma) in situ',
    '[a-c]{2,4}x?|\\d+\\.\\d{2}',
    '^(?:ja|né+|皮膚)\\s[^a-zé]*$',
    'a(b|c*d){0,3}?e+|',
    '\\u00e9\\x41[\\w\\-\\]]+\\/',
    '[^\\s\\S]|q',
    '(?<name>\\$\\d)|[.]|\\.|🩺{2}',
  ];

  it.each(expressions)('%s fits what RegExp fits', (source) => {
    const grammar = regularExpressionGrammar(source);
    const exact = new RegExp(`^(?:${source.replace(/^\^|\$$/g, '')})$`, 'u');
    for (let i = 0; i < 60; i++) {
      const drawn = draw(grammar, 24);
      expect(drawn?.text).toMatch(exact);
      // One character changed, left out or put in.
      const letters = Array.from(drawn?.text ?? '');
      const place = random.integer(letters.length + 1);
      const other = random.pick(['a', 'b', 'e', 'é', 'd', '1', '.', ' ', '']);
      const changed = letters.toSpliced(place, random.integer(2), other).join('');
      expect([changed, grammar.fits(changed)]).toEqual([changed, exact.test(changed)]);
    }
  });

  it.each([
    ['a(?=b)', /looks around.*|around/],
    ['(a)\\1', /'\\1', which is not supported/],
    ['a\\b', /'\\b'/],
    ['\\p{L}', /'\\p'/],
    ['(a', /without its '\)'/],
    ['a)', /unmatched/],
    ['[b-a]', /range that is none/],
    ['a{3,1}', /count/],
    ['a^b', /no meaning here/],
    ['*', /no meaning here/],
    ['[^\\s\\S]', /no text fits/],
  ])('%s is refused by name', (source, message) => {
    expect(() => regularExpressionGrammar(source)).toThrow(InvalidInputError);
    expect(() => regularExpressionGrammar(source)).toThrow(message);
  });

  it.each(['(a|b)*a(a|b){40}', '(((a{99}){99}){99}){99}', '[a-z]{0,999999999}', '('.repeat(9e4)])(
    'of hostile size is refused before it costs anything: %#',
    (source) => {
      expect(() => regularExpressionGrammar(source)).toThrow(InvalidInputError);
    },
  );
});

const diagnosis = {
  type: 'object',
  properties: {
    diagnosis: { type: 'string', minLength: 2, maxLength: 12 },
    malignancy: { enum: ['benign', 'malignant', null] },
    probability: { type: 'number', minimum: 0, maximum: 1 },
    code: { type: 'string', pattern: '^[A-Z]{1,2}"[0-9]$' },
    differential: {
      type: 'array',
      items: { $ref: '#/$defs/item' },
      minItems: 1,
      maxItems: 3,
    },
  },
  required: ['diagnosis', 'differential', 'malignancy'],
  additionalProperties: false,
  $defs: {
    item: {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 5 },
        rank: { type: 'integer', minimum: -2, maximum: 12 },
        inner: { anyOf: [{ $ref: '#/$defs/item' }, { type: 'null' }] },
      },
      required: ['name', 'inner'],
      additionalProperties: false,
    },
  },
} as const;

describe('JSON schemas', () => {
  const schemas: JsonSchema[] = [
    diagnosis,
    { type: 'array', prefixItems: [{ type: 'boolean' }, { const: 'é"\\' }], items: false },
    { type: 'object', additionalProperties: { type: ['integer', 'null'] } },
    { type: 'number', minimum: -3, maximum: -1 },
    { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 3 },
    { type: 'array', items: { type: 'integer', maximum: 14 }, minItems: 3, title: 'a', unit: 'mm' },
    { type: 'array', items: { type: 'number', minimum: -12 }, minItems: 3 },
    { type: 'object', properties: { a: { type: 'number' }, b: {}, c: false } },
    { type: 'array', items: { type: 'string', format: 'date' } },
    { type: 'array', items: { type: 'string', format: 'date-time' }, minItems: 2, maxItems: 2 },
    { type: 'array', items: { type: 'string', format: 'uuid' } },
  ];

  it.each(schemas.map((schema, i) => [i, schema] as const))(
    'schema %i gives values that zod says fit, in any budget that suffices',
    (_, schema) => {
      const grammar = jsonSchemaGrammar(schema);
      const check = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
      let least = 1;
      while (draws(grammar, least)) least++;
      for (const budget of [least, least, least + 1, least + 7, 80, 80, 80, 200]) {
        if (budget < least) continue;
        const drawn = draw(grammar, budget);
        expect(drawn?.tokens).toBeLessThanOrEqual(budget);
        expect(grammar.fits(drawn?.text ?? '')).toBe(true);
        const value = JSON.parse(drawn?.text ?? '');
        expect([value, check.safeParse(value).error]).toEqual([value, undefined]);
      }
    },
  );

  /** Whether a budget is refused. */
  function draws(grammar: Grammar, budget: number): boolean {
    try {
      draw(grammar, budget);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return true;
    }
  }

  it('take spaces behind colons and commas or none, and members that are not required or not', () => {
    const grammar = jsonSchemaGrammar({
      properties: { a: { type: 'integer' }, b: { type: 'null' }, c: { type: 'boolean' } },
      required: ['b'],
    });
    for (const text of ['{"b":null}', '{"a": 1, "b": null}', '{"b": null,"c":true}']) {
      expect([text, grammar.fits(text)]).toEqual([text, true]);
    }
    for (const text of ['{}', '{"a":1}', '{"b":null,}', '{"b":null,"a":1}', '{ "b":null}', '']) {
      expect([text, grammar.fits(text)]).toEqual([text, false]);
    }
  });

  it.each<[JsonSchema, RegExp]>([
    [{ type: 'object', properties: { a: { type: 'string', not: {} } } }, /#\/properties\/a.*'not'/],
    [{ oneOf: [{ type: 'null' }] }, /'oneOf' is not supported/],
    [{ type: 'integer', multipleOf: 2 }, /'multipleOf'/],
    [{ type: 'integer', minimum: 5000, maximum: 50_000 }, /this far from zero/],
    [{ anyOf: [{ type: 'null' }], properties: {} }, /'properties' beside 'anyOf'/],
    [{ type: 'number', minimum: 0.5, maximum: 1 }, /'minimum' must be a whole number/],
    [{ type: 'string', format: 'email' }, /'format' "email"/],
    [{ type: 'strnig' }, /'type' is "strnig"/],
    [{ $ref: 'http://example.org/schema' }, /leads out of the schema/],
    [{ $ref: '#/$defs/none' }, /leads nowhere/],
    [{ anyOf: [{ $ref: '#' }] }, /no text fits/],
    [{ type: 'object', properties: {}, required: ['a'] }, /'required' names 'a'/],
    [{ type: 'array', items: { type: 'string' }, minItems: 1e6 }, /more than/],
    [{ type: 'string', pattern: '(?!a)' }, /around/],
    [{ enum: 3 } as JsonSchema, /no list/],
  ])('names what it cannot hold: %j', (schema, message) => {
    expect(() => jsonSchemaGrammar(schema)).toThrow(InvalidInputError);
    expect(() => jsonSchemaGrammar(schema)).toThrow(message);
  });

  it('of hostile depth or breadth is refused', () => {
    let deep: JsonSchema = true;
    for (let i = 0; i < 5000; i++) deep = { type: 'array', items: deep };
    expect(() => jsonSchemaGrammar(deep)).toThrow(/too large or too deep/);
    const names = Array.from({ length: 12 }, (_, i) => `d${i}`);
    const all = { anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) };
    const $defs = Object.fromEntries(names.map((name) => [name, { type: 'array', items: all }]));
    expect(() => jsonSchemaGrammar({ ...all, $defs })).toThrow(/too large or too deep/);
  });
});

describe('the forms of answers', () => {
  it('are read by the readers of the method', () => {
    const [closed, open] = [choiceAnswerGrammar(4), openAnswerGrammar()];
    for (let i = 0; i < 40; i++) {
      const choice = parseChoiceAnswer(draw(closed, 20 + 3 * i)?.text ?? '');
      expect('ABCD').toContain(choice?.letter);
      expect(parseOpenAnswer(draw(open, 20 + 3 * i)?.text ?? '')).not.toBeNull();
    }
    const answer =
      '<thinking>An atypical network.</thinking><final diagnosis>B, malignant</final diagnosis>';
    expect(closed.fits(answer)).toBe(true);
    expect(choiceAnswerGrammar(1).fits(answer)).toBe(false);
  });
});

describe('a model that answers in a form', () => {
  let engine: Engine;
  let model: Model;
  beforeAll(async () => {
    engine = await createEngine({ threads: 1 });
    model = await tinyModel(engine);
  });
  afterAll(async () => {
    await model.release();
    await engine.close();
  });
  const question = { text: 'Which diagnosis fits the picture?', images: [plainImage(9, 30, 200)] };

  it('closes it within the budget, in every row, and says so', async () => {
    const grammar = jsonSchemaGrammar(diagnosis);
    const options = { maxTokens: 90, groupSize: 4, grammar, seeds: [1, 2, 3, 4] };
    const [rows = []] = await model.generate([question], options);
    for (const { text, finishReason, sampling } of rows) {
      expect(finishReason).toBe('stop');
      expect(JSON.parse(text)).toHaveProperty('differential');
      expect(sampling.processors).toEqual([grammar.name]);
    }
    const greedy = await model.stream(question, {
      maxTokens: 30,
      temperature: 0,
      grammar: choiceAnswerGrammar(4),
    }).result;
    expect(parseChoiceAnswer(greedy.text)).not.toBeNull();
  });

  it('is refused a form that cannot close before anything runs', async () => {
    const grammar = regularExpressionGrammar('(nevus ){9}');
    await expect(model.generate([question], { maxTokens: 5, grammar })).rejects.toThrow(
      /takes \d+ tokens; maxTokens is 5/,
    );
    expect((await model.generate([question], { maxTokens: 60, grammar }))[0]?.[0]?.text).toBe(
      'nevus '.repeat(9),
    );
  });
});
