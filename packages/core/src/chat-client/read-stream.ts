import type { AnswerPart, AnswerToken, ModelReply } from '../vision-language-model.ts';
import { FailedAttempt } from './attempt.ts';
import { readEvents } from './event-stream.ts';
import {
  type Asked,
  fieldsOf,
  missingLogProbs,
  parseJson,
  readFinish,
  readReply,
  readTokens,
  readUsage,
  withoutEnd,
} from './read-reply.ts';
import { boundedChunks, isEventStream, readText } from './transport.ts';
import type { Watch } from './watch.ts';

/** What of an answer has come. */
interface Received {
  text: string;
  readonly tokens: AnswerToken[];
  /** How it ended, as the server says it; undefined before. */
  finish: unknown;
  usage: unknown;
}

/**
 * An answer as it comes, and at last the whole of it. A server that was asked to stream and answers whole is taken
 * at its word: that is one part.
 *
 * @throws FailedAttempt where it breaks off, or says what cannot be true
 */
export async function* readStream(
  response: Response,
  asked: Asked,
  { watch, maxBytes }: { readonly watch: Watch; readonly maxBytes: number },
): AsyncGenerator<AnswerPart, ModelReply, undefined> {
  if (!isEventStream(response)) {
    const reply = readReply(await readText(response, maxBytes), asked);
    const [answer] = reply.answers;
    yield { text: answer?.text ?? '', tokens: answer?.tokens ?? [] };
    return reply;
  }
  const received: Received = { text: '', tokens: [], finish: undefined, usage: undefined };
  for await (const data of readEvents(boundedChunks(response, maxBytes))) {
    if (data === '[DONE]') {
      received.finish ??= 'stop';
      break;
    }
    const part = readEvent(parseJson(data), received, asked);
    if (part === null) continue;
    watch.pause();
    yield part;
    watch.resume();
  }
  return finished(received, asked);
}

/** Enters what an event says; the part that it brings, if any. */
function readEvent(
  event: Readonly<Record<string, unknown>>,
  received: Received,
  { logProbs }: Asked,
): AnswerPart | null {
  if (event.error !== undefined && event.error !== null) {
    throw new FailedAttempt('the server reports an error in the middle', 0);
  }
  if (event.usage) received.usage = event.usage;
  const choice = fieldsOf(Array.isArray(event.choices) ? event.choices[0] : undefined);
  const { content } = fieldsOf(choice.delta);
  const text = typeof content === 'string' ? content : '';
  const read = logProbs ? readTokens(choice.logprobs, choice.token_ids) : [];
  const tokens = choice.finish_reason ? withoutEnd(read, text) : read;
  received.text += text;
  for (const token of tokens) received.tokens.push(token);
  if (choice.finish_reason) received.finish = choice.finish_reason;
  return text === '' && tokens.length === 0 ? null : { text, tokens };
}

function finished({ text, tokens, finish, usage }: Received, asked: Asked): ModelReply {
  if (finish === undefined) {
    throw new FailedAttempt(`it ended after ${text.length} characters, in the middle`, 0);
  }
  if (asked.logProbs && tokens.length === 0 && text !== '') throw missingLogProbs();
  const answers = [
    {
      text,
      finishReason: readFinish(finish),
      tokens: asked.logProbs ? withoutEnd(tokens, text) : null,
    },
  ];
  return { answers, usage: readUsage(usage, answers, asked) };
}
