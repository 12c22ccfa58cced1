import type { Options } from 'tsup';
import { library } from '../../tsup.base.ts';

const options: Options = library();

export default options;
