import { basename, resolve } from 'node:path';
import { createEngine, type DeviceChoice } from '@skinr1/autograd';
import { researchUseOnly, UsageError, type VisionLanguageModel } from '@skinr1/core';
import { loadAdapter, loadModel } from '@skinr1/model';
import { createLocalModel, startModelServer } from '@skinr1/serve';
import type { Command } from 'commander';
import { print } from '../terminal/print.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { deviceOption, port, positiveCount } from './option-values.ts';

/** What `serve` is told. */
export interface ServeOptions {
  readonly model: string;
  readonly adapter: readonly string[];
  readonly device: DeviceChoice;
  readonly host: string;
  readonly port: number;
  readonly token?: string;
  readonly maxTokens: number;
  readonly allowImagesFrom: readonly string[];
}

/** Adds `serve`: a folder's model as an OpenAI-compatible endpoint. */
export function registerServeCommand(program: Command): void {
  program
    .command('serve')
    .description("answer questions as OpenAI's chat API does: any of its clients can ask")
    .requiredOption('--model <directory>', 'folder of the model')
    .option(
      '--adapter <directory>',
      'folder of an adapter, which becomes a model of its own name; may be given again',
      listed,
      [],
    )
    .addOption(deviceOption('auto'))
    .option('--port <port>', 'port to listen on; 0 takes a free one', port, 8000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--token <token>', 'what clients send as their API key; better as SKINR1_TOKEN')
    .option('--max-tokens <count>', 'of an answer where a request does not say', positiveCount, 512)
    .option(
      '--allow-images-from <origin>',
      'fetch images from there, such as https://images.example.org; may be given again',
      listed,
      [],
    )
    .action(async (options: ServeOptions) => {
      const serving = await serveFolder(options);
      await print(
        `${serving.names.join(', ')} on ${serving.device} at ${serving.url}v1 (Ctrl-C ends)\n`,
      );
      await print(`${researchUseOnly}\n`);
      await untilStopped();
      await serving.close();
    });
}

function listed(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** An endpoint that answers. */
export interface Serving {
  readonly url: string;
  /** What its models are called. */
  readonly names: readonly string[];
  readonly device: string;
  /** Ends it and frees the model. */
  close(): Promise<void>;
}

/** Loads a model with its adapters and serves them. What was loaded is freed where that fails. */
export async function serveFolder(options: ServeOptions): Promise<Serving> {
  const engine = await createEngine({ device: options.device });
  try {
    const model = await loadModel(options.model, { engine, onWarning: warn });
    checkRoom(options, model.config.text.maxPositions);
    const base = nameOf(options.model);
    const models: Record<string, VisionLanguageModel> = {};
    models[base] = createLocalModel(model, { id: base, adapter: null });
    for (const directory of options.adapter) {
      const name = nameOf(directory);
      if (models[name]) throw sameName(name, directory);
      await loadAdapter(model, directory, { name });
      models[name] = createLocalModel(model, { id: name, adapter: name });
    }
    const { host, token = process.env.SKINR1_TOKEN } = options;
    const server = await startModelServer({
      ...{ models, host, port: options.port, token },
      defaultMaxTokens: options.maxTokens,
      imageOrigins: options.allowImagesFrom,
    });
    return {
      url: server.url,
      names: Object.keys(models),
      device: engine.device,
      close: async () => {
        await server.close();
        await model.release();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** An answer that leaves no room for a question would have every request refused that does not say its own length. */
function checkRoom({ maxTokens, model }: ServeOptions, positions: number): void {
  if (maxTokens < positions) return;
  throw new UsageError(`answers of ${maxTokens} tokens leave no room for a question.`, {
    source: model,
    mend: `The model has ${positions} positions for both: give a smaller --max-tokens.`,
  });
}

function nameOf(directory: string): string {
  return basename(resolve(directory));
}

function sameName(name: string, source: string): UsageError {
  return new UsageError(`there is a model '${name}' already.`, {
    source,
    mend: 'Rename the folder: it names the model.',
  });
}

function warn(message: string): void {
  process.stderr.write(`${message}\n`);
}
