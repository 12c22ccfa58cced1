import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkWholeNumber, ResourceError } from '@skinr1/core';
import type { Context, Hono } from 'hono';
import { describeFailure, type ErrorBody, failureResponse, plainErrorBody } from './failures.ts';
import {
  checkToken,
  limitBody,
  limitConcurrency,
  limitTime,
  requireLocalName,
  requireToken,
} from './guards.ts';
import { fillLimits, type ServerLimits } from './limits.ts';
import { createMetrics, measureRequests, type ServerMetrics } from './metrics.ts';
import { addPages, type PageFolder } from './page-folder.ts';
import type { ServerEnvironment } from './server-environment.ts';

/** Hono's application; its context has `signal`. */
export type ServerApp = Hono<ServerEnvironment>;

/** What a route is called with. */
export type ServerContext = Context<ServerEnvironment>;

/** Options of {@link startServer}. */
export interface ServerOptions {
  /** Adds the routes. What they throw from `@skinr1/core` is answered with a status that fits its kind. */
  readonly routes: (app: ServerApp, metrics: ServerMetrics) => void;
  /** Address to listen on; one that other machines reach needs a token. @defaultValue 127.0.0.1 */
  readonly host?: string;
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number;
  /** Asked of everyone but `/healthz`, as a bearer token. @defaultValue none */
  readonly token?: string | undefined;
  readonly limits?: Partial<ServerLimits>;
  /** Pages to hand out. */
  readonly pages?: PageFolder;
  /** The JSON of a failure. @defaultValue `{ error, mend }`, both sentences */
  readonly errorBody?: ErrorBody;
}

/** A server that listens. */
export interface RunningServer {
  /** Its address, with a slash at the end. */
  readonly url: string;
  /** Ends it with all its connections; what is at work is aborted. */
  close(): Promise<void>;
}

/**
 * Starts a server for this machine, or for others that have its token. Refused are: other host names (DNS
 * rebinding), requests that another site's page could have forged, bodies too large or too slow, more requests
 * at a time than the limit. Pages load nothing from elsewhere. `GET /healthz` says that it lives,
 * `GET /metrics` how it does, for Prometheus. Streams, server-sent events among them, go through.
 *
 * @throws UsageError for a host that others reach without a token, ResourceError where the port is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 0, token } = options;
  checkToken(token, host);
  checkWholeNumber('port', port, 0, 65_535);
  const limits = fillLimits(options.limits);
  const app = await createApp(options, limits);
  const { serve } = await import('@hono/node-server');
  const server = serve({
    fetch: app.fetch,
    hostname: host,
    port,
    serverOptions: {
      requestTimeout: limits.arrivalMs,
      headersTimeout: limits.arrivalMs,
      connectionsCheckingInterval: Math.max(10, Math.min(limits.arrivalMs / 4, 5000)),
      keepAliveTimeout: limits.idleMs,
    },
  }) as Server;
  await listening(server, host, port);
  const address = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function createApp(options: ServerOptions, limits: ServerLimits): Promise<ServerApp> {
  const [{ Hono }, { csrf }, { secureHeaders }] = await Promise.all([
    import('hono'),
    import('hono/csrf'),
    import('hono/secure-headers'),
  ]);
  const { token, errorBody = plainErrorBody } = options;
  const metrics = await createMetrics();
  const app: ServerApp = new Hono<ServerEnvironment>();
  app.onError((error, context) => failureResponse(context, describeFailure(error), errorBody));
  app.notFound((context) => {
    const mend = 'Check the address and the method.';
    const failure = { status: 404, message: `there is nothing here. ${mend}`, mend } as const;
    return failureResponse(context, failure, errorBody);
  });
  app.use(await measureRequests(metrics));
  app.use(secureHeaders({ contentSecurityPolicy: ownFilesOnly }));
  if (token === undefined) app.use(requireLocalName());
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  if (token !== undefined) app.use(await requireToken(token));
  app.use(csrf());
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  if (options.pages) await addPages(app, options.pages);
  app.use(limitConcurrency(limits.concurrent));
  app.use(limitTime(limits.answerMs));
  app.use(await limitBody(limits.bodyBytes));
  options.routes(app, metrics);
  return app;
}

const ownFilesOnly = {
  defaultSrc: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

const whyNot: Readonly<Record<string, readonly [reason: string, mend: string]>> = {
  EADDRINUSE: ['is taken', 'Choose another with --port, or 0 for any free one.'],
  EACCES: ['is not allowed to you', 'Choose one above 1023 with --port.'],
  EADDRNOTAVAIL: ['cannot be opened there', 'Give an address of this machine as host.'],
  ENOTFOUND: ['cannot be opened there', 'Give an address of this machine as host.'],
};

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const [reason, mend] = whyNot[cause.code ?? ''] ?? [`cannot be opened: ${cause.message}`, ''];
      reject(new ResourceError(`port ${port} of ${host} ${reason}.`, { mend, cause }));
    });
  });
}
