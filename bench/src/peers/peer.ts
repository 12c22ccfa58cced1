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

const here = import.meta.dirname;
const python = join(here, '../../../tools/peers');

/** Who does the same work. */
export type PeerName = 'Transformers' | 'TRL' | 'transformers.js';

const programs: Readonly<Record<PeerName, string>> = {
  Transformers: join(python, 'transformers_peer.py'),
  TRL: join(python, 'trl_peer.py'),
  'transformers.js': join(here, 'transformers-js-peer.ts'),
};

/** How peers are started. */
export interface PeerSetting {
  /** The interpreter of those in Python. */
  readonly python: string;
  readonly threads: number;
}

/** Starts a program that reads a JSON object a line and answers with one. */
export function startPeer(name: PeerName, { python, threads }: PeerSetting): Peer {
  const program = programs[name];
  const isOurs = program.endsWith('.ts');
  // This process runs TypeScript, and so does one with its options.
  const before = isOurs ? process.execArgv : [];
  const child = spawn(isOurs ? process.execPath : python, [...before, program, `${threads}`], {
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '', HF_HUB_OFFLINE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(work) {
      child.stdin.write(`${JSON.stringify(work)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${name} ended at ${JSON.stringify(work)}; see above.`);
      return JSON.parse(value) as Measured;
    },
    close: () => child.stdin.end(),
  };
}
