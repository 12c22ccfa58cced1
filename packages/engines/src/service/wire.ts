import type { Scorer } from '../scoring/create-scorer.ts';

/** A request as a wire sees it. */
export interface WireRequest {
  /** The JSON of the body. */
  readonly body: unknown;
  readonly scorer: Scorer;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** One address of the service: reads the items of a request, has them judged, and words the answer. */
export interface Wire {
  readonly path: string;
  /** @throws InvalidInputError naming the place of what cannot be read. */
  answer(request: WireRequest): Promise<object>;
}
