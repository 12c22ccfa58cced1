import type { Engine, Graph, Session } from '@skinr1/autograd';
import { ResourceError, SkinR1Error } from '@skinr1/core';
import {
  buildCompactGraph,
  buildMergeGraph,
  buildStackGraph,
} from '../architecture/cache-graphs.ts';
import { buildDecodingGraph } from '../architecture/decoding-graph.ts';
import {
  buildFirstPassGraph,
  buildLanguageGraph,
  buildLargeVisionGraph,
  buildTextScoreGraph,
  buildVisionGraph,
  featureName,
} from '../architecture/generation-graphs.ts';
import type { Architecture } from '../families/family.ts';
import type { ModelWeights } from '../weights/model-weights.ts';
import { cacheOutputs } from './cache.ts';
import { PrefixCache } from './prefix-cache.ts';

type GraphKind =
  | 'vision'
  | 'large vision'
  | 'first pass'
  | 'language'
  | 'decoding'
  | 'decoding one'
  | 'text score'
  | 'merge'
  | 'compact'
  | 'stack';

const graphBuilders: Readonly<
  Record<GraphKind, (architecture: Architecture, parts: ModelWeights['declared']) => Graph>
> = {
  vision: buildVisionGraph,
  'large vision': buildLargeVisionGraph,
  'first pass': buildFirstPassGraph,
  language: buildLanguageGraph,
  decoding: (architecture, parts) => buildDecodingGraph(architecture, parts, 'groups'),
  'decoding one': (architecture, parts) => buildDecodingGraph(architecture, parts, 'one'),
  'text score': buildTextScoreGraph,
  merge: buildMergeGraph,
  compact: buildCompactGraph,
  stack: buildStackGraph,
};

/** Graphs that hold the language model's weights, and those that hold the tower's. */
const holders: readonly (readonly GraphKind[])[] = [
  ['first pass', 'language', 'decoding', 'decoding one', 'text score'],
  ['vision', 'large vision'],
];

/** Bytes of weights left in files as they are, from which on sessions take turns. */
const mostMappedTwice = 2 ** 30;

/** Graphs that read few rows at a time. */
const packed: readonly GraphKind[] = ['language', 'decoding', 'decoding one'];

/** Kinds of errors by which the engine refuses a file that is gone or another. */
const changedFile: readonly string[] = ['invalid_input', 'not_found'];

/**
 * The sessions that read questions and decode answers, each made when it is first asked for. Where they map large
 * weights, or where memory did not suffice for two, one holds the same weights at a time: what a process shows as
 * resident, and limits that count mappings, count a page of a file once for each session that maps it.
 */
export class GenerationSessions {
  readonly architecture: Architecture;
  readonly weights: ModelWeights;
  readonly prefixes: PrefixCache;
  private readonly engine: Engine;
  private layout = 0;
  /** Whether a session was refused for want of memory. */
  private isTight = false;
  private readonly sessions = new Map<GraphKind, Promise<Session>>();

  /** @param prefixBytes keys and values of prompts that are kept for the next question */
  constructor(
    engine: Engine,
    architecture: Architecture,
    weights: ModelWeights,
    prefixBytes: number,
  ) {
    this.engine = engine;
    this.prefixes = new PrefixCache(prefixBytes);
    this.architecture = architecture;
    this.weights = weights;
  }

  /** Where they run. */
  get device(): Engine['device'] {
    return this.engine.device;
  }

  /** Drops sessions that do not fit the weights any more. To be called before a first one is asked for. */
  async refresh(): Promise<void> {
    if (this.layout === this.weights.layout) return;
    await this.release();
    this.layout = this.weights.layout;
  }

  /** To be asked for before each run: the next one that is asked for may take its place. */
  async get(kind: GraphKind): Promise<Session> {
    const known = this.sessions.get(kind);
    if (known) return known;
    await this.makeRoom(kind);
    const session = this.make(kind);
    this.sessions.set(kind, session);
    // One that could not be made is not there to be released.
    session.catch(() => this.sessions.delete(kind));
    return session;
  }

  /** Where there is no memory for it beside the others, they go. */
  private async make(kind: GraphKind): Promise<Session> {
    const load = () =>
      packed.includes(kind) ? this.loadPacked(kind) : this.load(kind, this.weights.declared);
    try {
      return await load();
    } catch (error) {
      const others = [...this.sessions.keys()].filter((other) => other !== kind);
      if (!(error instanceof ResourceError) || others.length === 0) throw error;
      this.isTight = true;
      await this.makeRoom(kind);
      return load();
    }
  }

  private async makeRoom(kind: GraphKind): Promise<void> {
    const takesTurns = this.weights.mappedBytes > mostMappedTwice;
    for (const [other, session] of this.sessions) {
      const isRival =
        takesTurns && holders.some((kinds) => kinds.includes(kind) && kinds.includes(other));
      if (other === kind || !(isRival || this.isTight)) continue;
      this.sessions.delete(other);
      await (await session).release();
    }
  }

  /** With weights packed where they can be: few rows use each of them once, and packing it costs more than that. */
  private async loadPacked(kind: GraphKind): Promise<Session> {
    const { declared, packable } = this.weights;
    if (Object.keys(packable).length === 0) return this.load(kind, declared);
    try {
      return await this.load(kind, { ...declared, ...packable }, true);
    } catch (error) {
      // The file is not what it was: its numbers are in the engine as they were read.
      if (SkinR1Error.isInstance(error) && changedFile.includes(error.kind)) {
        return this.load(kind, declared);
      }
      throw error;
    }
  }

  private load(
    kind: GraphKind,
    parts: ModelWeights['declared'],
    repacksFiles = false,
  ): Promise<Session> {
    return this.engine.load(graphBuilders[kind](this.architecture, parts), {
      source: kind,
      keep: this.keptOutputs(kind),
      sharesMemory: kind !== 'large vision',
      repacksFiles,
    });
  }

  async release(): Promise<void> {
    this.prefixes.clear();
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  private keptOutputs(kind: GraphKind): readonly string[] {
    const { config, family } = this.architecture;
    if (kind === 'text score') return [];
    if (kind !== 'vision' && kind !== 'large vision') return cacheOutputs(config.text)[kind];
    return Array.from({ length: family.featureCount(config) }, (_, i) => featureName(i));
  }
}
