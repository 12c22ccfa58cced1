import { type ErrorKind, InvalidInputError, SkinR1Error } from '@skinr1/core';
import type { Context } from 'hono';

/** Why a request was not served. */
export interface ServerFailure {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503;
  /** What happened, with what mends it. */
  readonly message: string;
  /** What the client can do about it, alone. */
  readonly mend: string | undefined;
  /** The part of the request that it is about, such as a field. */
  readonly place?: string | undefined;
  /** Seconds after which to try again. */
  readonly retryAfterSeconds?: number;
}

/** Words a failure as the JSON that the clients of a service expect. */
export type ErrorBody = (failure: ServerFailure) => object;

/** The body of a failure unless a service has a form of its own. */
export const plainErrorBody: ErrorBody = ({ message, mend }) => ({ error: message, mend });

const statusOf: Readonly<Record<ErrorKind, ServerFailure['status']>> = {
  invalid_input: 400,
  shape: 400,
  not_found: 404,
  usage: 409,
  resource: 503,
};

/** What a request gets that the server will not serve. */
export class RefusedError extends Error {
  readonly failure: ServerFailure;

  constructor(failure: Omit<ServerFailure, 'mend'> & { readonly mend: string }) {
    const message = `${failure.message} ${failure.mend}`;
    super(message);
    this.failure = { ...failure, message };
  }
}

/** What an error thrown by a guard or a route says to the client. */
export function describeFailure(error: unknown): ServerFailure {
  if (error instanceof RefusedError) return error.failure;
  if (SkinR1Error.isInstance(error)) {
    const { kind, message, mend, place } = error;
    return { status: statusOf[kind], message, mend, place };
  }
  if ((error as { status?: unknown }).status === 403) {
    // Hono's guard against forged requests says no more than "Forbidden".
    const mend = 'Send the body as application/json, and from a page of this server.';
    return { status: 403, message: `a request that another site could have forged. ${mend}`, mend };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, message: `the server failed: ${message}`, mend: undefined };
}

/** The response to a failure. */
export function failureResponse(
  context: Context,
  failure: ServerFailure,
  errorBody: ErrorBody,
): Response {
  const { status, retryAfterSeconds } = failure;
  if (retryAfterSeconds !== undefined) context.header('retry-after', String(retryAfterSeconds));
  if (status === 401) context.header('www-authenticate', 'Bearer');
  // What is left of a refused body is not read: the connection cannot serve another request.
  if (status === 413) context.header('connection', 'close');
  return context.json(errorBody(failure), status);
}

/** The JSON in the body of a request. Throws InvalidInputError where it is none. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text());
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new InvalidInputError(`the body is no JSON: ${cause.message}.`, {
      mend: 'Send one JSON value in UTF-8.',
      cause,
    });
  }
}
