import {
  add,
  type Engine,
  mul,
  type Optimizer,
  reduceSum,
  type Tensor,
  Trainer,
  type Value,
} from './ag.ts';

/** A trainer whose gradients are fed: the gradient of Σ p·g by p is g, an input named `g-` and the parameter. */
export function givenGradients(
  engine: Engine,
  first: Record<string, Tensor>,
  optimizer: Optimizer,
): Promise<Trainer> {
  return Trainer.create({
    engine,
    parameters: first,
    optimizer,
    loss: ({ graph, parameters }) => {
      let loss: Value | null = null;
      for (const [name, value] of Object.entries(parameters)) {
        const term = reduceSum(mul(value, graph.input(`g-${name}`, value.dtype, value.shape)));
        loss = loss ? add(loss, term) : term;
      }
      return { loss: loss! };
    },
  });
}
