import { checkWholeNumber } from '@skinr1/core';

/** How much a server takes on before it says no. */
export interface ServerLimits {
  /** Largest body of a request, in bytes; more gets 413. @defaultValue 1 MiB */
  readonly bodyBytes: number;
  /** Requests at work at a time; one more gets 429 and is asked to come again. @defaultValue 256 */
  readonly concurrent: number;
  /** Time in ms until an answer begins; then 503. What streams afterwards is not limited. @defaultValue 60,000 */
  readonly answerMs: number;
  /** Time in ms in which a request must have arrived whole; then 408. @defaultValue 30,000 */
  readonly arrivalMs: number;
  /** Time in ms after which a kept connection without a request is closed. @defaultValue 60,000 */
  readonly idleMs: number;
}

const defaults: ServerLimits = {
  bodyBytes: 1 << 20,
  concurrent: 256,
  answerMs: 60_000,
  arrivalMs: 30_000,
  idleMs: 60_000,
};

/** The limits with defaults filled in. Throws UsageError for one that is no whole number above 0. */
export function fillLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  const limits = { ...defaults, ...given };
  for (const [name, value] of Object.entries(limits)) checkWholeNumber(`limits.${name}`, value, 1);
  return limits;
}
