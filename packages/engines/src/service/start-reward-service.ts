import { InvalidInputError } from '@skinr1/core';
import {
  type RunningServer,
  readJson,
  type ServerApp,
  type ServerContext,
  type ServerLimits,
  type ServerMetrics,
  startServer,
} from '@skinr1/server';
import { createScorer, type Scorer, type ScorerOptions } from '../scoring/create-scorer.ts';
import type { ScoredItem, ScoreItem } from '../scoring/score-item.ts';
import { checkDepth } from './check-depth.ts';
import { seedSessionWire, verifyWire } from './nemo-gym-wire.ts';
import { openRlhfWire } from './openrlhf-wire.ts';
import { scoreWire } from './score-wire.ts';
import type { Wire } from './wire.ts';

/** Options of {@link startRewardService}. */
export interface RewardServiceOptions extends ScorerOptions {
  /** An address that other machines reach needs a token. @defaultValue 127.0.0.1 */
  readonly host?: string;
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number;
  /** Asked of every request as a bearer token. @defaultValue none */
  readonly token?: string | undefined;
  /**
   * @defaultValue bodies of 16 MiB, 4,096 requests at a time, 170 s for an answer: engines ask about all answers of
   * a step at once and wait 180 s
   */
  readonly limits?: Partial<ServerLimits>;
  /** Called for each answer on which a reward failed or took too long. */
  readonly onFailed?: (item: ScoredItem) => void;
}

const wires: readonly Wire[] = [scoreWire, openRlhfWire, seedSessionWire, verifyWire];

/** Answers of one request beyond which other requests would wait for it too long. */
const mostItems = 10_000;

/**
 * Starts a service that judges answers over HTTP, for engines that train elsewhere: our own `POST /v1/score`,
 * OpenRLHF's `POST /get_reward`, NeMo Gym's `POST /seed_session` and `POST /verify`; `GET /v1/rewards` names the
 * rewards, `GET /healthz` says that it lives, `GET /metrics` how it does. A reward that fails, hangs or does not
 * apply costs its own answer alone, which says so in its status.
 *
 * @throws UsageError for rewards, host or limits that make no sense, ResourceError where the port is taken
 */
export async function startRewardService(options: RewardServiceOptions): Promise<RunningServer> {
  const { limits, onFailed, rewards, timeoutMs, concurrency, ...server } = options;
  const scorer = createScorer({
    rewards,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  return startServer({
    ...server,
    limits: { bodyBytes: 16 << 20, concurrent: 4096, answerMs: 170_000, ...limits },
    routes: (app, metrics) => {
      const counted = countAnswers(scorer, metrics, onFailed);
      app.get('/v1/rewards', (context) => context.json({ rewards: scorer.rewards }));
      for (const wire of wires) addWire(app, wire, counted);
    },
  });
}

function addWire(app: ServerApp, wire: Wire, scorer: Scorer): void {
  app.post(wire.path, async (context: ServerContext) => {
    checkDepth(await context.req.text());
    const body = await readJson(context);
    return context.json(await wire.answer({ body, scorer, signal: context.get('signal') }));
  });
}

/** The scorer with a counter of what became of answers, and with a limit to how many come at once. */
function countAnswers(
  scorer: Scorer,
  metrics: ServerMetrics,
  onFailed: RewardServiceOptions['onFailed'],
): Scorer {
  const answers = metrics.counter({
    name: 'skinr1_answers_judged_total',
    help: 'Answers judged, by what became of them',
    labels: ['status'],
  });
  return {
    ...scorer,
    score: async (items: readonly ScoreItem[], signal?: AbortSignal) => {
      if (items.length > mostItems) {
        throw new InvalidInputError(`${items.length} answers in one request.`, {
          mend: `Send at most ${mostItems} at a time.`,
        });
      }
      const scored = await scorer.score(items, signal);
      for (const item of scored) {
        answers.add({ status: item.status });
        if (item.reason !== undefined) onFailed?.(item);
      }
      return scored;
    },
  };
}
