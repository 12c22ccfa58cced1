import {
  type ErrorKind,
  InvalidInputError,
  NotFoundError,
  ResourceError,
  ShapeError,
  SkinR1Error,
  UsageError,
} from '@skinr1/core';
import type { DType } from '../graph/dtype.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Port } from './engine.ts';

/** A tensor in the engine, as named in messages. */
export interface HandleReference {
  readonly handle: number;
}

export interface HandleFacts {
  readonly id: number;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly place: 'host' | 'device';
}

/** What the engine's core is asked to do. */
export type Command =
  | { readonly type: 'probe' }
  | {
      readonly type: 'load';
      readonly bytes: Uint8Array;
      readonly keep: readonly string[];
      readonly source?: string;
      readonly profile?: string;
      /** Folder that the places of tensors in files are relative to, where the model has any. */
      readonly fileRoot?: string;
      /** See `LoadOptions`. */
      readonly folder?: string;
      /** Let kernels repack tensors in files. */
      readonly repack?: boolean;
    }
  | {
      readonly type: 'run';
      readonly session: number;
      readonly feeds: Readonly<Record<string, Tensor | HandleReference>>;
      readonly fetch: readonly string[];
    }
  | { readonly type: 'upload'; readonly tensor: Tensor }
  | { readonly type: 'download'; readonly handle: number }
  | { readonly type: 'release'; readonly handles: readonly number[] }
  | { readonly type: 'releaseSession'; readonly session: number }
  | { readonly type: 'close' };

/** The answer to each command. */
export interface ReplyOf {
  /** Why the device cannot compute, null if it can. */
  readonly probe: string | null;
  readonly load: {
    readonly session: number;
    readonly inputs: readonly Port[];
    readonly outputs: readonly Port[];
  };
  readonly run: {
    readonly outputs: Readonly<Record<string, Tensor>>;
    readonly kept: Readonly<Record<string, HandleFacts>>;
  };
  readonly upload: HandleFacts;
  readonly download: Tensor;
  readonly release: null;
  readonly releaseSession: null;
  readonly close: null;
}

export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Sends a command to the core, wherever it runs. */
export type Transport = <T extends Command['type']>(command: CommandOf<T>) => Promise<ReplyOf[T]>;

/** An error as plain data, to cross threads. */
export interface ErrorMessage {
  readonly kind: ErrorKind | null;
  readonly message: string;
}

export function packError(error: unknown): ErrorMessage {
  const kind = SkinR1Error.isInstance(error) ? error.kind : null;
  return { kind, message: error instanceof Error ? error.message : String(error) };
}

export function unpackError({ kind, message }: ErrorMessage): Error {
  switch (kind) {
    case 'invalid_input':
      return new InvalidInputError(message);
    case 'not_found':
      return new NotFoundError(message);
    case 'usage':
      return new UsageError(message);
    case 'shape':
      return new ShapeError(message);
    case 'resource':
      return new ResourceError(message);
    default:
      return new Error(message);
  }
}
