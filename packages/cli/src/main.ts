#!/usr/bin/env node
import { SkinR1Error } from '@skinr1/core';
import { createProgram } from './program.ts';

// A pipe that closes early (`skinr1 … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  // A fault that a person can mend needs no stack; anything else is ours to find.
  process.stderr.write(
    SkinR1Error.isInstance(error) ? `skinr1: ${error.message}\n` : `${(error as Error).stack}\n`,
  );
  process.exitCode = 1;
}
