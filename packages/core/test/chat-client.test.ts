import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ChatClientOptions,
  createChatClient,
  InvalidInputError,
  ResourceError,
  UsageError,
} from '../src/index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  vi.restoreAllMocks();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const answer = JSON.stringify({ choices: [{ message: { content: 'x' } }] });
const question = [{ role: 'user', content: 'a prompt' }] as const;

const client = (baseUrl: string, options: Partial<ChatClientOptions> = {}) =>
  createChatClient({ baseUrl, model: 'm', retries: 0, pauseMs: 1, ...options });
const messageOf = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    return (error as Error).message + JSON.stringify(error);
  }
  return 'no error';
};

describe('what a chat client sends', () => {
  it('goes to the address given, whatever that answers', async () => {
    const reached: string[] = [];
    const other = await serve((request, response) => {
      reached.push(request.url ?? '');
      response.end(answer);
    });
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [`http://localhost:${other}/v1?key=s3cret`, '/elsewhere', null]) {
        const port = await serve((_, response) => {
          response.writeHead(status, location === null ? {} : { location }).end('x'.repeat(1000));
        });
        const ask = () => client(`http://127.0.0.1:${port}/v1`).complete(question, {});
        await expect(ask()).rejects.toThrow(InvalidInputError);
        const message = await messageOf(ask);
        expect(message).toMatch(/redirects to .* sent to no other address/);
        expect(message).not.toContain('s3cret');
      }
    }
    expect(reached).toEqual([]);
  });

  it('keeps the query of an address, and one slash', async () => {
    const seen: string[] = [];
    const port = await serve((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization}`);
      response.end(answer);
    });
    const address = `http://127.0.0.1:${port}/v1//?api-version=2`;
    // A key read from a file ends in a line break.
    const made = client(address, { apiKey: 'sk-1\n' });
    expect((await made.complete(question, {})).text).toBe('x');
    expect(seen).toEqual(['/v1/chat/completions?api-version=2 Bearer sk-1']);
    expect(made.id).toBe(`m @ http://127.0.0.1:${port}/v1//`);
  });

  it('holds no secret in any message', async () => {
    const port = await serve((_, response) => response.writeHead(401).end('sk-SECRET is wrong'));
    const address = `http://127.0.0.1:${port}/v1`;
    const ask = (baseUrl: string, apiKey: string) =>
      messageOf(() => client(baseUrl, { apiKey }).complete(question, {}));
    for (const key of ['sk-SECRET\nx', 'sk-SECRET\0', 'sk-SECRET\u2019', 'sk-SECRET\r\nHost: a']) {
      const message = await ask(address, key);
      expect(message).toMatch(/key of the language model holds a character/);
      expect(message).not.toContain('SECRET');
    }
    const refused = await ask(`${address}?code=SECRET`, 'sk-SECRET');
    expect(refused).toMatch(/refused: status 401/);
    expect(refused).not.toContain('SECRET');
    const inAddress = await ask(`http://me:SECRET@127.0.0.1:${port}/v1`, 'k');
    expect(inAddress).toMatch(/holds a user or a password/);
    expect(inAddress).not.toContain('SECRET');
    expect(await ask('127.0.0.1:9/SECRET', 'k')).not.toContain('SECRET');
  });

  it('cannot be told by any key to say it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 12 }), async (key) => {
        fc.pre(key.trim().length >= 12);
        const ask = () => client('http://127.0.0.1:9/v1', { apiKey: key }).complete([], {});
        expect(await messageOf(ask)).not.toContain(key.trim());
      }),
      { numRuns: 30 },
    );
  });
});

describe('how a chat client waits', () => {
  it('refuses times and rates that no timer keeps', () => {
    const address = 'http://127.0.0.1:9/v1';
    for (const options of [
      { requestsPerMinute: 0 },
      { requestsPerMinute: -1 },
      { requestsPerMinute: 1e-6 },
      { timeoutMs: 2 ** 31 },
      { timeoutMs: 0 },
      { timeoutMs: Number.NaN },
    ]) {
      expect(() => client(address, options), JSON.stringify(options)).toThrow(UsageError);
    }
    for (const wrong of ['', 'localhost', 'file:///etc/passwd', 'http://']) {
      expect(() => client(wrong), wrong).toThrow(UsageError);
    }
  });

  it('goes on where the clock of the wall goes back', async () => {
    const port = await serve((_, response) => response.end(answer));
    const limited = client(`http://127.0.0.1:${port}/v1`, { requestsPerMinute: 6000 });
    await limited.complete(question, {});
    const hourAgo = Date.now() - 3_600_000;
    vi.spyOn(Date, 'now').mockImplementation(() => hourAgo);
    const start = performance.now();
    await limited.complete(question, {});
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('waits as long as a server asks', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      if (asked++ === 0) response.writeHead(429, { 'retry-after': '0.2' }).end();
      else response.end(answer);
    });
    const start = performance.now();
    await client(`http://127.0.0.1:${port}/v1`, { retries: 1 }).complete(question, {});
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it('keeps to its rate', async () => {
    const port = await serve((_, response) => response.end(answer));
    const limited = client(`http://127.0.0.1:${port}/v1`, { requestsPerMinute: 1200 });
    const start = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => limited.complete(question, {})));
    // 1,200 a minute is one every 50 ms: the fifth leaves after 200 ms.
    expect(performance.now() - start).toBeGreaterThan(190);
  });
});

describe('what a chat client reads', () => {
  it('is bounded, in good answers, refusals and endless ones', async () => {
    for (const status of [200, 400, 500]) {
      let open = true;
      const port = await serve((_, response) => {
        response.writeHead(status).on('close', () => (open = false));
        const more = (): void => {
          while (open && response.write('x'.repeat(65_536)));
          if (open) response.once('drain', more);
        };
        more();
      });
      const ask = client(`http://127.0.0.1:${port}/v1`).complete(question, {});
      await expect(ask).rejects.toThrow(ResourceError);
      await expect(ask).rejects.toThrow(/answer larger than 1000000 bytes/);
    }
  });
});
