import { UsageError } from './errors.ts';
import type { AnswerPart, AnswerStream, ModelReply } from './vision-language-model.ts';

/**
 * An answer stream from a generator that yields its parts and returns the whole. Leaving the loop runs the
 * generator's `finally`, which is where it frees what it holds.
 */
export function createAnswerStream(
  parts: AsyncGenerator<AnswerPart, ModelReply, undefined>,
): AnswerStream {
  let resolve: (reply: ModelReply) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const result = new Promise<ModelReply>((...settle) => ([resolve, reject] = settle));
  // Who reads the loop gets the error there and need not look here.
  result.catch(() => undefined);
  let isRead = false;
  async function* read(): AsyncGenerator<AnswerPart, void, undefined> {
    isRead = true;
    try {
      for (;;) {
        const next = await parts.next();
        if (next.done) {
          resolve(next.value);
          return;
        }
        yield next.value;
      }
    } catch (error) {
      reject(error);
      throw error;
    } finally {
      reject(new UsageError('the answer was left before its end.'));
      await parts.return(undefined as never);
    }
  }
  const reading = read();
  const readAll = async (): Promise<void> => {
    for await (const _ of reading);
  };
  return {
    [Symbol.asyncIterator]: () => reading,
    get result() {
      if (!isRead) readAll().catch(() => undefined);
      return result;
    },
  };
}
