import { parseArgs } from 'node:util';
import { createEngine, type DeviceChoice, type Engine } from '@skinr1/autograd';

/** The engine of a benchmark, on the device that `--device NAME` names; says which it is. */
export async function benchEngine(options: readonly string[]): Promise<Engine> {
  const { values } = parseArgs({
    args: [...options],
    options: { device: { type: 'string', default: 'cpu' } },
    allowPositionals: true,
    strict: false,
  });
  // A name that is none is refused by the engine.
  const engine = await createEngine({ device: values.device as DeviceChoice });
  console.log(`device: ${engine.device}`);
  return engine;
}
