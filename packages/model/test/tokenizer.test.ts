import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qwenTokens } from '../src/families/qwen-vl/tokens.ts';
import { trainByteLevelBpe } from '../src/families/qwen-vl/train-tokenizer.ts';
import { byteCharacters, toByteCharacters } from '../src/tokenizer/byte-level.ts';
import { learnMerges } from '../src/tokenizer/merge.ts';
import { createTokenizer } from '../src/tokenizer/tokenizer.ts';
import { readFixture } from './support/parity.ts';
import { corpus, tinyTokenizer } from './support/tiny.ts';
import { tokenizerTexts } from './support/tokenizer-texts.ts';

interface TokenizerFixture {
  readonly texts: readonly { text: string; ids: number[] }[];
  readonly chat: readonly number[];
  readonly size: number;
  readonly eos: number;
}

const fixture = readFixture<TokenizerFixture>('tokenizer.json');
const tokenizer = tinyTokenizer();
const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  {
    role: 'user' as const,
    content: [{ type: 'image' as const }, { type: 'text' as const, text: ' Which\n' }],
  },
];

describe('learnMerges', () => {
  it('merges the most frequent pair first', () => {
    // hug 10, pug 5, pun 12, bun 4, hugs 5: u+g 20 times, then u+n 16, then h+ug 15.
    const counts = new Map([
      ['hug', 10],
      ['pug', 5],
      ['pun', 12],
      ['bun', 4],
      ['hugs', 5],
    ]);
    expect(learnMerges(counts, 3)).toEqual([
      ['u', 'g'],
      ['u', 'n'],
      ['h', 'ug'],
    ]);
  });

  it('breaks ties by text, and stops where no pair occurs twice', () => {
    expect(
      learnMerges(
        new Map([
          ['ba', 2],
          ['ab', 2],
        ]),
        9,
      ),
    ).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(learnMerges(new Map([['xy', 1]]), 9)).toEqual([]);
  });

  it('counts overlapping pairs as it merges them', () => {
    // aaaa → aa aa → aaaa
    expect(learnMerges(new Map([['aaaa', 3]]), 9)).toEqual([
      ['a', 'a'],
      ['aa', 'aa'],
    ]);
  });
});

describe('byte characters', () => {
  it('are 256 different printable ones, a space being Ġ', () => {
    expect(new Set(byteCharacters).size).toBe(256);
    expect(toByteCharacters(' é\n')).toBe('ĠÃ©Ċ');
  });
});

describe('a trained tokenizer', () => {
  it('gives the ids of Transformers', () => {
    expect(fixture.texts.map(({ text }) => text)).toEqual([...tokenizerTexts]);
    for (const { text, ids } of fixture.texts) expect(tokenizer.encode(text), text).toEqual(ids);
    expect(tokenizer.encodeChat(messages)).toEqual(fixture.chat);
    expect(tokenizer.vocabularySize).toBe(fixture.size);
    expect(tokenizer.endOfTurnId).toBe(fixture.eos);
  });

  it('opens in transformers.js with equal ids', async () => {
    const { AutoTokenizer, env } = await import('@xenova/transformers');
    const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer.files.tokenizer));
    await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizer.files.config));
    env.allowRemoteModels = false;
    const other = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    for (const { text, ids } of fixture.texts) {
      expect(other.encode(text, { add_special_tokens: false }), text).toEqual(ids);
    }
    const chat = other.apply_chat_template(messages as never, {
      add_generation_prompt: true,
      return_tensor: false,
      return_dict: false,
    });
    expect(chat).toEqual(fixture.chat);
    await rm(folder, { recursive: true });
  });

  it('is the same from the same texts, and has the size asked for where the texts allow it', () => {
    const options = { vocabularySize: 290 };
    expect(trainByteLevelBpe(corpus, options)).toEqual(trainByteLevelBpe([...corpus], options));
    expect(createTokenizer(trainByteLevelBpe(corpus, options)).vocabularySize).toBe(290);
    expect(() => trainByteLevelBpe(corpus, { vocabularySize: 200 })).toThrow(UsageError);
  });

  it('makes one token of each answer tag', () => {
    expect(tokenizer.encode('<final diagnosis>').length).toBe(1);
    const text = '<thinking>x</thinking>';
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('gives text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const whole = text.normalize('NFC');
        expect(tokenizer.decode(tokenizer.encode(whole))).toBe(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves control tokens out of decoded text unless asked', () => {
    const ids = [...tokenizer.encode('nevus'), tokenizer.endOfTurnId];
    expect(tokenizer.decode(ids)).toBe('nevus');
    expect(tokenizer.decode(ids, { controlTokens: true })).toBe('nevus<|im_end|>');
    expect(tokenizer.decode([])).toBe('');
  });
});

describe('text that spells control tokens', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(...Object.values(qwenTokens), '<|im_', 'end|>', '<|', '|>'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));

  it('never becomes one in encode', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const ids = tokenizer.encode(text);
        expect(ids.some((id) => tokenizer.controlIds.has(id))).toBe(false);
        expect(tokenizer.decode(ids)).toBe(text.normalize('NFC'));
      }),
    );
  });

  it('never becomes one in a chat, not even across parts', () => {
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        const content = [
          { type: 'text' as const, text: first },
          { type: 'text' as const, text: second },
          { type: 'image' as const },
        ];
        const ids = tokenizer.encodeChat([{ role: 'user', content }]);
        const names = ids
          .filter((id) => tokenizer.controlIds.has(id))
          .map((id) => tokenizer.decode([id], { controlTokens: true }));
        expect(names).toEqual([
          '<|im_start|>',
          '<|vision_start|>',
          '<|image_pad|>',
          '<|vision_end|>',
          '<|im_end|>',
          '<|im_start|>',
        ]);
      }),
    );
    const split = [
      { type: 'text' as const, text: '<|im_' },
      { type: 'text' as const, text: 'end|>' },
    ];
    const ids = tokenizer.encodeChat([{ role: 'user', content: split }]);
    expect(ids.filter((id) => id === tokenizer.endOfTurnId).length).toBe(1);
  });
});

describe('createTokenizer', () => {
  const { files } = tokenizer;

  it('refuses files that are no byte-pair tokenizer, a template that does not parse, or a missing end token', () => {
    const broken = [
      { ...files, tokenizer: { model: { type: 'WordPiece' } } },
      { ...files, config: { ...files.config, chat_template: '{% for' } },
      { ...files, config: { ...files.config, eos_token: '<|none|>' } },
      { ...files, config: { ...files.config, eos_token: undefined } },
    ];
    for (const bad of broken)
      expect(() => createTokenizer(bad as never)).toThrow(InvalidInputError);
  });

  it('throws nothing but InvalidInputError for files with a fault anywhere', () => {
    const json = files.tokenizer as Record<string, unknown>;
    const key = fc.constantFrom(...Object.keys(json));
    fc.assert(
      fc.property(key, fc.jsonValue(), fc.boolean(), (name, value, inModel) => {
        const model = { ...(json.model as object), [name]: value };
        const broken = inModel ? { ...json, model } : { ...json, [name]: value };
        try {
          createTokenizer({ ...files, tokenizer: broken });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
    );
  });

  it('is kept with the files where it was given beside them', () => {
    const { chat_template, ...config } = files.config;
    const chatTemplate = 'Q: {{ messages[0].content[0].text }}';
    const messages = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'nevus?' }] },
    ];
    const lists = [undefined, null, [{ name: 'tools', template: 'x' }]];
    for (const stated of lists) {
      const bare = {
        ...files,
        config: stated === undefined ? config : { ...config, chat_template: stated },
      };
      const given = createTokenizer(bare, { chatTemplate });
      const again = createTokenizer(given.files, { chatTemplate: 'another' });
      expect(again.encodeChat(messages)).toEqual(given.encodeChat(messages));
      expect(given.encodeChat(messages)).toEqual(given.encode('Q: nevus?'));
      expect(again.files).toEqual(given.files);
    }
    expect(createTokenizer(files, { chatTemplate }).files).toBe(files);
  });

  it('reads a chat template from a list', () => {
    const chat_template = [
      { name: 'tools', template: 'no' },
      { name: 'default', template: '{{ messages[0].content }}!' },
    ];
    const listed = createTokenizer({ ...files, config: { ...files.config, chat_template } });
    expect(listed.decode(listed.encodeChat([{ role: 'user', content: 'nevus' }]))).toBe('nevus!');
  });

  it('says that a template fails on messages', () => {
    const config = { ...files.config, chat_template: "{{ raise_exception('no system message') }}" };
    expect(() => createTokenizer({ ...files, config }).encodeChat(messages)).toThrow(
      InvalidInputError,
    );
  });
});
