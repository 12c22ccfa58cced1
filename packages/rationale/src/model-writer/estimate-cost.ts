import { type ChatClient, type ChatUsage, estimateTokens, type TextMessage } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import type { Journal } from './journal.ts';
import { noteRequest, requestHash } from './note-request.ts';

/** Price of a million tokens, in whatever currency. */
export interface TokenPrices {
  readonly prompt: number;
  readonly completion: number;
}

/** Requests answered, tokens and money spent; answers from cache and journal cost nothing. */
export interface Ledger {
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** In the unit of the prices. */
  cost: number;
}

/** What tokens cost, in the unit of the prices. */
export function costOf({ promptTokens, completionTokens }: ChatUsage, prices: TokenPrices): number {
  return (promptTokens * prices.prompt + completionTokens * prices.completion) / 1e6;
}

/** What one question is likely to use, by its length and that of the offline writer's note. */
export function estimateUsage(
  messages: readonly TextMessage[],
  { thinking }: Pick<GroundedTrajectory, 'thinking'>,
): ChatUsage {
  const promptTokens = estimateTokens(messages.map(({ content }) => content).join(''));
  // A worded note is about half as long again as the offline one.
  const completionTokens = Math.ceil(estimateTokens(thinking) * 1.5) + 20;
  return { promptTokens, completionTokens };
}

/** What a run would send, by four characters a token, without sending it; repairs are not foreseen. */
export function estimateCost(
  drafts: readonly { readonly trajectory: GroundedTrajectory }[],
  options: {
    readonly ontology: Ontology;
    readonly prices?: TokenPrices;
    /** Work that is done already, and the model that would go on with it. */
    readonly journal?: Journal;
    readonly client?: Pick<ChatClient, 'id'>;
  },
): Ledger {
  const { ontology, prices = { prompt: 0, completion: 0 }, journal, client } = options;
  const ledger: Ledger = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  for (const { trajectory } of drafts) {
    const messages = noteRequest(trajectory, ontology);
    const before = journal?.done.get(trajectory.id);
    const same = client === undefined || before?.writer === client.id;
    if (same && before?.draft === requestHash(messages)) continue;
    addUsage(ledger, estimateUsage(messages, trajectory), prices);
  }
  return ledger;
}

/** Enters one answered request. */
export function addUsage(ledger: Ledger, usage: ChatUsage, prices: TokenPrices): void {
  ledger.requests++;
  ledger.promptTokens += usage.promptTokens;
  ledger.completionTokens += usage.completionTokens;
  ledger.cost += costOf(usage, prices);
}
