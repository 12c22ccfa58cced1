import type { Metrics } from '../metrics.ts';
import type { GrpoSettings } from '../options.ts';
import type { Controller, ControllerReport, ControllerState } from './controller.ts';

/** Where the controllers of a run stand; plain data. */
export interface ControllersState {
  /** Of the loss, by the names of its coefficients. */
  readonly loss: Readonly<Record<string, ControllerState>>;
  /** Of KL in the reward. */
  readonly reward: ControllerState | null;
}

/** The controllers of a run at work. */
export class RunningControllers {
  state: ControllersState;
  private readonly loss: Readonly<Record<string, Controller>>;
  private readonly reward: Controller | null;

  constructor({
    coefficients = {},
    klInReward,
  }: Pick<GrpoSettings<never>, 'coefficients' | 'klInReward'>) {
    this.loss = coefficients;
    this.reward = typeof klInReward?.beta === 'object' ? klInReward.beta : null;
    this.state = {
      loss: mapValues(coefficients, ({ start }) => start),
      reward: this.reward?.start ?? null,
    };
  }

  /** What the loss's coefficients are in this step. */
  get coefficients(): Record<string, number> {
    return mapValues(this.state.loss, ({ value }) => value);
  }

  /** β of KL in the reward where it is steered. */
  get rewardBeta(): number | undefined {
    return this.state.reward?.value;
  }

  /** Moves on by what a step reported. */
  observe(metrics: Metrics, sequences: number): void {
    const { entropy, kl } = metrics;
    const report: ControllerReport = { sequences, entropy, kl };
    const { loss, reward } = this.state;
    this.state = {
      loss: mapValues(this.loss, (controller, name) => controller.next(loss[name]!, report)),
      reward: this.reward?.next(reward!, { ...report, kl: metrics['rewards/kl/mean'] }) ?? null,
    };
  }
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value, name)]),
  );
}
