import {
  checkOptions,
  described,
  InvalidInputError,
  type Prompt,
  type Random,
  UsageError,
} from '@skinr1/core';
import type { PromptOrder, PromptSchedule } from './prompt-order.ts';

/** Options of {@link curriculum}. */
export interface CurriculumOptions<Labels> {
  /** How hard a prompt is, in any unit: {@link hierarchyDepth}, a length, a measured failure rate. */
  readonly by: (prompt: Prompt<Labels>) => number;
  /** Share of the prompts, the easiest, that a step asks, from 0 to 1. */
  readonly share: (step: number) => number;
}

/** Where a curriculum stands. */
interface CurriculumState {
  readonly epoch: number;
  readonly position: number;
  /** Prompts that are open in this epoch. */
  readonly open: number;
}

/**
 * Easy prompts first: at each step those are open that are no harder than the share of the easiest, and all that are
 * equally hard with them; of the open ones each is asked once per epoch, in a new order. When more are opened a new
 * epoch begins.
 *
 *     curriculum({ by: hierarchyDepth(ontology), share: competence({ steps: 200 }) })
 *
 * @throws the order throws InvalidInputError naming a prompt without a finite difficulty; UsageError for a share
 *   outside
 */
export function curriculum<Labels>(options: CurriculumOptions<Labels>): PromptOrder<Labels> {
  checkOptions('curriculum', options, { by: true, share: true });
  const { by, share } = options;
  return described<PromptOrder<Labels>>('curriculum', { by, share }, (prompts, random) => {
    const difficulty = prompts.map((prompt) => {
      const value = by(prompt);
      if (Number.isFinite(value)) return value;
      throw new InvalidInputError(`prompt '${prompt.id}' has difficulty ${value}.`, {
        mend: 'Let `by` of the curriculum give a finite number for each.',
      });
    });
    const places = [...prompts.keys()].sort((a, b) => difficulty[a]! - difficulty[b]! || a - b);
    const openAt = (step: number): number => {
      const part = share(step);
      if (!(part >= 0 && part <= 1)) {
        throw new UsageError(`the curriculum's share of step ${step} is ${part}, not from 0 to 1.`);
      }
      const hardest = difficulty[places[Math.max(1, Math.ceil(part * places.length)) - 1]!]!;
      return places.filter((place) => difficulty[place]! <= hardest).length;
    };
    return scheduleOf(places, openAt, random);
  });
}

function scheduleOf(
  places: readonly number[],
  openAt: (step: number) => number,
  random: Random,
): PromptSchedule {
  let state: CurriculumState = { epoch: 0, position: 0, open: 0 };
  return {
    take(count, step) {
      const open = openAt(step);
      const taken: number[] = [];
      while (taken.length < count) {
        if (state.open !== open || state.position === open) {
          state = { epoch: state.epoch + 1, position: 0, open };
        }
        const order = random.fork(`epoch ${state.epoch}`).shuffle(places.slice(0, open));
        const next = order.slice(state.position, state.position + count - taken.length);
        for (const place of next) taken.push(place);
        state = { ...state, position: state.position + next.length };
      }
      return taken;
    },
    get state() {
      return state;
    },
    set state(saved) {
      state = saved as CurriculumState;
    },
  };
}

/** Options of {@link competence}. */
export interface CompetenceOptions {
  /** Step from which all prompts are open. */
  readonly steps: number;
  /** Share that is open at the beginning. @defaultValue 0.1 */
  readonly start?: number;
  /** p in the formula: 1 grows evenly, 2 faster at first. @defaultValue 2 */
  readonly power?: number;
}

/**
 * A share of prompts that grows with the learner (Platanios et al. 2019, arXiv:1903.09848): from c₀ at the first step,
 *
 *   c(t) = min(1, (t/T · (1 − c₀^p) + c₀^p)^(1/p))
 *
 * @throws UsageError for numbers that make no sense
 */
export function competence(options: CompetenceOptions): (step: number) => number {
  checkOptions('competence', options, { steps: true, start: true, power: true });
  const { steps, start = 0.1, power = 2 } = options;
  if (!(steps >= 1 && start > 0 && start <= 1 && power > 0)) {
    throw new UsageError(
      `competence needs steps from 1, a start above 0 up to 1 and a power above 0, got ${steps}, ${start}, ${power}.`,
    );
  }
  return described('competence', { steps, start, power }, (step: number) => {
    const first = start ** power;
    return Math.min(1, (((step - 1) / steps) * (1 - first) + first) ** (1 / power));
  });
}
