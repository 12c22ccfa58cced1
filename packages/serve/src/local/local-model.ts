import { randomInt } from 'node:crypto';
import {
  type AnswerOptions,
  type AnswerPart,
  type AnswerToken,
  checkAnswerOptions,
  createAnswerStream,
  createRandom,
  type ModelAnswer,
  type ModelReply,
  type Question,
  type SampledCompletion,
  UsageError,
  type VisionLanguageModel,
} from '@skinr1/core';
import { type Model, type StreamOptions, stopStrings } from '@skinr1/model';
import { SchemaGrammars } from './schema-grammars.ts';
import { watchDrawing } from './watch-drawing.ts';

/** Options of {@link createLocalModel}. */
export interface LocalModelOptions {
  /** Names what answers. @defaultValue 'local', with the adapter's name behind it */
  readonly id?: string;
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
}

/** What is asked of a model in this process: one of `loadModel`, or of `openOnnxModel`. */
export type AskedModel = Pick<
  Model,
  'generate' | 'stream' | 'score' | 'tokenizer' | 'generationDefaults'
>;

/** A model in this process behind the interface of any. It stays the caller's to release. */
export function createLocalModel(
  model: AskedModel,
  options: LocalModelOptions = {},
): VisionLanguageModel {
  return new LocalModel(model, options);
}

class LocalModel implements VisionLanguageModel {
  readonly id: string;
  private readonly model: AskedModel;
  private readonly chosen: { readonly adapter?: string | null };
  private readonly grammars = new SchemaGrammars();

  constructor(model: AskedModel, { id, adapter }: LocalModelOptions) {
    this.model = model;
    this.id = id ?? (typeof adapter === 'string' ? `local/${adapter}` : 'local');
    this.chosen = adapter === undefined ? {} : { adapter };
  }

  async answer(question: Question, options: AnswerOptions): Promise<ModelReply> {
    const { settings, groupSize, watcher, ...plan } = this.plan(options);
    const drawing = { ...settings, groupSize };
    const [completions = []] = await this.model.generate([question], drawing);
    const answers = completions.map((completion, row) => ({
      ...plain(completion),
      tokens: plan.logProbs ? this.tokensOf(completion, watcher.alternatives(row)) : null,
    }));
    return { answers, usage: { promptTokens: watcher.promptTokens, ...cost(completions) } };
  }

  stream(question: Question, options: AnswerOptions) {
    return createAnswerStream(this.parts(question, options));
  }

  async sample(
    prompts: Parameters<VisionLanguageModel['sample']>[0],
    options: Parameters<VisionLanguageModel['sample']>[1],
  ): Promise<ModelAnswer[][]> {
    // Without a source of its own, a model draws the same each time.
    const random = options.random ?? createRandom(randomInt(2 ** 32));
    const groups = await this.model.generate(prompts, { ...options, ...this.chosen, random });
    return groups.map((group) =>
      group.map((completion) => ({
        ...plain(completion),
        tokens: this.tokensOf(completion, []),
      })),
    );
  }

  async score(
    question: Question,
    texts: readonly string[],
    options: { readonly signal?: AbortSignal } = {},
  ) {
    const scored = await this.model.score(question, texts, { ...options, ...this.chosen });
    return scored.map((one, index) => ({
      text: texts[index] as string,
      tokens: this.tokensOf(one, []),
    }));
  }

  private async *parts(
    question: Question,
    options: AnswerOptions,
  ): AsyncGenerator<AnswerPart, ModelReply, undefined> {
    const { settings, watcher, logProbs } = this.plan({ ...options, groupSize: 1 });
    const stream = this.model.stream(question, settings);
    let done = 0;
    for await (const { text, tokenIds, logProbs: values } of stream) {
      const alternatives = watcher.alternatives(0).slice(done);
      done += tokenIds.length;
      const tokens = this.tokensOf({ tokenIds, logProbs: values }, alternatives);
      yield { text, tokens: logProbs ? tokens : [] };
    }
    const completion = await stream.result;
    const tokens = logProbs ? this.tokensOf(completion, watcher.alternatives(0)) : null;
    return {
      answers: [{ ...plain(completion), tokens }],
      usage: { promptTokens: watcher.promptTokens, ...cost([completion]) },
    };
  }

  /** Options as the model takes them; what the caller leaves out is as the model's folder says. */
  private plan(options: AnswerOptions) {
    const { groupSize, maxTokens } = checkAnswerOptions(options);
    const { temperature, topK, topP, repetitionPenalty, signal, seed, stop = [] } = options;
    const { logProbs = false, topLogProbs = 0, jsonSchema } = options;
    const first = seed ?? randomInt(2 ** 32);
    const watcher = watchDrawing(topLogProbs, this.drawnAt(options), (ids) => this.textOf(ids));
    const settings: StreamOptions = {
      maxTokens,
      ...this.chosen,
      seeds: Array.from({ length: groupSize }, (_, row) => first + row),
      stopping: [...(stop.length > 0 ? [stopStrings(stop)] : []), watcher.criterion],
      ...(jsonSchema ? { grammar: this.grammars.of(jsonSchema) } : {}),
      ...(topLogProbs > 0 ? { processors: [watcher.processor] } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
      ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }),
      ...(signal === undefined ? {} : { signal }),
    };
    return { settings, groupSize, watcher, logProbs };
  }

  /** The temperature under which log-probabilities are told. Throws UsageError where a penalty changes them. */
  private drawnAt({ temperature, repetitionPenalty, topLogProbs = 0 }: AnswerOptions): number {
    const { generationDefaults } = this.model;
    const penalty = repetitionPenalty ?? generationDefaults.repetitionPenalty ?? 1;
    if (topLogProbs > 0 && penalty !== 1) {
      throw new UsageError('topLogProbs and a repetition penalty do not go together.', {
        mend: 'Set repetitionPenalty to 1, or leave topLogProbs out.',
      });
    }
    return (temperature ?? generationDefaults.temperature ?? 1) || 1;
  }

  private tokensOf(
    drawn: { readonly tokenIds: ArrayLike<number>; readonly logProbs: ArrayLike<number> },
    alternatives: readonly AnswerToken['alternatives'][],
  ): AnswerToken[] {
    return Array.from(drawn.tokenIds, (id, index) => ({
      id,
      text: this.textOf(id),
      // As precise as results keep it, so that a stream's parts are those of its result.
      logProb: Math.min(0, Math.fround(drawn.logProbs[index] as number)),
      alternatives: alternatives[index] ?? [],
    }));
  }

  /** Control tokens have no text. */
  private textOf(id: number): string {
    return this.model.tokenizer.decode([id]);
  }
}

function plain({ text, finishReason }: SampledCompletion) {
  return { text, finishReason };
}

function cost(completions: readonly SampledCompletion[]) {
  return { completionTokens: completions.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0) };
}
