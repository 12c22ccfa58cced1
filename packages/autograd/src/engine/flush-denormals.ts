import type * as ort from 'onnxruntime-node';
import { encodeModel } from '../graph/encode-model.ts';
import { Graph } from '../graph/graph.ts';

let flushing: Promise<boolean> | undefined;

/**
 * Lets this thread take numbers below 2⁻¹²⁶ for zero if it can, and says whether it does. A processor works on them a
 * hundred times as slowly, and the runtime's softmax meets one at every masked score. The runtime does so in the
 * thread that makes the first session of a process, and in no other; the threads of a session are told by an option of
 * it. So all of an engine's threads do, or none: which of them works on a number is chance.
 *
 * JavaScript in the thread computes so too, which is why only an engine with a thread of its own asks.
 */
export function flushDenormals(runtime: typeof ort): Promise<boolean> {
  flushing ??= flush(runtime);
  return flushing;
}

async function flush(runtime: typeof ort): Promise<boolean> {
  const graph = new Graph('first');
  graph.output('y', graph.input('x', 'float32', [1]));
  const session = await runtime.InferenceSession.create(encodeModel(graph), {
    intraOpNumThreads: 1,
    extra: { session: { set_denormal_as_zero: '1' } },
  });
  await session.release();
  const [smallest = 0] = new Float64Array([Number.MIN_VALUE]);
  return smallest + smallest === 0;
}
