import { availableParallelism } from 'node:os';
import { ResourceError } from '@skinr1/core';
import type * as ort from 'onnxruntime-node';
import type { DType } from '../graph/dtype.ts';
import type { Device } from './devices/device.ts';
import { flushDenormals } from './flush-denormals.ts';

/**
 * How the operators' threads wait for work: they spin for some microseconds, then sleep, and never spin
 * between runs. Left alone they spin for long, which gains nothing on a quiet machine and on a busy one
 * takes the processor from whoever has the work.
 */
const waiting = { force_spinning_stop: '1', intra_op: { spin_duration_us: '20' } } as const;

let loading: Promise<typeof ort> | undefined;

/** onnxruntime, loaded when it is first needed. Throws ResourceError if it does not load. */
export function onnxruntime(): Promise<typeof ort> {
  // Kept: each feed of each run asks, and with a loader's hooks an import crosses to another thread.
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof ort> {
  // Read by the native library when it is loaded, so it must be set before.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  try {
    const module = await import('onnxruntime-node');
    return ('default' in module ? module.default : module) as typeof ort;
  } catch (cause) {
    throw new ResourceError(`onnxruntime does not load: ${messageOf(cause)}`, {
      mend: 'Install onnxruntime-node anew; it has libraries for Linux, macOS and Windows.',
      cause,
    });
  }
}

/** How {@link createSession} makes a session. */
export interface SessionSettings {
  readonly device: Device;
  /** @defaultValue the number of processors */
  readonly threads?: number | undefined;
  /** Outputs that stay in the device's memory if it holds their type. */
  readonly keep?: readonly string[] | undefined;
  /** See `LoadOptions`. */
  readonly profile?: string | undefined;
  /** See `LoadOptions`. */
  readonly folder?: string | undefined;
  /** Folder that the places of tensors in files are relative to, where the model has any. */
  readonly fileRoot?: string | undefined;
  /** Let kernels repack tensors in files, which copies them. @defaultValue false */
  readonly repack?: boolean | undefined;
  /** Take numbers below 2⁻¹²⁶ for zero, here too, where that can be had. @defaultValue false */
  readonly flush?: boolean;
}

/**
 * What keeps tensors in files from being copied: kernels do not repack them unless they have to, a Cast of one
 * is not worked out beforehand, and two Casts of one do not become one, whose result would be held from the
 * first to the last.
 */
function mapping(fileRoot: string, repack: boolean) {
  return {
    session: {
      disable_prepacking: repack ? '0' : '1',
      model_external_initializers_file_folder_path: fileRoot,
    },
    optimization: {
      disable_specified_optimizers: 'ConstantFolding;CommonSubexpressionElimination',
    },
  };
}

function extraOptions({ fileRoot, folder, repack = false }: SessionSettings, flushes: boolean) {
  const common = { ...waiting, set_denormal_as_zero: flushes ? '1' : '0' };
  if (fileRoot !== undefined) {
    const { session, optimization } = mapping(fileRoot, repack);
    return { session: { ...common, ...session }, optimization };
  }
  if (folder === undefined) return { session: common };
  return { session: { ...common, model_external_initializers_file_folder_path: folder } };
}

/** A session on a device. Throws onnxruntime's own errors. */
export async function createSession(
  bytes: Uint8Array,
  settings: SessionSettings,
): Promise<ort.InferenceSession> {
  const { device, threads = availableParallelism(), keep = [], profile } = settings;
  const runtime = await onnxruntime();
  const extra = extraOptions(settings, settings.flush === true && (await flushDenormals(runtime)));
  const create = (kept: readonly string[]): Promise<ort.InferenceSession> =>
    runtime.InferenceSession.create(bytes, {
      executionProviders: [device.provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // The last level widens float16 tensors in files beforehand, whichever optimizers are off.
      graphOptimizationLevel: settings.fileRoot === undefined ? 'all' : 'extended',
      logSeverityLevel: 3,
      // Patterns hold a second copy of a run's peak memory, and one more for every shape that is fed.
      enableMemPattern: false,
      extra,
      ...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
      ...(kept.length > 0
        ? { preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'])) }
        : {}),
    });
  if (keep.length === 0 || !device.holds('float32')) return create([]);
  const session = await create(keep);
  // Types are known only now. One that the device does not hold is rare.
  const held = keep.filter((name) => device.holds(typeOf(session, name)));
  if (held.length === keep.length) return session;
  await session.release();
  return create(held);
}

function typeOf(session: ort.InferenceSession, output: string): DType {
  const found = session.outputMetadata.find(({ name }) => name === output);
  if (!found?.isTensor) throw new Error(`unreachable: '${output}' was checked to be an output`);
  return found.type as DType;
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
