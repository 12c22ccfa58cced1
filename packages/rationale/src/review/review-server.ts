import { InvalidInputError, researchUseOnly } from '@skinr1/core';
import {
  type RunningServer,
  readJson,
  type ServerApp,
  sendImage,
  startServer,
} from '@skinr1/server';
import * as z from 'zod';
import { pageFolder } from '../page-folder.ts';
import type { CaptionInput, FigureReview } from './figure-review.ts';
import { reviewVerdicts } from './review-log.ts';
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

/**
 * Serves the review page to this machine only; nothing is loaded from elsewhere.
 *
 * Throws ResourceError where the port is taken.
 */
export async function startReviewServer(options: ReviewServerOptions): Promise<RunningServer> {
  const { session, figures, title, port = 0 } = options;
  return startServer({
    port,
    limits: { bodyBytes: maxBodyBytes },
    pages: {
      folder: pageFolder,
      pages: { '/': 'page.html', '/figures': 'figures.html' },
      texts: { title, notice: researchUseOnly },
    },
    routes: (app) => {
      serveTrajectories(app, session);
      serveFigures(app, figures);
    },
  });
}

function serveTrajectories(app: ServerApp, session: ReviewSession): void {
  app.get('/api/trajectories', (context) => context.json(session.list()));
  app.get('/api/trajectories/:key', (context) =>
    context.json(session.item(context.req.param('key'))),
  );
  app.get('/api/trajectories/:key/image', (context) =>
    sendImage(context, session.imagePath(context.req.param('key'))),
  );
  app.post('/api/trajectories/:key/decision', async (context) => {
    const input = check(inputSchema, await readJson(context));
    return context.json(session.decide(context.req.param('key'), input));
  });
}

function serveFigures(app: ServerApp, figures: FigureReview): void {
  app.get('/api/figures', (context) => context.json(figures.list()));
  app.get('/api/signs', (context) => context.json(figures.signs));
  app.get('/api/figures/:id', async (context) =>
    context.json(await figures.item(context.req.param('id'))),
  );
  app.get('/api/figures/:id/image', (context) =>
    sendImage(context, figures.imagePath(context.req.param('id'))),
  );
  app.post('/api/figures/:id/caption', async (context) => {
    const input = check(captionSchema, await readJson(context));
    return context.json(await figures.caption(context.req.param('id'), input));
  });
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInputError(`${z.prettifyError(result.error)}.`, {
    mend: 'Load the page again: it may be older than the program.',
  });
}
