import type { Options } from 'tsup';
import { library } from '../../tsup.base.ts';

const options: Options = library({
  // The engine's thread and the process that tries a device are entries of their own, found beside the bundle.
  entry: {
    index: 'src/index.ts',
    'engine-worker': 'src/engine/engine-worker.ts',
    'probe-child': 'src/training/probe-child.ts',
  },
});

export default options;
