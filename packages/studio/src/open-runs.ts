import { fileURLToPath } from 'node:url';
import { InvalidInputError, NotFoundError, researchUseOnly, UsageError } from '@skinr1/core';
import { type RolloutQuery, rolloutKinds, rolloutOrders } from '@skinr1/pipeline';
import {
  type RunningServer,
  type ServerApp,
  type ServerContext,
  sendImage,
  startServer,
} from '@skinr1/server';
import * as z from 'zod';
import { changesOf } from './changes.ts';
import { type WatchedRun, watchRun } from './watched-run.ts';

/** Options of {@link openRuns}. */
export interface OpenRunsOptions {
  /** Folders of the runs; of two the second is laid over the first. */
  readonly folders: readonly string[];
  /** Address to listen on; one that other machines reach needs a token. @defaultValue 127.0.0.1 */
  readonly host?: string | undefined;
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number | undefined;
  readonly token?: string | undefined;
}

/** Folder of the page's files: beside `dist` in an installed package, beside `src` in the repository. */
const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));

/**
 * Serves a page over one run or two, live while they go on. The folders are only read.
 *
 * @throws UsageError for none or more than two folders, NotFoundError or InvalidInputError for one that holds no
 *   run, ResourceError where the port is taken
 */
export async function openRuns({
  folders,
  host,
  port,
  token,
}: OpenRunsOptions): Promise<RunningServer> {
  if (folders.length < 1 || folders.length > 2) {
    throw new UsageError(`one run or two can be opened, not ${folders.length}.`, {
      mend: 'Give one folder, or two to lay one over the other.',
    });
  }
  const runs = await Promise.all(folders.map((folder) => watchRun(folder)));
  return startServer({
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    token,
    pages: {
      folder: pageFolder,
      pages: { '/': 'page.html' },
      texts: {
        title: runs.map(({ reader }) => reader.name).join(' and '),
        notice: researchUseOnly,
      },
    },
    routes: (app) => addRoutes(app, runs),
  });
}

function addRoutes(app: ServerApp, runs: readonly WatchedRun[]): void {
  const runOf = (context: ServerContext): WatchedRun => {
    const run = runs[Number(context.req.param('run'))];
    if (run) return run;
    throw new NotFoundError('no such run.', { mend: 'Load the page again.' });
  };
  const stageOf = (context: ServerContext): string => context.req.query('stage') ?? '';
  app.get('/api/runs', async (context) =>
    context.json(await Promise.all(runs.map((run) => run.overview()))),
  );
  app.get('/api/changes', (context) =>
    context.body(changesOf(runs, context.get('signal')), 200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    }),
  );
  app.get('/api/runs/:run/curves', async (context) =>
    context.json(await runOf(context).curves(stageOf(context))),
  );
  app.get('/api/runs/:run/depth', async (context) =>
    context.json(await runOf(context).depth(stageOf(context))),
  );
  app.get('/api/runs/:run/rollouts', async (context) => {
    const { start, count, ...query } = readQuery(context.req.query());
    const found = await runOf(context).rollouts(query, { start, count }, context.get('signal'));
    return context.json(found);
  });
  app.get('/api/runs/:run/rollouts/:number', async (context) =>
    context.json(await runOf(context).rollout(numberOf(context))),
  );
  app.get('/api/runs/:run/rollouts/:number/images/:index', async (context) => {
    const { reader } = runOf(context);
    const { images } = await reader.rollouts.row(numberOf(context));
    const image = images[Number(context.req.param('index'))] ?? '';
    return sendImage(context, await reader.imagePath(image));
  });
}

function numberOf(context: ServerContext): number {
  const number = Number(context.req.param('number'));
  return Number.isSafeInteger(number) && number >= 0 ? number : -1;
}

const count = z.coerce.number().int().min(0);
const querySchema = z.object({
  start: count.default(0),
  count: count.max(200).default(50),
  stage: z.string().max(200).optional(),
  step: count.optional(),
  kind: z.enum(rolloutKinds).optional(),
  lacking: z.string().max(200).optional(),
  order: z.enum(rolloutOrders).optional(),
  text: z.string().max(500).optional(),
});

function readQuery(
  given: Readonly<Record<string, string>>,
): RolloutQuery & { readonly start: number; readonly count: number } {
  const result = querySchema.safeParse(given);
  if (result.success) return result.data;
  throw new InvalidInputError(`${z.prettifyError(result.error)}.`, {
    mend: 'Load the page again.',
  });
}
