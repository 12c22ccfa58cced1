import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunningServer } from '../../packages/server/src/index.ts';

/**
 * Stands between an engine and the service, and keeps what the engine's own client sends first: those files are
 * the fixtures of `packages/engines/test/recorded-requests.test.ts`.
 */
export async function recordRequests(
  service: RunningServer,
  folder: string,
  name: string,
): Promise<RunningServer> {
  let first = true;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const answered = await fetch(new URL(path, service.url), { method: 'POST', headers, body });
    const answer = await answered.text();
    if (first && body !== '') {
      first = false;
      await mkdir(folder, { recursive: true });
      const kept = { path, headers, body: JSON.parse(body), answer: JSON.parse(answer) };
      await writeFile(join(folder, `${name}.json`), `${JSON.stringify(kept)}\n`);
    }
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close().closeAllConnections();
      await service.close();
    },
  };
}
