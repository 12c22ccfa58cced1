import { afterEach } from 'vitest';
import {
  type RunningServer,
  readJson,
  type ServerApp,
  type ServerOptions,
  startServer,
} from '../src/index.ts';

/** The servers of a test; ended after it. */
export const open: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
/** Starts a server; gives its address. */
export const start = async (
  options: Partial<ServerOptions> = {},
  routes: (app: ServerApp) => void = () => undefined,
): Promise<string> => {
  const server = await startServer({ routes, ...options });
  open.push(server);
  return server.url;
};
/** A route that answers with the JSON that it gets. */
export const echo = (app: ServerApp): void => {
  app.post('/echo', async (context) => context.json((await readJson(context)) as object));
};
/** Sends JSON to that route. */
export const post = (
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}echo`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
