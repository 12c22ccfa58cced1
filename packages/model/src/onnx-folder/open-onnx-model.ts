import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@skinr1/autograd';
import { NotFoundError, UsageError } from '@skinr1/core';
import { encodeQuestion } from '../encode-question.ts';
import { files } from '../folder/files.ts';
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
  const found = await findOnnxFiles(directory, dtype);
  await checkConfig(directory);
  const settings = await readSettings(directory, options, onWarning);
  checkFeatures(settings, directory);
  const sessions = await openOnnxSessions(
    engine,
    directory,
    found,
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

/** Exporters for onnxruntime-genai leave out what says how tokens have their positions. */
async function checkConfig(directory: string): Promise<void> {
  const source = join(directory, files.config);
  await access(source).catch((cause: unknown) => {
    throw new NotFoundError('is not there.', {
      source,
      mend: 'Copy it, and the preprocessor_config.json, from the model that was exported.',
      cause,
    });
  });
}

/** Exports of such a model leave out the features behind layers, and answer otherwise than the model. */
function checkFeatures({ family, config }: ModelSettings, source: string): void {
  if (family.featureCount(config) === 1) return;
  throw new UsageError(
    `${family.title} has features behind layers, which the three parts have no place for.`,
    { source, mend: 'Open the folder that was exported, with loadModel.' },
  );
}
