import type { Engine, Graph, Session } from '@skinr1/autograd';
import {
  buildCompactGraph,
  buildJoinGraph,
  buildMergeGraph,
} from '../architecture/cache-graphs.ts';
import {
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
  | 'language'
  | 'text score'
  | 'merge'
  | 'compact'
  | 'join';

const graphBuilders: Readonly<
  Record<GraphKind, (architecture: Architecture, parts: ModelWeights['declared']) => Graph>
> = {
  vision: buildVisionGraph,
  'large vision': buildLargeVisionGraph,
  language: buildLanguageGraph,
  'text score': buildTextScoreGraph,
  merge: buildMergeGraph,
  compact: buildCompactGraph,
  join: buildJoinGraph,
};

/** The sessions that read questions and decode answers, each made when it is first asked for. */
export class GenerationSessions {
  readonly architecture: Architecture;
  readonly weights: ModelWeights;
  readonly prefixes: PrefixCache;
  private readonly engine: Engine;
  private layout = 0;
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

  /** Drops sessions that do not fit the weights any more. To be called before a first one is asked for. */
  async refresh(): Promise<void> {
    if (this.layout === this.weights.layout) return;
    await this.release();
    this.layout = this.weights.layout;
  }

  get(kind: GraphKind): Promise<Session> {
    let session = this.sessions.get(kind);
    if (!session) {
      session = this.engine.load(graphBuilders[kind](this.architecture, this.weights.declared), {
        source: kind,
        keep: this.keptOutputs(kind),
        sharesMemory: kind !== 'large vision',
      });
      this.sessions.set(kind, session);
      // One that could not be made is not there to be released.
      session.catch(() => this.sessions.delete(kind));
    }
    return session;
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
