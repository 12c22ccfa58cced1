import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, ResourceError } from '../src/index.ts';
import {
  event,
  events,
  faultyClient,
  finish,
  key,
  question,
  whole,
} from './support/chat-server.ts';

function forEver(response: ServerResponse, text: string): void {
  let open = true;
  response.once('close', () => (open = false));
  const more = (): void => {
    while (open && response.write(text));
    if (open) response.once('drain', more);
  };
  more();
}

function dripping(response: ServerResponse, text: string): void {
  const timer = setInterval(() => response.write(text), 50);
  response.once('close', () => clearInterval(timer));
}

const streamFaults: readonly [string, typeof ResourceError, RegExp, (r: ServerResponse) => void][] =
  [
    ['streams for ever', ResourceError, /larger than/, (r) => forEver(events(r), event('more '))],
    ['drips for ever', ResourceError, /no end in 2500 ms/, (r) => dripping(events(r), event('a'))],
    [
      'sends nothing but comments',
      ResourceError,
      /no answer in 1500 ms/,
      (r) => dripping(events(r), ': on\n\n'),
    ],
    ['never answers', ResourceError, /no answer in 1500 ms/, () => undefined],
    [
      'falls silent',
      ResourceError,
      /no answer in 1500 ms/,
      (r) => void events(r).write(event('a')),
    ],
    [
      'is cut off',
      ResourceError,
      /broke off/,
      (r) => events(r).write(event('a'), () => r.destroy()),
    ],
    [
      'ends in the middle',
      ResourceError,
      /ended after 1 char/,
      (r) => void events(r).end(event('a')),
    ],
    [
      'sends a line without end',
      ResourceError,
      /larger than|line of more/,
      (r) => forEver(events(r), 'x'.repeat(65_536)),
    ],
    [
      'sends no UTF-8',
      ResourceError,
      /not UTF-8/,
      (r) => void events(r).end(Buffer.from([0x64, 0xff, 0xfe])),
    ],
    ['sends no JSON', ResourceError, /not JSON/, (r) => void events(r).end('data: {oops\n\n')],
    [
      'reports an error',
      ResourceError,
      /reports an error/,
      (r) => void events(r).end(`data: {"error":{"message":"${key}"}}\n\n`),
    ],
    [
      'sends a web page',
      ResourceError,
      /text\/html/,
      (r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    ],
    [
      'redirects',
      InvalidInputError,
      /redirects to/,
      (r) => void r.writeHead(307, { location: 'http://a.example/' }).end(),
    ],
    [
      'repeats the key',
      InvalidInputError,
      /status 401/,
      (r) => void r.writeHead(401).end(JSON.stringify({ error: { message: `no ${key}` } })),
    ],
    [
      'says why',
      InvalidInputError,
      /status 400: "too long a prompt"/,
      (r) => void r.writeHead(400).end('{"error":{"message":"too long a prompt"}}'),
    ],
    [
      'lies about usage',
      InvalidInputError,
      /counts 9999 tokens/,
      (r) =>
        void events(r).end(
          `${event('a')}data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":9999}}\n\n${finish}`,
        ),
    ],
    [
      'withholds the answer',
      InvalidInputError,
      /content_filter/,
      (r) => void events(r).end(event('', { finish_reason: 'content_filter' })),
    ],
  ];

const wholeFaults: typeof streamFaults = [
  [
    'counts too many tokens',
    InvalidInputError,
    /counts 99 tokens/,
    (r) => void r.end(whole('a', { usage: { prompt_tokens: 1, completion_tokens: 99 } })),
  ],
  [
    'counts too few',
    InvalidInputError,
    /counts 1 tokens/,
    (r) =>
      void r.end(whole('a'.repeat(999), { usage: { prompt_tokens: 1, completion_tokens: 1 } })),
  ],
  [
    'counts in words',
    InvalidInputError,
    /no whole numbers/,
    (r) => void r.end(whole('a', { usage: { prompt_tokens: 'few', completion_tokens: -1 } })),
  ],
  [
    'gives more answers than asked for',
    InvalidInputError,
    /gives 2 answers/,
    (r) => void r.end('{"choices":[{},{}]}'),
  ],
  ['streams unasked', ResourceError, /streams unasked/, (r) => void events(r).end(finish)],
  ['sends no UTF-8', ResourceError, /not UTF-8/, (r) => void r.end(Buffer.from([0x7b, 0xff]))],
  [
    'sends a web page',
    ResourceError,
    /text\/html/,
    (r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  ],
];

describe.each([
  ['streamed', streamFaults],
  ['whole', wholeFaults],
] as const)('an answer that is %s, of a server that', (kind, faults) => {
  it.each(faults)(
    '%s: a named error, and the next call works',
    async (_, errorClass, said, fault) => {
      // Short only where time is what ends it: a busy machine is slow.
      const isTimed = /in \d+ ms/.test(said.source);
      const times = isTimed ? { timeoutMs: 1500, streamTimeoutMs: 2500 } : {};
      const { client, closed } = await faultyClient(fault, times);
      const options = { maxTokens: 20 };
      const call =
        kind === 'whole'
          ? client.answer(question, options)
          : client.stream(question, options).result;
      const error = await call.then(
        () => new Error('answered'),
        (thrown: unknown) => thrown as Error,
      );
      expect(error).toBeInstanceOf(errorClass);
      expect(error.message).toMatch(said);
      expect(error.message + JSON.stringify(error)).not.toContain('SECRET');
      await Promise.all(closed);
      const { answers } = await client.answer({ text: 'Again', images: [] }, options);
      expect(answers[0]?.text).toBe('well');
    },
  );
});
