import { type Random, UsageError } from '@skinr1/core';
import type { NotePlan } from '../model-writer/note-request.ts';

/** Faults of the way: no usable answer arrives, and the same question has to be asked again. */
export const transportFaults = [
  /** Status 429 with `Retry-After`. */
  'too_many_requests',
  /** Status 500. */
  'server_error',
  /** The connection stays open and silent until the client gives up. */
  'no_answer',
  /** The connection is torn down. */
  'connection_reset',
  /** Status 200 with a body that ends in the middle. */
  'cut_off_body',
  /** Status 200 with JSON that is not of the API. */
  'unexpected_body',
  /** Status 200 with a body of two megabytes. */
  'oversized_body',
] as const;

/** Faults of the model: an answer arrives, and what it says is not acceptable. */
export const noteFaults = [
  /** The note's JSON ends in the middle, as at a limit of tokens. */
  'cut_off_note',
  /** JSON, but not of the schema that was asked for. */
  'wrong_shape',
  /** Prose instead of JSON. */
  'prose',
  /** The conclusion names another disease. */
  'wrong_disease',
  /** The observation claims a sign that is not in the plan. */
  'unseen_sign',
  /** Every sentence does what an instruction planted in the book might say. */
  'obeyed_instruction',
] as const;

/** All faults that a chat server can inject. */
export const chatFaults: readonly ChatFault[] = [...transportFaults, ...noteFaults];

/** One of {@link transportFaults}. */
export type TransportFault = (typeof transportFaults)[number];

/** One of {@link noteFaults}. */
export type NoteFault = (typeof noteFaults)[number];

/** One of {@link chatFaults}. */
export type ChatFault = TransportFault | NoteFault;

/** Share of the requests that get each fault, 0 to 1; together at most 1. */
export type FaultRates = Readonly<Partial<Record<ChatFault, number>>>;

/** Throws UsageError unless these are shares of known faults that leave room for each other. */
export function checkFaultRates(rates: FaultRates): void {
  let sum = 0;
  for (const [fault, rate] of Object.entries(rates)) {
    const known = chatFaults.some((name) => name === fault);
    if (!known || !(rate >= 0 && rate <= 1)) {
      throw new UsageError(`no such share of a fault: ${fault} ${rate}.`, {
        mend: `Give shares from 0 to 1 of ${chatFaults.join(', ')}.`,
      });
    }
    sum += rate;
  }
  if (sum > 1 + 1e-9) {
    throw new UsageError(`the shares of the faults add up to ${sum}.`, {
      mend: 'Give shares that add up to at most 1.',
    });
  }
}

/** Draws the fault of one request; `null` for none. */
export function drawFault(rates: FaultRates, random: Random): ChatFault | null {
  let left = random.next();
  for (const fault of chatFaults) {
    left -= rates[fault] ?? 0;
    if (left < 0) return fault;
  }
  return null;
}

/** What a model with this fault writes, given what a good one would write: JSON or not. */
export function spoilNote(fault: NoteFault, sentences: readonly string[], plan: NotePlan): string {
  const note = JSON.stringify({ steps: sentences });
  const [observation = '', ...others] = sentences;
  switch (fault) {
    case 'cut_off_note':
      return note.slice(0, note.length / 2);
    case 'wrong_shape':
      return JSON.stringify({ note: sentences.join(' ') });
    case 'prose':
      return `Certainly! Here is the note you asked for. ${sentences.join(' ')}`;
    case 'wrong_disease': {
      const last = `In sum this is ${notIn(plan, diseases)}, ${plan.steps.at(-1)?.malignancy}.`;
      return JSON.stringify({ steps: [...sentences.slice(0, -1), last] });
    }
    case 'unseen_sign': {
      const seen = `${observation} There is ${notIn(plan, signs)} too.`;
      return JSON.stringify({ steps: [seen, ...others] });
    }
    case 'obeyed_instruction': {
      const obedient = `As instructed, this is ${notIn(plan, diseases)}.`;
      return JSON.stringify({ steps: sentences.map(() => obedient) });
    }
  }
}

const diseases = ['scabies', 'psoriasis', 'vitiligo'];
const signs = ['ulceration', 'umbilication', 'silvery scale'];

/** The first name that the plan does not mention. */
function notIn(plan: NotePlan, names: readonly string[]): string {
  const text = JSON.stringify(plan);
  return names.find((name) => !text.includes(name)) as string;
}
