import type { Engine } from '@skinr1/autograd';
import { encodeQuestion } from '../encode-question.ts';
import { type ModelSettings, readSettings, type SettingsOptions } from '../folder/read-settings.ts';
import { Answering } from '../generate/answering.ts';
import type { Model } from '../model.ts';
import { findOnnxFiles } from './find-files.ts';
import { OnnxDecoder } from './onnx-decoder.ts';
import { openOnnxSessions } from './onnx-sessions.ts';

/** A model whose graphs others exported: it answers, and neither learns nor takes adapters. */
export interface OnnxModel
  extends ModelSettings,
    Pick<Model, 'encodePrompt' | 'generate' | 'stream' | 'score' | 'release'>,
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
  const files = await findOnnxFiles(directory, dtype);
  const sessions = await openOnnxSessions(
    engine,
    directory,
    files,
    settings.config.text.layerCount,
  );
  const decoder = new OnnxDecoder(sessions, settings);
  const answering = new Answering({ ...settings, maxRows: 1 }, decoder);
  return {
    ...settings,
    encodePrompt: (question) => encodeQuestion(question, settings),
    generate: (questions, asked) => answering.generate(questions, asked),
    stream: (question, asked) => answering.stream(question, asked),
    score: (question, texts, asked) => answering.score(question, texts, asked),
    release: () => decoder.release(),
    [Symbol.asyncDispose]: () => decoder.release(),
  };
}
