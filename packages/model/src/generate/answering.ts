import type { SampledCompletion } from '@skinr1/core';
import { abortable } from '../abortable.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import type { CallQueue } from '../call-queue.ts';
import { checkLengths, encodeQuestion, type QuestionEncoder } from '../encode-question.ts';
import type { GenerationDefaults } from '../folder/generation-config.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { TokenGrammar } from '../grammar/token-grammar.ts';
import { buildTokenTrie, type TokenTrie } from '../grammar/token-trie.ts';
import type { Question } from '../question.ts';
import { type CompletionStream, streamCompletion } from './completion-stream.ts';
import {
  checkGenerateOptions,
  checkStreamOptions,
  type DrawingModel,
  type GenerateOptions,
  planGeneration,
  type StreamOptions,
} from './generation-options.ts';
import type { GenerationSettings } from './live-batch.ts';
import { checkedId } from './logits-processor.ts';
import type { GeneratedTokens, GenerationRow } from './row.ts';
import {
  checkScoreOptions,
  checkTemperature,
  checkTexts,
  type ScoredText,
  type ScoreOptions,
  type ScoreSettings,
} from './score-texts.ts';

/** What answers are made of. */
export interface AnsweringModel extends QuestionEncoder {
  readonly generationDefaults: GenerationDefaults;
  /** Rows decoded at a time. */
  readonly maxRows: number;
}

/** What reads prompts and goes on with them: graphs of ours, or those of another program. */
export interface Decoder {
  /** Those that use it run one after the other. */
  readonly calls: CallQueue;
  /** Throws UsageError when it was released. */
  checkOpen(): void;
  /** The adapter that a call uses. Throws UsageError for one that it does not have. */
  adapterOf(asked: string | null | undefined): string | null;
  /** Groups of answers, one group a prompt, in order. */
  generate(
    prompts: readonly EncodedPrompt[],
    settings: GenerationSettings,
  ): Promise<GeneratedTokens[][]>;
  /** How likely texts are behind a prompt, in order. */
  score(
    prompt: EncodedPrompt,
    texts: readonly Int32Array[],
    settings: ScoreSettings,
  ): Promise<ScoredText[]>;
}

/** Answers questions with a model. Calls that reach the decoder wait for each other. */
export class Answering {
  private readonly model: AnsweringModel;
  private readonly decoder: Decoder;
  private readonly drawing: DrawingModel;
  private readonly grammars = new WeakMap<Grammar, TokenGrammar>();
  private trie: TokenTrie | null = null;

  constructor(model: AnsweringModel, decoder: Decoder) {
    const { config, tokenizer } = model;
    this.model = model;
    this.decoder = decoder;
    this.drawing = {
      generationDefaults: model.generationDefaults,
      maxRows: model.maxRows,
      banned: bannedTokens(model),
      endIds: [...new Set([tokenizer.endOfTurnId, ...config.endTokenIds])],
      bytesOf: tokenizer.bytesOf,
      constrain: (grammar, maxTokens) => this.inTokens(grammar).within(maxTokens),
    };
  }

  async generate(
    questions: readonly Question[],
    options: GenerateOptions,
  ): Promise<SampledCompletion[][]> {
    checkGenerateOptions(options);
    return abortable(this.answer(questions, options), options.signal);
  }

  stream(question: Question, options: StreamOptions): CompletionStream {
    return streamCompletion(async (signal, onToken) => {
      checkStreamOptions(options);
      const [[answer] = []] = await this.answer([question], { ...options, signal }, onToken);
      return answer as SampledCompletion;
    }, options.signal);
  }

  async score(
    question: Question,
    texts: readonly (string | ArrayLike<number>)[],
    options: ScoreOptions = {},
  ): Promise<ScoredText[]> {
    checkScoreOptions(options);
    checkTexts(texts);
    return abortable(this.scoreAll(question, texts, options), options.signal);
  }

  private async answer(
    questions: readonly Question[],
    options: GenerateOptions,
    onToken?: (row: GenerationRow) => void,
  ): Promise<SampledCompletion[][]> {
    const { decoder } = this;
    const { config } = this.model;
    decoder.checkOpen();
    const adapter = decoder.adapterOf(options.adapter);
    const plan = planGeneration(options, this.drawing, adapter, questions.length);
    const { sampling, maxTokens } = plan;
    const settings = onToken ? { ...plan.settings, onToken } : plan.settings;
    const encoded = this.encode(questions, options.signal);
    return decoder.calls.run(async () => {
      const prompts = await encoded;
      checkLengths(questions, prompts, maxTokens, config);
      const groups = await decoder.generate(prompts, settings);
      return groups.map((rows) => rows.map((row) => ({ ...row, sampling })));
    });
  }

  private async scoreAll(
    question: Question,
    texts: readonly (string | ArrayLike<number>)[],
    options: ScoreOptions,
  ): Promise<ScoredText[]> {
    const { decoder } = this;
    const { config, tokenizer, maxRows } = this.model;
    decoder.checkOpen();
    const { temperature = 1, endOfTurn = false, signal } = options;
    const settings = {
      adapter: decoder.adapterOf(options.adapter),
      temperature: checkTemperature(temperature),
      maxRows,
      signal,
    };
    const rows = texts.map((text) => {
      const ids = typeof text === 'string' ? tokenizer.encode(text) : Array.from(text);
      if (endOfTurn) ids.push(tokenizer.endOfTurnId);
      return Int32Array.from(ids, (id) => checkedId(id, config.text.vocabularySize));
    });
    const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
    const encoded = this.encode([question], signal);
    return decoder.calls.run(async () => {
      const [prompt] = (await encoded) as [EncodedPrompt];
      checkLengths([question], [prompt], longest, config);
      return decoder.score(prompt, rows, settings);
    });
  }

  /** Begins at once, while other calls still use the weights. */
  private encode(
    questions: readonly Question[],
    signal: AbortSignal | undefined,
  ): Promise<EncodedPrompt[]> {
    const encode = async () => {
      const prompts: EncodedPrompt[] = [];
      for (const question of questions) {
        signal?.throwIfAborted();
        prompts.push(await encodeQuestion(question, this.model));
      }
      return prompts;
    };
    const encoded = encode();
    // It is waited for when the call's turn comes: until then nobody minds that it failed.
    encoded.catch(() => {});
    return encoded;
  }

  /** A grammar in the model's tokens, made when it is first asked for. */
  private inTokens(grammar: Grammar): TokenGrammar {
    const known = this.grammars.get(grammar);
    if (known) return known;
    const { banned, endIds, bytesOf } = this.drawing;
    const none = new Uint8Array(0);
    this.trie ??= buildTokenTrie(banned.length, (id) => (banned[id] === 1 ? none : bytesOf(id)));
    const made = new TokenGrammar(grammar.automaton, this.trie, bytesOf, endIds);
    this.grammars.set(grammar, made);
    return made;
  }
}

/** Vision tokens and ids that stand for nothing are never generated. */
function bannedTokens({
  family,
  config,
  tokenizer,
}: Pick<AnsweringModel, 'family' | 'config' | 'tokenizer'>): Uint8Array {
  const banned = new Uint8Array(config.text.vocabularySize);
  for (let id = 0; id < banned.length; id++) if (!tokenizer.hasId(id)) banned[id] = 1;
  for (const id of family.visionTokenIds(config)) banned[id] = 1;
  return banned;
}
