import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, ResourceError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendImage, startServer } from '../src/index.ts';
import { echo, open, post, start } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-server-'));
const png = Buffer.from('iVBORw0KGgo=', 'base64');
beforeAll(() => {
  writeFileSync(join(folder, 'page.html'), '<h1>Runs <span id="title"></span></h1>');
  writeFileSync(join(folder, 'page.css'), 'h1 { color: red }');
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(folder, 'image.png'), Buffer.concat([png, Buffer.alloc(20)]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('answers', () => {
  it('stream, and the route hears when the client leaves', async () => {
    let left: Promise<unknown> | undefined;
    const url = await start({ limits: { answerMs: 200 } }, (app) =>
      app.get('/events', (context) => {
        const signal = context.get('signal');
        left = new Promise((resolve) => signal.addEventListener('abort', resolve));
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
        });
        return context.body(body, 200, { 'content-type': 'text/event-stream' });
      }),
    );
    const client = new AbortController();
    const response = await fetch(`${url}events`, { signal: client.signal });
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
    client.abort();
    await left;
  });

  it('say what is wrong, with a status that fits and the mend', async () => {
    const url = await start({}, (app) => {
      echo(app);
      app.get('/none', () => {
        throw new NotFoundError('no run.', { mend: 'Look again.' });
      });
      app.get('/bad', () => {
        throw new InvalidInputError('bad.');
      });
      app.get('/broken', () => {
        throw new TypeError('x is not a function');
      });
    });
    const said = async (path: string) => {
      const response = await fetch(url + path);
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await said('none')).toEqual([404, 'no run. Look again.']);
    expect(await said('bad')).toEqual([400, 'bad.']);
    expect(await said('broken')).toEqual([500, 'the server failed: x is not a function']);
    expect(await said('nowhere')).toMatchObject([404, expect.stringContaining('Check')]);
    expect((await post(url, 'nonsense')).status).toBe(400);
    expect((await post(url, '['.repeat(1000))).status).toBe(400);
    expect((await post(url, '['.repeat(1000) + ']'.repeat(1000))).status).toBe(200);
  });

  it('take the form that the clients of a service expect', async () => {
    const url = await start({ errorBody: ({ status }) => ({ code: status }) });
    expect(await (await fetch(`${url}nowhere`)).json()).toEqual({ code: 404 });
  });

  it('hand out pages, styles and images, and no other file of their folders', async () => {
    const pages = { folder, pages: { '/': 'page.html' }, texts: { title: '<i>$& "' } };
    const url = await start({ pages }, (app) =>
      app.get('/image/:name', (context) =>
        sendImage(context, join(folder, context.req.param('name'))),
      ),
    );
    const page = await fetch(url);
    expect(await page.text()).toContain('<span id="title">&lt;i&gt;$&amp; &quot;</span>');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect((await fetch(`${url}page.css`)).headers.get('content-type')).toMatch(/^text\/css/);
    expect((await fetch(`${url}image/image.png`)).headers.get('content-type')).toBe('image/png');
    for (const path of ['page.html', 'secret.json', '..%2Fsecret.json', 'image/secret.json']) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });
});

describe('metrics', () => {
  it('count by route, never by path, beside what routes add', async () => {
    const url = await start({
      routes: (app, metrics) => {
        const labels = ['kind'];
        const counter = metrics.counter({ name: 'scored_total', help: 'Scored', labels });
        const size = metrics.histogram({ name: 'size', help: 'Size', buckets: [1, 10] });
        const queue = metrics.gauge({ name: 'queue', help: 'Waiting' });
        app.get('/runs/:id', (context) => {
          counter.add({ kind: 'a' }, 2);
          size.observe(3);
          queue.set(4);
          return context.text('run');
        });
      },
    });
    for (const path of ['runs/1', 'runs/2', 'nowhere/1', 'nowhere/2']) await fetch(url + path);
    const text = await (await fetch(`${url}metrics`)).text();
    expect(text).toContain('scored_total{kind="a"} 4');
    expect(text).toContain('size_bucket{le="10"} 2');
    expect(text).toContain('queue 4');
    const counts =
      /http_request_duration_seconds_count\{method="GET",route="(.*)",status="(\d+)"\} (\d+)/g;
    expect([...text.matchAll(counts)].map(([, ...found]) => found)).toEqual([
      ['/runs/:id', '200', '2'],
      ['none', '404', '2'],
    ]);
  });
});

describe('a server', () => {
  it('says that a port is taken, and closes with connections open', async () => {
    const url = await start({}, (app) =>
      app.get('/hangs', () => new Promise<Response>(() => undefined)),
    );
    const port = Number(new URL(url).port);
    const another = startServer({ routes: () => undefined, port });
    await expect(another).rejects.toThrow(ResourceError);
    await expect(another).rejects.toThrow(/taken.*--port/);
    const hanging = fetch(`${url}hangs`).then(
      () => 'answered',
      () => 'cut off',
    );
    await fetch(`${url}healthz`);
    await open.pop()?.close();
    expect(await hanging).toBe('cut off');
    await expect(fetch(`${url}healthz`)).rejects.toThrow();
  });
});
