import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What doing one piece of work took. */
export interface Measured {
  readonly seconds: number;
  /** Tokens that were handled or made. */
  readonly count: number;
  /** Memory above what was resident before. */
  readonly peak_mib: number;
  readonly loss?: number;
}

/** A program that does what ours does, in a process of its own that is idle between two pieces of work. */
export interface Peer {
  ask(work: Readonly<Record<string, unknown>>): Promise<Measured>;
  close(): void;
}

const scripts = join(import.meta.dirname, '../../../tools/peers');

/** Starts a script of `tools/peers` that reads a JSON object a line and answers with one. */
export function startPeer(python: string, script: string, threads: number): Peer {
  const child = spawn(python, [join(scripts, script), String(threads)], {
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '', HF_HUB_OFFLINE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(work) {
      child.stdin.write(`${JSON.stringify(work)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${script} ended at ${JSON.stringify(work)}; see above.`);
      return JSON.parse(value) as Measured;
    },
    close: () => child.stdin.end(),
  };
}
