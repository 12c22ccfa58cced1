import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file on the imitated Hub. */
export interface HubContent {
  readonly bytes: Uint8Array;
  /** Kept by Git LFS: known by its SHA-256. */
  readonly lfs?: boolean;
}

/** A Hub on this machine, with one model. */
export interface HubServer {
  readonly url: string;
  /** `METHOD path range`, in order; `range` as it was asked for, or nothing. */
  readonly requests: string[];
  /** The `Authorization` of each request. */
  readonly authorizations: (string | undefined)[];
  /** Ends the next so many downloads of whole files after this many bytes. */
  breakOff: { times: number; after: number };
  /** Answers in place of the Hub; false leaves the request to it. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

/** The interface of huggingface.co as far as models are looked up and fetched, without redirects. */
export async function startHubServer(
  name: string,
  files: Readonly<Record<string, HubContent>>,
  commit: string,
): Promise<HubServer> {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const gitHash = (bytes: Uint8Array) =>
    createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const json = (response: ServerResponse, value: unknown, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const tree = Object.entries(files).map(([path, { bytes, lfs }]) => ({
    type: path.includes('/') ? 'directory' : 'file',
    path: path.split('/')[0],
    size: bytes.length,
    oid: gitHash(bytes),
    ...(lfs ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 } } : {}),
  }));
  const send = (request: IncomingMessage, response: ServerResponse, content: HubContent): void => {
    const [, from = '', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const { length } = content.bytes;
    const start = Number(from);
    const end = to === '' ? length : Math.min(length, Number(to) + 1);
    const body = content.bytes.subarray(start, end);
    const ranged = request.headers.range !== undefined && length > 0;
    response.writeHead(ranged ? 206 : 200, {
      etag: `"${sha256(content.bytes)}"`,
      'content-length': body.length,
      ...(ranged || length === 0
        ? { 'content-range': `bytes ${start}-${Math.max(0, end - 1)}/${length}` }
        : {}),
    });
    const { breakOff } = server;
    if (breakOff.times > 0 && body.length > breakOff.after) {
      breakOff.times--;
      response.write(body.subarray(0, breakOff.after), () => request.socket.destroy());
    } else response.end(body);
  };
  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    server.requests.push(`${request.method} ${pathname} ${request.headers.range ?? ''}`.trim());
    server.authorizations.push(request.headers.authorization);
    if (server.intercept(request, response)) return;
    if (pathname.startsWith(`/api/models/${name}/revision/`)) {
      return json(response, { _id: '1', id: name, sha: commit, gated: false, private: false });
    }
    if (pathname === `/api/models/${name}/tree/${commit}`) return json(response, tree);
    const content = files[pathname.slice(`/${name}/resolve/${commit}/`.length)];
    if (pathname.startsWith(`/${name}/resolve/${commit}/`) && content) {
      return send(request, response, content);
    }
    response.setHeader('x-error-code', 'EntryNotFound');
    json(response, { error: 'Repository not found' }, 404);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: HubServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests: [],
    authorizations: [],
    breakOff: { times: 0, after: 0 },
    intercept: () => false,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}
