import { answerTags, checkWholeNumber, UsageError } from '@skinr1/core';
import { defaultChatTemplate } from '../families/qwen2-5-vl/chat-template.ts';
import { qwenTokens } from '../families/qwen2-5-vl/tokens.ts';
import {
  byteCharacters,
  preTokenizerPattern,
  preTokenizerSource,
  toByteCharacters,
} from './byte-level.ts';
import { learnMerges } from './merge.ts';

/** The two files that make a tokenizer, parsed. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: Readonly<Record<string, unknown>>;
  /** `tokenizer_config.json` */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Options of {@link trainByteLevelBpe}. */
export interface TrainTokenizerOptions {
  /** Ids in all: 256 bytes, merges, control tokens and atomic tokens. May come out smaller on little text. */
  readonly vocabularySize: number;
  /** Texts that are always one token but, unlike control tokens, are ordinary text to write and read. @defaultValue the tags of the answer forms */
  readonly atomicTokens?: readonly string[];
  /** A Jinja chat template. @defaultValue Qwen's, without a default system message */
  readonly chatTemplate?: string;
}

/** Control tokens of Qwen2.5-VL that a tokenizer here has, in id order. */
export const controlTokens: readonly string[] = Object.values(qwenTokens);

/**
 * Trains a byte-level BPE tokenizer in the form of Qwen2's files, so that Transformers and
 * transformers.js open it. The same texts give the same tokenizer.
 *
 * @throws UsageError when the vocabulary has no room for bytes and added tokens
 */
export function trainByteLevelBpe(
  texts: Iterable<string>,
  options: TrainTokenizerOptions,
): TokenizerFiles {
  const atomic = options.atomicTokens ?? answerTags;
  const added = [...controlTokens, ...atomic];
  const fixed = byteCharacters.length + added.length;
  const mend = `Bytes and added tokens alone are ${fixed}.`;
  checkWholeNumber('vocabularySize', options.vocabularySize, fixed, undefined, mend);
  const room = options.vocabularySize - fixed;
  if (new Set(added).size !== added.length || added.includes('')) {
    throw new UsageError('added tokens must differ and not be empty.');
  }
  const merges = learnMerges(countWords(texts, added), room);
  const pieces = new Set([...byteCharacters, ...merges.map(([left, right]) => left + right)]);
  const vocabulary = Object.fromEntries([...pieces].map((piece, id) => [piece, id]));
  const addedTokens = added.map((content, index) => ({
    id: pieces.size + index,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: index < controlTokens.length,
  }));
  return {
    tokenizer: tokenizerJson(
      vocabulary,
      merges.map(([left, right]) => `${left} ${right}`),
      addedTokens,
    ),
    config: tokenizerConfigJson(addedTokens, options.chatTemplate ?? defaultChatTemplate),
  };
}

function countWords(texts: Iterable<string>, added: readonly string[]): Map<string, number> {
  const escaped = added.map((token) => token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const separators = new RegExp(escaped.join('|'), 'g');
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const part of text.normalize('NFC').split(separators)) {
      for (const [word] of part.matchAll(preTokenizerPattern)) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return new Map([...counts].map(([word, count]) => [toByteCharacters(word), count]));
}

type AddedToken = { readonly id: number; readonly content: string; readonly special: boolean };

function tokenizerJson(
  vocab: Record<string, number>,
  merges: readonly string[],
  addedTokens: readonly AddedToken[],
): Record<string, unknown> {
  const byteLevel = {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: false,
    use_regex: false,
  };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: preTokenizerSource },
          behavior: 'Isolated',
          invert: false,
        },
        byteLevel,
      ],
    },
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges,
    },
  };
}

function tokenizerConfigJson(
  addedTokens: readonly AddedToken[],
  chatTemplate: string,
): Record<string, unknown> {
  return {
    tokenizer_class: 'Qwen2Tokenizer',
    processor_class: 'Qwen2_5_VLProcessor',
    add_bos_token: false,
    add_prefix_space: false,
    bos_token: null,
    eos_token: qwenTokens.turnEnd,
    pad_token: qwenTokens.endOfText,
    unk_token: null,
    errors: 'replace',
    clean_up_tokenization_spaces: false,
    split_special_tokens: false,
    model_max_length: 32768,
    added_tokens_decoder: Object.fromEntries(addedTokens.map(({ id, ...token }) => [id, token])),
    additional_special_tokens: addedTokens
      .filter((token) => token.special)
      .map((token) => token.content),
    chat_template: chatTemplate,
  };
}
