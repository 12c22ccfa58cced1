import { answerTags } from '@skinr1/core';
import { type TokenizerFiles, trainTokenizer } from '../../tokenizer/train.ts';
import { defaultChatTemplate } from './chat-template.ts';
import { qwenTokens } from './tokens.ts';

/** Options of {@link trainByteLevelBpe}. */
export interface TrainTokenizerOptions {
  /** Ids in all: 256 bytes, merges, control tokens and atomic tokens. May come out smaller on little text. */
  readonly vocabularySize: number;
  /** Texts that are always one token but, unlike control tokens, are ordinary text to write and read. @defaultValue the tags of the answer forms */
  readonly atomicTokens?: readonly string[];
  /** A Jinja chat template. @defaultValue Qwen's, without a default system message */
  readonly chatTemplate?: string;
}

/**
 * Trains a byte-level BPE tokenizer with Qwen2.5-VL's control tokens, in the form of its files, so that
 * Transformers and transformers.js open it. The same texts give the same tokenizer.
 *
 * @throws UsageError when the vocabulary has no room for bytes and added tokens
 */
export function trainByteLevelBpe(
  texts: Iterable<string>,
  options: TrainTokenizerOptions,
): TokenizerFiles {
  const { vocabularySize, atomicTokens = answerTags, chatTemplate = defaultChatTemplate } = options;
  return trainTokenizer(texts, {
    vocabularySize,
    atomicTokens,
    controlTokens: Object.values(qwenTokens),
    config: {
      tokenizer_class: 'Qwen2Tokenizer',
      processor_class: 'Qwen2_5_VLProcessor',
      bos_token: null,
      eos_token: qwenTokens.turnEnd,
      pad_token: qwenTokens.endOfText,
      unk_token: null,
      model_max_length: 32768,
      chat_template: chatTemplate,
    },
  });
}
