import type { Engine } from '@skinr1/autograd';
import { type SampledCompletion, UsageError } from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { CallQueue } from '../call-queue.ts';
import { checkLengths, encodeQuestion } from '../encode-question.ts';
import { type ModelSettings, readSettings, type SettingsOptions } from '../folder/read-settings.ts';
import { bannedTokens } from '../generate/answering.ts';
import {
  checkGenerateOptions,
  type DrawingModel,
  type GenerateOptions,
  planGeneration,
} from '../generate/generation-options.ts';
import { GenerationRow } from '../generate/row.ts';
import { TokenGrammar } from '../grammar/token-grammar.ts';
import { buildTokenTrie } from '../grammar/token-trie.ts';
import type { Model } from '../model.ts';
import { releaseAll } from '../weights/weight-part.ts';
import { findOnnxFiles } from './find-files.ts';
import { type OnnxStep, readPrompt, readToken } from './onnx-decoding.ts';
import { openOnnxSessions } from './onnx-sessions.ts';

/** A model whose graphs others exported: it answers, and neither learns nor takes adapters. */
export interface OnnxModel
  extends ModelSettings,
    Pick<Model, 'encodePrompt' | 'generate' | 'release'>,
    AsyncDisposable {}

/** Options of {@link openOnnxModel}. */
export interface OpenOnnxOptions extends SettingsOptions {
  readonly engine: Engine;
  /**
   * Which of several files of a part, as transformers.js names types of numbers: `fp32`, `fp16`, `q4`, ….
   *
   * @defaultValue what `config.json` states for it
   */
  readonly dtype?: string;
  /** Told what is unusual about the folder but no error. @defaultValue console.warn */
  readonly onWarning?: (message: string) => void;
}

/**
 * Opens a folder that was exported to ONNX in three parts, as transformers.js (`onnx/vision_encoder.onnx`,
 * `embed_tokens.onnx`, `decoder_model_merged.onnx`) and onnxruntime-genai (`genai_config.json`) have them. What the
 * parts take is found out from the names and ranks of their inputs.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 */
export async function openOnnxModel(
  directory: string,
  { engine, dtype, onWarning = console.warn, ...options }: OpenOnnxOptions,
): Promise<OnnxModel> {
  const settings = await readSettings(directory, options, onWarning);
  const { config, family } = settings;
  const files = await findOnnxFiles(directory, dtype);
  const sessions = await openOnnxSessions(engine, directory, files, config.text.layerCount);
  const calls = new CallQueue();
  const drawing = drawingOf(settings);
  let isOpen = true;

  /** The answers to one question, one after the other behind a prompt that is read once. */
  const answer = async (
    prompt: EncodedPrompt,
    rows: readonly GenerationRow[],
    signal: AbortSignal | undefined,
    onFinished: (rows: number) => void,
  ): Promise<void> => {
    const read = await readPrompt(sessions, prompt, config);
    try {
      for (const row of rows) {
        let step: OnnxStep = read;
        row.extend(read.logits);
        while (!row.isFinished) {
          signal?.throwIfAborted();
          const before = step;
          const position = prompt.next + row.tokenIds.length - 1;
          step = await readToken(sessions, row.lastId, position, family.positionAxes, before);
          if (before !== read) releaseAll(before.cache);
          row.extend(step.logits);
        }
        if (step !== read) releaseAll(step.cache);
        onFinished(1);
      }
    } finally {
      releaseAll(read.cache);
    }
  };

  const model: OnnxModel = {
    ...settings,
    encodePrompt: (question) => encodeQuestion(question, settings),
    async generate(questions, options) {
      if (!isOpen) throw new UsageError('the model was released.');
      refuseAdapter(options);
      checkGenerateOptions(options);
      const plan = planGeneration(options, drawing, null, questions.length);
      const { groupSize, randomOf, signal, onFinished } = plan.settings;
      return calls.run(async () => {
        const prompts: EncodedPrompt[] = [];
        for (const question of questions) {
          signal?.throwIfAborted();
          prompts.push(await encodeQuestion(question, settings));
        }
        checkLengths(questions, prompts, plan.maxTokens, config);
        const groups: SampledCompletion[][] = [];
        for (const [index, prompt] of prompts.entries()) {
          signal?.throwIfAborted();
          const rows = Array.from({ length: groupSize }, (_, row) => {
            const place = { question: index, row, promptIds: prompt.tokenIds };
            return new GenerationRow(place, randomOf(index, row), plan.settings);
          });
          await answer(prompt, rows, signal, (count) => onFinished?.(count));
          groups.push(rows.map((row) => ({ ...row.result(), sampling: plan.sampling })));
        }
        return groups;
      });
    },
    release() {
      if (!isOpen) return Promise.resolve();
      isOpen = false;
      return calls.run(() => sessions.release());
    },
    [Symbol.asyncDispose]: () => model.release(),
  };
  return model;
}

function drawingOf(settings: ModelSettings): DrawingModel {
  const { tokenizer, config, generationDefaults } = settings;
  const banned = bannedTokens(settings);
  const endIds = [...new Set([tokenizer.endOfTurnId, ...config.endTokenIds])];
  const { bytesOf } = tokenizer;
  const none = new Uint8Array(0);
  return {
    generationDefaults,
    maxRows: 1,
    banned,
    endIds,
    bytesOf,
    constrain(grammar, maxTokens) {
      const trie = buildTokenTrie(banned.length, (id) => (banned[id] === 1 ? none : bytesOf(id)));
      return new TokenGrammar(grammar.automaton, trie, bytesOf, endIds).within(maxTokens);
    },
  };
}

function refuseAdapter({ adapter = null }: GenerateOptions): void {
  if (adapter === null) return;
  throw new UsageError(`the model has no adapter '${adapter}': it was exported to ONNX.`, {
    mend: 'Merge the adapter before the export, or open the folder that it was exported from.',
  });
}
