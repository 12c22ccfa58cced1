import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type ErrorKind, ResourceError, SkinR1Error, sniffImageKind } from '@skinr1/core';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { CaptionInput, FigureReview } from './figure-review.ts';
import { reviewVerdicts } from './review-log.ts';
import { readReviewPage } from './review-page.ts';
import type { ReviewInput, ReviewSession } from './review-session.ts';

/** Options of {@link startReviewServer}. */
export interface ReviewServerOptions {
  readonly session: ReviewSession;
  /** The figures without a trajectory, to be captioned. */
  readonly figures: FigureReview;
  /** Shown at the top of the page. */
  readonly title: string;
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number;
}

/** A running review page. */
export interface ReviewServer {
  /** Address to open in a browser on this machine. */
  readonly url: string;
  close(): Promise<void>;
}

const inputSchema: z.ZodType<ReviewInput> = z.strictObject({
  verdict: z.enum(reviewVerdicts),
  texts: z.array(z.string().min(1).max(4000)).max(50).optional(),
  note: z.string().max(4000).optional(),
});

const captionSchema: z.ZodType<CaptionInput> = z.strictObject({
  caption: z.string().max(4000),
  signs: z.array(z.string().max(100)).max(60),
  diagnosis: z.string().max(300),
});

const maxBodyBytes = 300_000;
const maxImageBytes = 50_000_000;
const statusOf: Partial<Record<ErrorKind, 400 | 404 | 409>> = {
  invalid_input: 400,
  not_found: 404,
  usage: 409,
};

/**
 * Serves the review page to this machine only. Requests under another host name (DNS rebinding) or from
 * another site's page are refused; nothing is loaded from elsewhere.
 *
 * Throws ResourceError where the port is taken.
 */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const [hono, { bodyLimit }, { csrf }, { secureHeaders }, { serve }] = await Promise.all([
    import('hono'),
    import('hono/body-limit'),
    import('hono/csrf'),
    import('hono/secure-headers'),
    import('@hono/node-server'),
  ]);
  const { session, figures, title, port = 0 } = options;
  const { pages, files } = await readReviewPage(title);
  const app = new hono.Hono();
  app.use(async (context, next) => {
    const host = new URL(context.req.url).hostname;
    if (!['127.0.0.1', 'localhost'].includes(host)) return context.text('Unknown host.', 403);
    await next();
  });
  app.use(csrf());
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  );
  app.onError(refuse);
  app.get('/', (context) => context.html(pages.trajectories));
  app.get('/figures', (context) => context.html(pages.figures));
  app.get('/:file', (context) => {
    const file = files.get(context.req.param('file'));
    if (!file) return context.text('No such file.', 404);
    return context.body(file.content, 200, { 'content-type': file.type });
  });
  serveTrajectories(app, session, bodyLimit({ maxSize: maxBodyBytes }));
  serveFigures(app, figures, bodyLimit({ maxSize: maxBodyBytes }));

  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  await new Promise<void>((listening, failed) => {
    server.once('listening', listening);
    server.once('error', (cause) =>
      failed(
        new ResourceError(`port ${port} cannot be opened.`, {
          mend: 'Choose another with --port, or 0 for any free one.',
          cause,
        }),
      ),
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function serveTrajectories(app: Hono, session: ReviewSession, limit: MiddlewareHandler): void {
  app.get('/api/trajectories', (context) => context.json(session.list()));
  app.get('/api/trajectories/:key', (context) =>
    context.json(session.item(context.req.param('key'))),
  );
  app.get('/api/trajectories/:key/image', (context) =>
    sendImage(context, session.imagePath(context.req.param('key'))),
  );
  app.post('/api/trajectories/:key/decision', limit, async (context) => {
    const input = inputSchema.safeParse(await context.req.json().catch(() => null));
    if (!input.success) return context.json({ error: z.prettifyError(input.error) }, 400);
    return context.json(session.decide(context.req.param('key'), input.data));
  });
}

function serveFigures(app: Hono, figures: FigureReview, limit: MiddlewareHandler): void {
  app.get('/api/figures', (context) => context.json(figures.list()));
  app.get('/api/signs', (context) => context.json(figures.signs));
  app.get('/api/figures/:id', async (context) =>
    context.json(await figures.item(context.req.param('id'))),
  );
  app.get('/api/figures/:id/image', (context) =>
    sendImage(context, figures.imagePath(context.req.param('id'))),
  );
  app.post('/api/figures/:id/caption', limit, async (context) => {
    const input = captionSchema.safeParse(await context.req.json().catch(() => null));
    if (!input.success) return context.json({ error: z.prettifyError(input.error) }, 400);
    return context.json(await figures.caption(context.req.param('id'), input.data));
  });
}

async function sendImage(context: Context, path: string | null): Promise<Response> {
  const image = await readImage(path);
  if (!image) return context.text('No image.', 404);
  return context.body(image.bytes, 200, { 'content-type': image.type });
}

function refuse(error: Error, context: Context): Response {
  // What the server's own guards refuse: foreign origins, large bodies.
  if ('getResponse' in error && typeof error.getResponse === 'function') return error.getResponse();
  if (!SkinR1Error.isInstance(error)) throw error;
  return context.json({ error: error.message }, statusOf[error.kind] ?? 500);
}

async function readImage(
  path: string | null,
): Promise<{ readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> } | null> {
  const file = path === null ? null : await open(path).catch(() => null);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    if (size > maxImageBytes) return null;
    const bytes = new Uint8Array(await file.readFile());
    // By content: nothing but images is handed out, whatever path a corpus names.
    const kind = sniffImageKind(bytes);
    return kind ? { type: `image/${kind}`, bytes } : null;
  } finally {
    await file.close();
  }
}
