import { parseArgs } from 'node:util';
import { createEngine, type DeviceChoice, type Engine } from '@skinr1/autograd';

/** An engine on the device that `--device NAME` names (`auto`: the fastest), else the processor. */
export function createExampleEngine(): Promise<Engine> {
  const options = { device: { type: 'string', default: 'cpu' } } as const;
  const { values } = parseArgs({ options, strict: false });
  // A name that is none is refused by the engine.
  return createEngine({ device: values.device as DeviceChoice });
}
