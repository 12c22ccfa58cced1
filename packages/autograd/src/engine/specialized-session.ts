import { UsageError } from '@skinr1/core';
import type { Graph } from '../graph/graph.ts';
import type { Specialize } from './devices/device.ts';
import type { Feeds, Port, RunOptions, RunResult, Session } from './engine.ts';
import { symbolSizes } from './symbol-sizes.ts';

type Sizes = Readonly<Record<string, number>>;

/**
 * A graph as several sessions, each made when sizes that it is for are first fed: what stands for an operator can
 * depend on them, and no session is made that is not used.
 */
export class SpecializedSession implements Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  private readonly choose: Specialize;
  private readonly make: (fixed: Sizes) => Promise<Session>;
  private readonly sessions = new Map<string, Promise<Session>>();
  private released = false;

  /** @param make loads the graph for fixed sizes */
  constructor(graph: Graph, choose: Specialize, make: (fixed: Sizes) => Promise<Session>) {
    this.inputs = graph.inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
    this.outputs = [...graph.outputs].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
    this.choose = choose;
    this.make = make;
  }

  async run(feeds: Feeds, options?: RunOptions): Promise<RunResult> {
    if (this.released) throw new UsageError('the session was released.');
    const session = await this.session(this.choose(symbolSizes(this.inputs, feeds)));
    return session.run(feeds, options);
  }

  async release(): Promise<void> {
    this.released = true;
    for (const session of this.sessions.values()) await (await session).release();
  }

  private session(fixed: Sizes): Promise<Session> {
    const key = JSON.stringify(fixed);
    let session = this.sessions.get(key);
    if (!session) {
      session = this.make(fixed);
      this.sessions.set(key, session);
      // The next run may find what this one lacked.
      session.catch(() => this.sessions.delete(key));
    }
    return session;
  }
}
