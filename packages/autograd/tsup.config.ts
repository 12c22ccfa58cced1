import type { Options } from 'tsup';
import { library } from '../../tsup.base.ts';

const options: Options = library({
  // The engine's thread is an entry of its own, found beside the bundle at run time.
  entry: { index: 'src/index.ts', 'engine-worker': 'src/engine/engine-worker.ts' },
});

export default options;
