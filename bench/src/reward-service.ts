import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { formatChoiceAnswer } from '@skinr1/core';
import { startRewardService } from '@skinr1/engines';
import { methodRewards } from '@skinr1/grpo';

/*
 * The reward service under load, in a process of its own: requests of one answer over 64 connections that stay,
 * then the same with 10,000 idle connections held beside them.
 *
 *   pnpm bench reward-service [REQUESTS]
 *
 * On a machine that others use too, the time that the service itself takes of a processor says more than the
 * requests per second that it gets to.
 */

const connections = 64;
const idleConnections = 10_000;

const labels = {
  options: ['melanoma', 'nevus', 'psoriasis', 'eczema'].map((name, index) => ({
    letter: 'ABCD'[index]!,
    text: name,
    diagnosisId: name,
    score: index === 0 ? 0.75 : 0,
  })),
  answer: 'A',
  diagnosisId: 'melanoma',
  malignancy: 'malignant',
};
const completion = formatChoiceAnswer({
  thinking: 'The plaque is asymmetric, with an irregular border and several colors. '.repeat(6),
  letter: 'A',
  malignancy: 'malignant',
});

/** Measures, and prints what came out. */
export async function run([count = '20000']: string[]): Promise<void> {
  if (process.send) return serve();
  const child = fork(process.argv[1]!, ['reward-service'], { execArgv: process.execArgv });
  const [port] = (await once(child, 'message')) as [number];
  try {
    const measure = async (name: string): Promise<void> => {
      const before = await processorTime(child);
      const result = await load(port, Number(count));
      report(name, result, (await processorTime(child)) - before);
    };
    await load(port, 4000);
    await measure('alone');
    const idle = await Promise.all(Array.from({ length: idleConnections }, () => open(port)));
    const held = () => idle.filter((socket) => !socket.destroyed).length;
    await measure(`beside ${held()} idle connections`);
    console.log(`${held()} of ${idleConnections} idle connections held`);
    for (const socket of idle) socket.destroy();
  } finally {
    child.kill();
  }
}

/** In the child: the service, until it is killed. */
async function serve(): Promise<void> {
  const { url } = await startRewardService({
    rewards: methodRewards(),
    limits: { idleMs: 600_000 },
  });
  process.send?.(Number(new URL(url).port));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
}

/** What a child has taken of processors until now, in ms. */
async function processorTime(child: ChildProcess): Promise<number> {
  child.send('processor time');
  const [time] = (await once(child, 'message')) as [number];
  return time;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

interface Load {
  readonly seconds: number;
  /** Of each request, in ms, ascending. */
  readonly times: readonly number[];
}

async function load(port: number, count: number): Promise<Load> {
  const body = JSON.stringify({ items: [{ id: 'q', prompt: 'Which?', labels, completion }] });
  const head = `POST /v1/score HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const times: number[] = [];
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = await open(port);
      while (left-- > 0) {
        const asked = performance.now();
        await exchange(socket, head + body);
        times.push(performance.now() - asked);
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { seconds, times: times.sort((a, b) => a - b) };
}

/** Sends a request, and waits for the whole of its answer, which must give the reward. */
function exchange(socket: Socket, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const take = (part: Buffer) => {
      received += part.toString('latin1');
      const end = received.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(received)?.[1];
      if (end < 0 || (length !== undefined && received.length < end + 4 + Number(length))) return;
      socket.off('data', take);
      if (received.includes('"reward":2,')) resolve();
      else reject(new Error(`the service answered ${received.slice(0, 500)}`));
    };
    socket.on('data', take);
    socket.write(request);
  });
}

function report(name: string, { seconds, times }: Load, processor: number): void {
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  console.log(
    `${name}: ${Math.round(times.length / seconds)} requests/s at ${connections} connections; ms at the median ${at(0.5)}, at 99 % ${at(0.99)}, at most ${at(1)}; ${(processor / times.length).toFixed(3)} ms of processor in the service for each`,
  );
}
