import { loadRewards, type ScoredItem, startRewardService } from '@skinr1/engines';
import { methodRewards } from '@skinr1/grpo';
import type { Command } from 'commander';
import { printLine } from '../terminal/print.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { port as portNumber, positiveCount, positiveNumber } from './option-values.ts';

interface ServeOptions {
  readonly rewards?: string;
  readonly host: string;
  readonly port: number;
  readonly rewardTimeout: number;
  readonly concurrency: number;
  readonly maxBody: number;
  readonly maxRequests: number;
}

/** Failures that are told one by one; `/metrics` counts them all. */
const toldFailures = 20;

/** Adds `reward serve`. */
export function registerRewardCommands(program: Command): void {
  program
    .command('reward')
    .description('rewards for training on other engines')
    .command('serve')
    .description(
      'judge answers over HTTP: /v1/score, OpenRLHF /get_reward, NeMo Gym /verify; SKINR1_REWARD_TOKEN is the token',
    )
    .option('--rewards <file>', "module that exports `rewards`; without, the method's three")
    .option(
      '--host <address>',
      'address to listen on; other than this machine needs a token',
      '127.0.0.1',
    )
    .option('--port <port>', 'port; 0 takes a free one', portNumber, 8977)
    .option(
      '--reward-timeout <seconds>',
      'longest wait for one reward of one answer',
      positiveNumber,
      30,
    )
    .option('--concurrency <count>', 'answers judged at a time', positiveCount, 64)
    .option('--max-body <megabytes>', 'largest request', positiveCount, 16)
    .option('--max-requests <count>', 'requests at a time', positiveCount, 4096)
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const { host, port, concurrency, maxBody, maxRequests } = options;
  const rewards = options.rewards ? await loadRewards(options.rewards) : methodRewards();
  const token = process.env.SKINR1_REWARD_TOKEN || undefined;
  const server = await startRewardService({
    ...{ rewards, host, port, token, concurrency, onFailed: failureTeller() },
    timeoutMs: options.rewardTimeout * 1000,
    limits: { bodyBytes: maxBody << 20, concurrent: maxRequests },
  });
  printLine(`${rewards.map(({ name }) => name).join(', ')} at ${server.url} (Ctrl-C ends)`);
  printLine(token === undefined ? 'No token: this machine only.' : 'Asks for the token.');
  await untilStopped();
  await server.close();
}

/** Prints the first failures, since an engine shows none of them. */
function failureTeller(): (item: ScoredItem) => void {
  let told = 0;
  return ({ id, status, reason }) => {
    if (told++ < toldFailures) printLine(`${id}: ${status}, ${reason}`);
    else if (told === toldFailures + 1) printLine('Further failures are counted at /metrics.');
  };
}
