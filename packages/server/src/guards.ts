import { createHash, timingSafeEqual } from 'node:crypto';
import { startTimeLimit, UsageError } from '@skinr1/core';
import type { Context, MiddlewareHandler } from 'hono';
import { RefusedError } from './failures.ts';
import type { ServerEnvironment } from './server-environment.ts';

type Guard = MiddlewareHandler<ServerEnvironment>;

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Throws UsageError for a token that guards nothing, or where other machines reach a server without one. */
export function checkToken(token: string | undefined, host: string): void {
  // RFC 6750, section 2.1: what a bearer header carries.
  if (token !== undefined && !/^[\w~+/.-]{8,}=*$/.test(token)) {
    throw new UsageError('the token must have at least 8 characters: letters, digits, -._~+/.', {
      mend: 'Make one with `openssl rand -hex 16`.',
    });
  }
  if (token === undefined && !isLoopback(host)) {
    throw new UsageError(`other machines can reach ${host}, and there is no token.`, {
      mend: 'Give a token, or stay on 127.0.0.1.',
    });
  }
}

/** Refuses requests under a name that was made to point to this machine (DNS rebinding). */
export function requireLocalName(): Guard {
  return async (context, next) => {
    const name = new URL(context.req.url).hostname.replace(/^\[|\]$/g, '');
    if (!isLoopback(name)) {
      throw new RefusedError({
        status: 403,
        message: 'unknown host name.',
        mend: 'Ask 127.0.0.1 or localhost.',
      });
    }
    await next();
  };
}

/**
 * Refuses requests without the token, compared in constant time. Programs send it as a bearer token. A browser
 * opens a page with `?token=…` once and has it in a cookie from then on, which no other site can use.
 */
export async function requireToken(token: string): Promise<Guard> {
  const { getCookie, setCookie } = await import('hono/cookie');
  const wanted = digest(token);
  const isRight = (given: string | undefined): boolean =>
    given !== undefined && timingSafeEqual(digest(given), wanted);
  // Cookies know no ports: another server on this machine has another name for its own.
  const cookie = `skinr1-${wanted.toString('hex').slice(0, 12)}`;
  return async (context, next) => {
    const asked = context.req.method === 'GET' ? context.req.query('token') : undefined;
    if (isRight(asked)) {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return context.redirect(withoutToken(context), 303);
    }
    if (!isRight(bearerToken(context)) && !isRight(getCookie(context, cookie))) {
      throw new RefusedError({
        status: 401,
        message: 'the token is missing or wrong.',
        mend: 'Send `Authorization: Bearer TOKEN`, or open the page with `?token=TOKEN`.',
      });
    }
    await next();
  };
}

/**
 * Refuses bodies larger than this. A stated length is believed, since Node reads no more than it; so that the body
 * can still be read straight from the connection. One sent in chunks is counted as it comes.
 */
export async function limitBody(most: number): Promise<Guard> {
  const { bodyLimit } = await import('hono/body-limit');
  const counted = bodyLimit({ maxSize: most, onError: () => tooLarge(most) });
  return async (context, next) => {
    const { headers } = context.env.incoming;
    if (headers['transfer-encoding'] !== undefined) return counted(context, next);
    if (Number(headers['content-length'] ?? 0) > most) tooLarge(most);
    return next();
  };
}

function tooLarge(most: number): never {
  const mend = 'Send it in parts, or raise the limit.';
  throw new RefusedError({ status: 413, message: `a body of more than ${most} bytes.`, mend });
}

/** Refuses a request while as many as allowed are at work, streams included. */
export function limitConcurrency(most: number): Guard {
  let working = 0;
  return async (context, next) => {
    if (working >= most) {
      throw new RefusedError({
        status: 429,
        message: `${most} requests are at work.`,
        mend: 'Try again in a second, or raise the limit.',
        retryAfterSeconds: 1,
      });
    }
    working++;
    context.env.outgoing.once('close', () => working--);
    await next();
  };
}

/** Answers 503 when an answer has not begun in time; `signal` of the context aborts then, and when the client leaves. */
export function limitTime(milliseconds: number): Guard {
  return async (context, next) => {
    const { outgoing } = context.env;
    const controller = new AbortController();
    context.set('signal', controller.signal);
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) controller.abort(new Error('the client has left'));
    });
    let stop = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      stop = startTimeLimit(milliseconds, () => {
        const error = new RefusedError({
          status: 503,
          message: `no answer within ${milliseconds / 1000} s.`,
          mend: 'Ask for less at a time, or raise the limit.',
          retryAfterSeconds: 1,
        });
        controller.abort(error);
        reject(error);
      });
    });
    await Promise.race([next(), late]).finally(() => stop());
  };
}

/** Of one length whatever the text has, so that comparing tells nothing of it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function bearerToken(context: Context): string | undefined {
  const [scheme, token] = (context.req.header('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' ? token : undefined;
}

/** The address that was asked, on this server and without the token. */
function withoutToken(context: Context): string {
  const url = new URL(context.req.url);
  url.searchParams.delete('token');
  return url.pathname.replace(/^\/+/, '/') + url.search;
}
