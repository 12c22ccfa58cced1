import fc from 'fast-check';

/**
 * Properties draw the same inputs in every run, so that what passes here passes elsewhere. `PROPERTY_SEED=…` draws
 * others; a failure prints the seed that it had.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
