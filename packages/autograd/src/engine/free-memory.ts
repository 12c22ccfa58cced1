import { MessageChannel } from 'node:worker_threads';
import type { Tensor } from '../graph/tensor.ts';

/** A port that leads nowhere: what moves into it is freed. */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/**
 * Frees the memory of a tensor now, not at some later garbage collection; its data are then empty. For
 * large tensors that come and go at every step: their size alone makes the collector start again and
 * again, and each time it walks the whole heap.
 *
 * @param tensor nobody else's: views of the same memory become empty too
 */
export function freeMemory({ data }: Tensor): void {
  const { buffer } = data;
  // Shared memory cannot be given away; of a view of what is free already nothing is left to free.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) nowhere.postMessage(null, [buffer]);
}
