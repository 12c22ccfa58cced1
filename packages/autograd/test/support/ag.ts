export * from '../../src/engine/engine.ts';
export * from '../../src/graph/dimension.ts';
export * from '../../src/graph/dtype.ts';
export * from '../../src/graph/graph.ts';
/** Everything that tests look at, also what the package keeps to itself. */
export * from '../../src/index.ts';
export * from '../../src/io/checkpoint.ts';
export * from '../../src/io/safetensors.ts';
export * from '../../src/named.ts';
export * from '../../src/ops/index.ts';
export * from '../../src/training/trainer-state.ts';
