import { Tokenizer as Engine } from '@huggingface/tokenizers';
import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import { type AddedToken, type BytePairs, fault, mostId, readBytePairs } from './byte-pairs.ts';
import { ChatEncoder, encodeWith, type Message } from './chat-encoder.ts';
import { tokenBytes } from './token-bytes.ts';
import type { TokenizerFiles } from './train.ts';

export type { Message, MessagePart } from './chat-encoder.ts';

/** Text to token ids and back, in the way of a Hugging Face tokenizer. */
export interface Tokenizer {
  /** The files that it was made from. */
  readonly files: TokenizerFiles;
  /** One more than the largest id. */
  readonly vocabularySize: number;
  /** Ends a turn: the configured end-of-sequence token. */
  readonly endOfTurnId: number;
  readonly padId: number;
  /** Ids of control tokens (`special` in the tokenizer's files). */
  readonly controlIds: ReadonlySet<number>;
  /** The id of a token, if there is one. */
  idOf(token: string): number | undefined;
  /** Whether an id stands for something. */
  hasId(id: number): boolean;
  /**
   * Ids of text. Text that spells a control token is only text: it never becomes that token. Atomic
   * tokens such as `<thinking>` do become one id.
   */
  encode(text: string): number[];
  /**
   * The bytes that a token adds to a text in UTF-8, of which it may hold a character only in part. None for
   * control tokens and ids that stand for nothing.
   */
  bytesOf(id: number): Uint8Array;
  /** Text of ids. Control tokens are left out unless `controlTokens` is set. */
  decode(ids: ArrayLike<number>, options?: { readonly controlTokens?: boolean }): string;
  /**
   * Ids of a conversation through the chat template, open for the assistant's answer. Each image is
   * one image token, to be repeated later. Message text cannot make control tokens.
   *
   * @throws InvalidInputError when the template fails
   */
  encodeChat(messages: readonly Message[]): number[];
}

const addedTokenSchema = z.object({
  id: z.int().min(0).max(mostId),
  content: z.string(),
  special: z.boolean(),
});
/** But for the tables of the model, which are long: {@link readBytePairs} reads and checks them in one. */
const tokenizerSchema = z.looseObject({
  model: z.looseObject({ type: z.literal('BPE') }),
  added_tokens: z.array(z.looseObject(addedTokenSchema.shape)).default([]),
});
const tokenText = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const configSchema = z.looseObject({
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish(),
  eos_token: tokenText,
  pad_token: tokenText,
});

/** Options of {@link createTokenizer}. */
export interface TokenizerOptions {
  /** What to name in errors. @defaultValue 'tokenizer.json' */
  readonly source?: string;
  /** Jinja template of files that bring none; without either, `encodeChat` throws. */
  readonly chatTemplate?: string;
}

/**
 * Makes a tokenizer from parsed `tokenizer.json` and `tokenizer_config.json`.
 *
 * @throws InvalidInputError when they are not a byte-pair tokenizer with an end token
 */
export function createTokenizer(files: TokenizerFiles, options: TokenizerOptions = {}): Tokenizer {
  const { source = 'tokenizer.json' } = options;
  const tokenizer = read(tokenizerSchema, files.tokenizer, source);
  const config = read(configSchema, files.config, 'tokenizer_config.json');
  const { model, added_tokens: added } = tokenizer;
  const pairs = readBytePairs({ model, added, source });
  const control = added.filter(({ special }) => special);
  const text = added.filter(({ special }) => !special);
  const engines = {
    full: tryEngine(files, added, pairs, source),
    plain: tryEngine(files, text, pairs, source),
  };
  const controlIds = new Set(control.map(({ id }) => id));
  const addedIds = new Map(added.map(({ content, id }) => [content, id]));
  const idOf = (token: string): number | undefined =>
    addedIds.get(token) ?? pairs.tokens_to_ids.get(token);
  const named = (value: z.infer<typeof tokenText>) =>
    typeof value === 'string' ? value : value?.content;
  const endToken = named(config.eos_token);
  const endOfTurnId = endToken === undefined ? undefined : idOf(endToken);
  if (endOfTurnId === undefined) {
    throw new InvalidInputError(
      `the end token ${JSON.stringify(endToken)} is not in the vocabulary.`,
      {
        source,
        mend: 'Name an existing token as eos_token in tokenizer_config.json.',
      },
    );
  }
  const bytes = tokenBytes(pairs.vocab, added);
  const stated = statedTemplate(config);
  const template = stated ?? options.chatTemplate;
  const chat = template === undefined ? null : new ChatEncoder(template, engines, controlIds);
  return {
    // With the template in use: who saves them, or tells two tokenizers apart by them, must not lose it.
    files: stated === template ? files : withTemplate(files, config, template),
    vocabularySize: pairs.vocab.length,
    endOfTurnId,
    padId: idOf(named(config.pad_token) ?? '') ?? endOfTurnId,
    controlIds,
    idOf,
    hasId: (id) => pairs.vocab[id] !== undefined,
    encode: (text) => encodeWith(engines.plain, text),
    bytesOf: (id) => bytes()[id] ?? noBytes,
    decode: (list, { controlTokens = false } = {}) => {
      const kept = Array.from(list).filter((id) => controlTokens || !controlIds.has(id));
      if (kept.length === 0) return '';
      return engines.full.decode(kept, { clean_up_tokenization_spaces: false });
    },
    encodeChat: (messages) => {
      if (chat) return chat.encode(messages);
      throw new InvalidInputError('states no chat template.', {
        source: 'tokenizer_config.json',
        place: 'chat_template',
        mend: 'Add one, or pass chatTemplate.',
      });
    },
  };
}

const noBytes = new Uint8Array(0);

function read<T>(schema: z.ZodType<T>, json: unknown, source: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fault(`${issue?.message}.`, issue?.path.join('.') || '(top level)', source);
}

/** The template for chats that a tokenizer's files state; `undefined` where they state none. */
export function chatTemplateOf({ config }: TokenizerFiles): string | undefined {
  return statedTemplate(configSchema.parse(config));
}

/** A list of templates names the one for chats `default`. */
function statedTemplate({
  chat_template: stated,
}: z.infer<typeof configSchema>): string | undefined {
  if (typeof stated === 'string') return stated;
  return stated?.find(({ name }) => name === 'default')?.template;
}

/** The files with the template for chats in its place; others of a list stay. */
function withTemplate(
  files: TokenizerFiles,
  { chat_template: stated }: z.infer<typeof configSchema>,
  template: string | undefined,
): TokenizerFiles {
  const chatTemplate = Array.isArray(stated)
    ? [...stated, { name: 'default', template }]
    : template;
  return { ...files, config: { ...files.config, chat_template: chatTemplate } };
}

/**
 * The library's tokenizer over these tables, which knows no added tokens but these. It is tried: some faults of its files
 * show only in use.
 */
function tryEngine(
  { tokenizer, config }: TokenizerFiles,
  added: readonly AddedToken[],
  pairs: BytePairs,
  source: string,
): Engine {
  const model = { ...(tokenizer.model as object), vocab: {}, merges: [] };
  try {
    const engine = new Engine({ ...tokenizer, added_tokens: added, model }, config);
    Object.assign(engine.model as object, pairs);
    engine.decode(engine.encode('a 1', { add_special_tokens: false }).ids);
    return engine;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInputError(`does not make a tokenizer (${message}).`, {
      source,
      mend: 'Use the files of a byte-level BPE tokenizer such as that of Qwen2.5-VL.',
      cause,
    });
  }
}
