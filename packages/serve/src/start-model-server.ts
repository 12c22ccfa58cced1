import { checkWholeNumber, UsageError, type VisionLanguageModel } from '@skinr1/core';
import { type RunningServer, type ServerLimits, startServer } from '@skinr1/server';
import { addChatRoutes } from './endpoint/chat-routes.ts';
import { openAiErrorBody } from './endpoint/error-body.ts';

/** Options of {@link startModelServer}. */
export interface ModelServerOptions {
  /** What is served, by the name that requests give. */
  readonly models: Readonly<Record<string, VisionLanguageModel>>;
  /** Address to listen on; one that other machines reach needs a token. @defaultValue 127.0.0.1 */
  readonly host?: string;
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number;
  /** What clients send as their API key. @defaultValue none is asked for */
  readonly token?: string | undefined;
  /** Tokens of an answer where a request does not say. @defaultValue 512 */
  readonly defaultMaxTokens?: number;
  /**
   * Origins (`https://images.example.org`) from which images at URLs are fetched. A server that fetches what it is
   * told reaches what only it can reach. @defaultValue none: images come as `data:` URLs
   */
  readonly imageOrigins?: readonly string[];
  /** @defaultValue bodies of 32 MiB, 64 requests at a time, 10 minutes until an answer begins */
  readonly limits?: Partial<ServerLimits>;
}

const limits: Partial<ServerLimits> = {
  bodyBytes: 32 << 20,
  concurrent: 64,
  answerMs: 600_000,
};

/**
 * Serves models as OpenAI's chat API does: `/v1/models`, `/v1/chat/completions`. Requests wait for each other where
 * the model does; those beyond the limit are told to come again. Fields that would not be honored are refused by
 * name. When a client leaves, the model stops.
 *
 * @throws UsageError without a model, for an origin that is none, a limit that is no whole number, and a host that
 *   others reach without a token; ResourceError where the port is taken
 */
export async function startModelServer(options: ModelServerOptions): Promise<RunningServer> {
  const { host, port, token, defaultMaxTokens = 512, imageOrigins = [] } = options;
  checkWholeNumber('defaultMaxTokens', defaultMaxTokens, 1);
  for (const origin of imageOrigins) checkOrigin(origin);
  const models = new Map(Object.entries(options.models));
  if (models.size === 0) throw new UsageError('there is no model to serve.');
  return startServer({
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    token,
    limits: { ...limits, ...options.limits },
    errorBody: openAiErrorBody,
    routes: (app, metrics) =>
      addChatRoutes(app, metrics, { models, defaultMaxTokens, imageOrigins }),
  });
}

function checkOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return;
  throw new UsageError(`'${origin}' is no origin.`, {
    mend: 'Give it as https://images.example.org, without a path.',
  });
}
