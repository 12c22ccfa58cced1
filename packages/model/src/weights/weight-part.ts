import {
  type Engine,
  type FileTensor,
  readFileTensor,
  type Tensor,
  type TensorHandle,
} from '@skinr1/autograd';
import { isQuantizedPart } from './part-names.ts';

/**
 * A stored part of a weight: in the engine and fed at each run, in this thread and part of each graph, or in a
 * file that graphs point into.
 */
export type WeightPart = TensorHandle | Tensor | FileTensor;

/** Whether a part lies in the engine. */
export function isHandle(part: WeightPart): part is TensorHandle {
  return !('data' in part) && !('path' in part);
}

/** A part's numbers, wherever they lie. */
export async function loadPart(engine: Engine, part: WeightPart): Promise<Tensor> {
  if ('data' in part) return part;
  return 'path' in part ? readFileTensor(part) : engine.download(part);
}

const constantIds = new WeakMap<WeightPart, string>();
let constants = 0;

/** Handles have numbers that are given once; constants get theirs here. */
export function identityOf(part: WeightPart): string {
  if (isHandle(part)) return String(part.id);
  const known = constantIds.get(part) ?? `c${constants++}`;
  constantIds.set(part, known);
  return known;
}

/** Frees a part that lies in the engine. */
export function releasePart(part: WeightPart | undefined): void {
  if (part && isHandle(part)) part.release();
}

/** Frees those that lie in the engine. */
export function releaseAll(parts: Readonly<Record<string, WeightPart>>): void {
  for (const part of Object.values(parts)) releasePart(part);
}

/** A part as a file or a maker of weights gives it. */
export type NamedPart = {
  readonly name: string;
  readonly tensor: Tensor | FileTensor;
  readonly origin?: FileTensor;
};

/** A part where graphs find it: what cannot be fed, or is slow when it is fed, stays in this thread. */
export async function storePart(engine: Engine, { name, tensor }: NamedPart): Promise<WeightPart> {
  if ('path' in tensor) return tensor;
  const isConstant = tensor.dtype === 'bfloat16' || isQuantizedPart(name);
  return isConstant ? tensor : engine.upload(tensor);
}
