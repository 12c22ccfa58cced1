import { checkWholeNumber, UsageError } from '@skinr1/core';
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

/** What a tokenizer is trained to. */
export interface TokenizerPlan {
  /** Ids in all: 256 bytes, merges, control tokens and atomic tokens. May come out smaller on little text. */
  readonly vocabularySize: number;
  /** Tokens that are no text, in id order. */
  readonly controlTokens: readonly string[];
  /** Texts that are always one token but, unlike control tokens, are ordinary text to write and read. */
  readonly atomicTokens: readonly string[];
  /** What of `tokenizer_config.json` does not follow from the tokens: classes, special tokens, chat template. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Trains a byte-level BPE tokenizer whose files Transformers and transformers.js open. The same texts give the
 * same tokenizer.
 *
 * @throws UsageError when the vocabulary has no room for bytes and added tokens
 */
export function trainTokenizer(texts: Iterable<string>, plan: TokenizerPlan): TokenizerFiles {
  const { controlTokens, vocabularySize } = plan;
  const added = [...controlTokens, ...plan.atomicTokens];
  const fixed = byteCharacters.length + added.length;
  const mend = `Bytes and added tokens alone are ${fixed}.`;
  checkWholeNumber('vocabularySize', vocabularySize, fixed, undefined, mend);
  const room = vocabularySize - fixed;
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
    config: tokenizerConfigJson(addedTokens, plan.config),
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
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    add_bos_token: false,
    add_prefix_space: false,
    errors: 'replace',
    clean_up_tokenization_spaces: false,
    split_special_tokens: false,
    added_tokens_decoder: Object.fromEntries(addedTokens.map(({ id, ...token }) => [id, token])),
    additional_special_tokens: addedTokens
      .filter((token) => token.special)
      .map((token) => token.content),
    ...config,
  };
}
