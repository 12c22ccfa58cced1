import { methodRewards } from '@skinr1/grpo';
import type { RunningServer } from '@skinr1/server';
import { afterEach } from 'vitest';
import { type RewardServiceOptions, type ScoredItem, startRewardService } from '../src/index.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** What requests get; a test looks at what its own has. */
interface Reply {
  readonly items: readonly ScoredItem[];
  readonly rewards: readonly number[];
  readonly error: string;
  readonly mend: string;
}

/** A running service, as tests ask it. */
interface Asked {
  readonly url: string;
  get(path: string): Promise<string>;
  post(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: Reply }>;
}

/** A service of the method's rewards or of others; it posts JSON, or a text as it is. */
export async function start(options: Partial<RewardServiceOptions> = {}): Promise<Asked> {
  const server = await startRewardService({ rewards: methodRewards(), ...options });
  running.push(server);
  return {
    url: server.url,
    get: async (path: string) => (await fetch(server.url + path)).text(),
    post: async (path: string, body: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Reply };
    },
  };
}
