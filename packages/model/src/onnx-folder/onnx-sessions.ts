import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine, Session } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { OnnxFiles, OnnxPart } from './find-files.ts';

/** A name and shape of a session. */
type Port = Session['inputs'][number];

/** Where positions of several axes stand in `position_ids`. */
export type PositionForm = 'axes first' | 'axes last' | 'one axis';

/** The three sessions of a model with what their inputs are called. */
export interface OnnxSessions {
  readonly vision: { readonly session: Session; readonly pixels: Port; readonly grid: Port };
  readonly embedding: {
    readonly session: Session;
    readonly ids: Port;
    /** Of a session that puts features in their places itself; null: we do. */
    readonly features: Port | null;
  };
  readonly decoder: {
    readonly session: Session;
    readonly embedded: Port;
    readonly mask: Port;
    readonly positions: Port | null;
    readonly positionForm: PositionForm;
    readonly keptLogits: Port | null;
    /** Inputs of the cache, each with the output that takes its place. */
    readonly cache: readonly { readonly past: Port; readonly present: string }[];
  };
  release(): Promise<void>;
}

/**
 * Loads the sessions and finds out what they take, by names and ranks.
 *
 * @throws NotFoundError, InvalidInputError naming the file, and the input that it lacks
 */
export async function openOnnxSessions(
  engine: Engine,
  directory: string,
  files: OnnxFiles,
  layerCount: number,
): Promise<OnnxSessions> {
  const opened: Session[] = [];
  const release = async () => {
    for (const session of opened) await session.release();
  };
  const open = async (part: OnnxPart, keep: readonly string[] = []): Promise<Session> => {
    const path = join(directory, files[part]);
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new NotFoundError('cannot be read.', { source: path, cause });
    });
    // Files beside it are looked for where it really lies.
    const folder = dirname(await realpath(path));
    const session = await engine.load(bytes, { source: path, folder, keep });
    opened.push(session);
    return session;
  };
  try {
    const vision = await open('vision');
    const embedding = await open('embedding', ['inputs_embeds']);
    const caches = Array.from({ length: layerCount }, (_, layer) =>
      ['key', 'value'].map((part) => `${layer}.${part}`),
    ).flat();
    const presents = caches.map((name) => `present.${name}`);
    const decoder = await open('decoder', presents);
    const source = (part: OnnxPart) => join(directory, files[part]);
    return {
      vision: {
        session: vision,
        pixels: find(vision.inputs, 'pixel_values', source('vision')),
        grid: find(vision.inputs, 'grid_thw', source('vision')),
      },
      embedding: {
        session: embedding,
        ids: find(embedding.inputs, 'input_ids', source('embedding')),
        features: embedding.inputs.find(({ name }) => name === 'image_features') ?? null,
      },
      decoder: describeDecoder(decoder, caches, source('decoder')),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function describeDecoder(
  session: Session,
  caches: readonly string[],
  source: string,
): OnnxSessions['decoder'] {
  const positions = session.inputs.find(({ name }) => name === 'position_ids') ?? null;
  return {
    session,
    embedded: find(session.inputs, 'inputs_embeds', source),
    mask: find(session.inputs, 'attention_mask', source),
    positions,
    positionForm: formOf(positions),
    keptLogits: session.inputs.find(({ name }) => name === 'num_logits_to_keep') ?? null,
    cache: caches.map((name) => ({
      past: find(session.inputs, `past_key_values.${name}`, source),
      present: find(session.outputs, `present.${name}`, source).name,
    })),
  };
}

/** `[3, batch, length]` or `[batch, length, 3]`; of two axes there is one position a token. */
function formOf(positions: Port | null): PositionForm {
  if (positions?.shape.length !== 3) return 'one axis';
  return positions.shape[2] === 3 ? 'axes last' : 'axes first';
}

function find(ports: readonly Port[], name: string, source: string): Port {
  const found = ports.find((port) => port.name === name || port.name.endsWith(`_${name}`));
  if (found) return found;
  return lacking(name, ports, source);
}

function lacking(name: string, ports: readonly Port[], source: string): never {
  throw new InvalidInputError(
    `has no '${name}'; it has ${ports.map((port) => port.name).join(', ')}.`,
    {
      source,
      mend: 'Use a vision-language model exported in three parts: vision encoder, embeddings, decoder.',
    },
  );
}
