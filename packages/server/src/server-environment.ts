import type { HttpBindings } from '@hono/node-server';

/** What routes find in their context. */
export interface ServerEnvironment {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** Aborts when the client leaves or the time of the request is over. */
    signal: AbortSignal;
  };
}
