#!/usr/bin/env node
import { createProgram } from './program.ts';
import { describeError } from './terminal/describe-error.ts';

// A pipe that closes early (`skinr1 … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
