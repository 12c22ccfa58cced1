import type { SampledCompletion } from '@skinr1/core';
import { abortable } from '../abortable.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { checkLengths, encodeQuestion } from '../encode-question.ts';
import type { SavableModel } from '../folder/save-model.ts';
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
import { generateRows } from './generator.ts';
import { checkedId } from './logits-processor.ts';
import type { GenerationRow } from './row.ts';
import {
  checkScoreOptions,
  checkTemperature,
  checkTexts,
  type ScoredText,
  type ScoreOptions,
  scoreTexts,
} from './score-texts.ts';
import { GenerationSessions } from './sessions.ts';

/** What answers are made of. */
export interface AnsweringModel extends SavableModel {
  /** Rows decoded at a time. */
  readonly maxRows: number;
  /** Bytes of keys and values that are kept between calls. */
  readonly prefixCacheBytes: number;
}

/** Answers questions with a model. Calls that reach the weights wait for each other. */
export class Answering {
  private readonly model: AnsweringModel;
  private readonly drawing: DrawingModel;
  private readonly sessions: GenerationSessions;
  private readonly grammars = new WeakMap<Grammar, TokenGrammar>();
  private trie: TokenTrie | null = null;

  constructor(model: AnsweringModel) {
    const { config, tokenizer, engine, weights } = model;
    this.model = model;
    this.sessions = new GenerationSessions(engine, model, weights, model.prefixCacheBytes);
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

  release(): Promise<void> {
    return this.sessions.release();
  }

  private async answer(
    questions: readonly Question[],
    options: GenerateOptions,
    onToken?: (row: GenerationRow) => void,
  ): Promise<SampledCompletion[][]> {
    const { weights, config } = this.model;
    weights.checkOpen();
    const adapter = this.adapterOf(options);
    const plan = planGeneration(options, this.drawing, adapter, questions.length);
    const { sampling, maxTokens } = plan;
    const settings = onToken ? { ...plan.settings, onToken } : plan.settings;
    const encoded = this.encode(questions, options.signal);
    return weights.calls.run(async () => {
      const prompts = await encoded;
      checkLengths(questions, prompts, maxTokens, config);
      const groups = await generateRows(this.sessions, prompts, settings);
      return groups.map((rows) => rows.map((row) => ({ ...row, sampling })));
    });
  }

  private async scoreAll(
    question: Question,
    texts: readonly (string | ArrayLike<number>)[],
    options: ScoreOptions,
  ): Promise<ScoredText[]> {
    const { weights, config, tokenizer, maxRows } = this.model;
    weights.checkOpen();
    const { temperature = 1, endOfTurn = false, signal } = options;
    const settings = {
      adapter: this.adapterOf(options),
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
    return weights.calls.run(async () => {
      const [prompt] = (await encoded) as [EncodedPrompt];
      checkLengths([question], [prompt], longest, config);
      return scoreTexts(this.sessions, prompt, rows, settings);
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

  private adapterOf({ adapter }: { readonly adapter?: string | null }): string | null {
    const { weights } = this.model;
    const chosen = adapter === undefined ? weights.defaultAdapter : adapter;
    if (chosen !== null) weights.adapter(chosen);
    return chosen;
  }
}

/** Vision tokens and ids that stand for nothing are never generated. */
export function bannedTokens({
  family,
  config,
  tokenizer,
}: Pick<AnsweringModel, 'family' | 'config' | 'tokenizer'>): Uint8Array {
  const banned = new Uint8Array(config.text.vocabularySize);
  for (let id = 0; id < banned.length; id++) if (!tokenizer.hasId(id)) banned[id] = 1;
  for (const id of family.visionTokenIds(config)) banned[id] = 1;
  return banned;
}
