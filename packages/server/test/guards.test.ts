import { request } from 'node:http';
import { connect } from 'node:net';
import { UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../src/index.ts';
import { echo, post, start } from './start.ts';

/** A response to a request whose head `fetch` would not send. */
function ask(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
/** What a socket gets after these bytes, until the server closes it. */
function exchange(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      received += part;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

describe('who may ask', () => {
  it('is whoever uses a name of this machine', async () => {
    const url = await start({}, (app) => app.get('/', (context) => context.text('here')));
    const { port } = new URL(url);
    const statuses = [
      'evil.test',
      '127.0.0.1.evil.test',
      `localhost:${port}`,
      '127.0.0.1',
      '[::1]',
    ];
    expect(await Promise.all(statuses.map((host) => ask(url, { host })))).toEqual([
      403, 403, 200, 200, 200,
    ]);
  });

  it('is no page of another site that posts a form', async () => {
    const url = await start({}, echo);
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json'];
    const answers = await Promise.all(
      types.map((type) => post(url, '{}', { 'content-type': type, origin: 'http://evil.test' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    expect(await answers[0]?.json()).toMatchObject({ mend: expect.stringContaining('json') });
    expect(answers[2]?.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('has the token where there is one, in a head or by cookie', async () => {
    const token = 'a+long/token=';
    const url = await start({ token }, (app) => app.get('/', (context) => context.text('here')));
    const headed = (authorization: string) => ask(url, { authorization, host: 'any.test' });
    expect(await Promise.all(['', 'Bearer', 'Bearer a', `Basic ${token}`].map(headed))).toEqual([
      401, 401, 401, 401,
    ]);
    expect(await ask(`${url}healthz`, {})).toBe(200);
    expect(await ask(`${url}metrics`, {})).toBe(401);
    expect(await ask(`${url}?token=wrong`, {})).toBe(401);
    const encoded = encodeURIComponent(token);
    const opened = await fetch(`${url}?token=${encoded}&run=2`, { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/?run=2']);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await ask(url, { cookie: cookie.split(';')[0] ?? '' })).toBe(200);
    const elsewhere = await fetch(`${url}/evil.test?token=${encoded}`, { redirect: 'manual' });
    expect(elsewhere.headers.get('location')).toBe('/evil.test');
  });

  it('takes a bearer token in any case of the word', async () => {
    const url = await start({ token: 'abcdefgh' }, echo);
    expect((await post(url, '[1]', { authorization: 'bearer abcdefgh' })).status).toBe(200);
    expect((await post(url, '[1]', { authorization: 'Bearer abcdefghi' })).status).toBe(401);
  });

  it('is nobody else on another address without a token', async () => {
    const routes = () => undefined;
    await expect(startServer({ routes, host: '0.0.0.0' })).rejects.toThrow(UsageError);
    for (const token of ['short', 'two words of it', 'schlüssel']) {
      await expect(startServer({ routes, host: '0.0.0.0', token })).rejects.toThrow(/8/);
    }
    expect(await start({ host: '0.0.0.0', token: 'long-enough' })).toMatch(/0\.0\.0\.0:\d+/);
  });
});

describe('limits', () => {
  it('refuse a body by its announced size, and by what came', async () => {
    const url = await start({ limits: { bodyBytes: 100 } }, echo);
    const announced = await exchange(
      url,
      'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000000000\r\n\r\n[',
    );
    expect(announced).toMatch(/^HTTP\/1.1 413/);
    expect(announced).toContain('100 bytes');
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64).fill(32)),
    });
    const streamed = await fetch(`${url}echo`, {
      ...{ method: 'POST', body: endless, duplex: 'half' },
      headers: { 'content-type': 'application/json' },
    } as RequestInit).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(streamed);
    expect((await post(url, JSON.stringify('x'.repeat(98)))).status).toBe(200);
    expect((await post(url, JSON.stringify('x'.repeat(99)))).status).toBe(413);
  });

  it('end a request that arrives too slowly', async () => {
    const url = await start({ limits: { arrivalMs: 40 } }, echo);
    const head = 'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    const [body, headers] = await Promise.all([
      exchange(url, `${head}content-length: 10\r\n\r\n[`),
      exchange(url, head),
    ]);
    expect(body).toMatch(/^HTTP\/1.1 408/);
    expect(headers).toMatch(/^HTTP\/1.1 408/);
  });

  it('close a kept connection without a request', async () => {
    const url = await start({ limits: { idleMs: 20 } }, echo);
    const received = await exchange(url, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1.1 200/);
  });

  it('answer 503 in time, and tell the route; 429 while too many are at work', async () => {
    const reasons: unknown[] = [];
    const url = await start({ limits: { answerMs: 60, concurrent: 1 } }, (app) =>
      app.get('/hangs', (context) => {
        const signal = context.get('signal');
        return new Promise<Response>((resolve) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            resolve(context.text('late', 200));
          });
        });
      }),
    );
    const answers = await Promise.all([fetch(`${url}hangs`), fetch(`${url}hangs`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([429, 503]);
    for (const answer of answers) {
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await answer.json()).toHaveProperty('mend');
    }
    expect(reasons).toHaveLength(1);
    expect((await fetch(`${url}hangs`)).status).toBe(503);
  });

  it('must be whole numbers', async () => {
    const limits = { concurrent: 0 };
    await expect(startServer({ routes: () => undefined, limits })).rejects.toThrow('concurrent');
  });
});
