import { InvalidInputError } from '@skinr1/core';
import type { Tensor } from '../graph/tensor.ts';
import type { Named } from '../named.ts';
import type { ParameterFacts } from '../optimizers/optimizer.ts';
import type { TrainingPlan } from './training-graphs.ts';

/** Everything a trainer needs to go on bit for bit. */
export interface TrainerState {
  /** Updates done. */
  readonly step: number;
  readonly parameters: Named<Tensor>;
  readonly optimizer: Named<Tensor>;
}

/** Throws InvalidInputError if a state belongs to another model or optimizer than the plan's. */
export function requireStateOf(
  plan: Pick<TrainingPlan, 'parameters' | 'state'>,
  state: TrainerState,
): void {
  requireSame('parameter', plan.parameters, state.parameters);
  requireSame('optimizer state', plan.state, state.optimizer);
}

function requireSame(what: string, expected: Named<ParameterFacts>, got: Named<Tensor>): void {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const [want, have] = [expected[name], got[name]];
    const same = want && have && want.dtype === have.dtype && `${want.dims}` === `${have.dims}`;
    if (same) continue;
    const spell = (value: typeof want) => (value ? `${value.dtype} [${value.dims}]` : 'none');
    throw new InvalidInputError(
      `the ${what} '${name}' should be ${spell(want)}, the state has ${spell(have)}.`,
      { mend: 'Restore it into a trainer of the same model and optimizer.' },
    );
  }
}

/** Type and dimensions of a tensor, wherever it is. */
export function facts({ dtype, dims }: ParameterFacts): ParameterFacts {
  return { dtype, dims };
}
