export { type Benchmark, type BenchmarkItem, chanceLevel } from './benchmarks/benchmark.ts';
export {
  type BenchmarkOptions,
  buildBenchmarks,
  differentialBenchmark,
  hierarchicalBenchmark,
  inDomainBenchmark,
  malignancyBenchmark,
} from './benchmarks/from-split.ts';
export { compareResults, type PairedComparison } from './compare.ts';
export {
  type BenchmarkResult,
  type EvaluateOptions,
  evaluate,
  type ItemResult,
} from './evaluate.ts';
export { bootstrapDifference, type MeanDifference, mcnemarExact } from './statistics/paired.ts';
export { type Proportion, proportionOf, wilson } from './statistics/wilson.ts';
export { classTable, type GroupRow, groupTable, subgroupTable } from './tables/groups.ts';
export { type AccuracyCell, type SummaryRow, summarize } from './tables/summary.ts';
export {
  alignColumns,
  percent,
  percentWithInterval,
  renderGroups,
  renderTable,
} from './tables/text-table.ts';
