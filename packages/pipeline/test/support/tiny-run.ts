import { createRunDirectory, openRunDirectory } from '../../src/run-directory.ts';
import { runPipeline } from '../../src/run-pipeline.ts';
import { tinyConfig } from './tiny-config.ts';

/** A process to be killed: starts the tiny run in a folder, or goes on with the one there. */
const [path = ''] = process.argv.slice(2);
const directory = await openRunDirectory(path).catch(() => createRunDirectory(path, tinyConfig()));
await runPipeline({ directory });
