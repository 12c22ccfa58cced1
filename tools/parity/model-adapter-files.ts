/**
 * Writes an adapter of the model package's tests, for `model_adapter.py` to open:
 * npx tsx --conditions=@skinr1/source tools/parity/model-adapter-files.ts FOLDER
 */
import { writeOurAdapter } from '../../packages/model/test/support/adapter-parity.ts';

await writeOurAdapter(process.argv[2] ?? '.');
