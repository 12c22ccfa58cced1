import { formFailure } from './attempt.ts';
import { utf8Decoder } from './transport.ts';

/** Characters of one line beyond which it is not read on. */
const longestLine = 1_000_000;

/**
 * The data of each event of a server-sent stream (WHATWG HTML, 9.2), as it comes. A part without its empty line at
 * the end is no event.
 *
 * @throws FailedAttempt for bytes that are no UTF-8, and for a line without end
 */
export async function* readEvents(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  let data: string[] = [];
  for await (const line of readLines(chunks)) {
    if (line !== '') {
      const field = /^data(?:: ?|$)/.exec(line);
      if (field) data.push(line.slice(field[0].length));
    } else if (data.length > 0) {
      yield data.join('\n');
      data = [];
    }
  }
}

/** Lines that end in LF, CR or both; the last one only if it does. */
async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decode = utf8Decoder();
  let parts: string[] = [];
  let length = 0;
  let endedInReturn = false;
  for await (const chunk of chunks) {
    const text = decode(chunk);
    let from = 0;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
      // A line feed that begins a chunk belongs to the return that ended the one before.
      if (!(index === 0 && end === '\n' && endedInReturn)) {
        yield parts.join('') + text.slice(from, index);
        [parts, length] = [[], 0];
      }
      from = index + end.length;
    }
    if (text !== '') endedInReturn = text.endsWith('\r');
    parts.push(text.slice(from));
    length += text.length - from;
    if (length > longestLine) throw formFailure(`a line of more than ${longestLine} characters`);
  }
}
