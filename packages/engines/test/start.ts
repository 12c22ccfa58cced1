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

/** A function that posts JSON, or a text as it is, to a service of these rewards. */
export async function start(options: Partial<RewardServiceOptions> = {}) {
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
